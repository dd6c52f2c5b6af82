import Glibc

/// The terminal that standard output may be.
enum Terminal {
    /// Whether standard output is a terminal that can be drawn on, and nobody said that this is CI.
    static var isLive: Bool {
        guard isatty(STDOUT_FILENO) == 1, getenv("CI") == nil, let kind = getenv("TERM") else { return false }
        return strcmp(kind, "dumb") != 0
    }

    /// Whether colours are wanted: https://no-color.org
    static var usesColor: Bool { getenv("NO_COLOR") == nil }

    /// Columns and rows, 80 by 24 if they cannot be had.
    static var size: (width: Int, height: Int) {
        var window = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0
        else {
            return (80, 24)
        }
        return (Int(window.ws_col), Int(window.ws_row))
    }
}
