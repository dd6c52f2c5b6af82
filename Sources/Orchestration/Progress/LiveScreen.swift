/// Lines that are drawn over the previous ones at the bottom of a terminal, without flicker: nothing is cleared
/// before it is overwritten, and what did not change is not written.
///
/// A plain value that answers what to write.
public struct LiveScreen: Sendable {
    private var drawn: [String] = []

    /// A screen on which nothing is drawn.
    public init() {}

    /// What to write so that `lines` stand where the previous lines stood. `above` scrolls away over them.
    public mutating func draw(_ lines: [String], above: [String] = []) -> String {
        guard lines != drawn || !above.isEmpty else { return "" }
        // Terminals that know synchronized output (mode 2026) show the frame at once; others ignore it.
        var out = "\u{1b}[?2026h"
        if !drawn.isEmpty { out += "\u{1b}[\(drawn.count)A\r" }
        for line in above { out += line + "\u{1b}[K\n" }
        for (index, line) in lines.enumerated() {
            let isThere = above.isEmpty && index < drawn.count && drawn[index] == line
            out += isThere ? "\n" : line + "\u{1b}[K\n"
        }
        if lines.count + above.count < drawn.count { out += "\u{1b}[J" }
        drawn = lines
        return out + "\u{1b}[?2026l"
    }
}
