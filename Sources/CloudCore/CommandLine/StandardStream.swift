import Glibc

/// The process's standard output and standard error, unbuffered.
public enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    /// Writes a line at once, as a whole. What cannot be written is lost: there is nobody left to tell.
    public func writeLine(_ line: String) { write(line + "\n") }

    /// Writes a text at once, as `writeLine`.
    public func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let start = rest.baseAddress, rest.count > 0 {
                let written = Glibc.write(rawValue, start, rest.count)
                guard written > 0 || errno == EINTR else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[max(written, 0)...])
            }
        }
    }
}
