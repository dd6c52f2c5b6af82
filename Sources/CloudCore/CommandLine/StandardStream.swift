/// The process's standard output and standard error, unbuffered.
public enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    /// Writes a line at once, as a whole. What cannot be written is lost: there is nobody left to tell.
    public func writeLine(_ line: String) { write(line + "\n") }

    /// Writes a text at once, as `writeLine`.
    public func write(_ text: String) {
        var text = text
        text.withUTF8 { try? writeAll(UnsafeRawBufferPointer($0), to: rawValue) }
    }
}
