/// A pattern of text in which `*` stands for any characters, `/` among them, and `?` for any one.
public struct Glob: Sendable, Equatable {
    /// The most bytes of a pattern.
    public static let maxBytes = 1_024

    /// The pattern as it was written.
    public let pattern: String
    private let bytes: [UInt8]

    /// Makes a pattern; every text is one.
    public init(_ pattern: String) {
        self.pattern = pattern
        bytes = Array(pattern.utf8)
    }

    /// Whether the whole of `text` is as the pattern says.
    public func matches(_ text: String) -> Bool {
        if pattern == "*" { return true }
        var text = text
        return text.withUTF8 { matches($0) }
    }

    /// Goes on after the last star with one byte more whenever it is stuck: no recursion, and no worse than the
    /// product of the lengths.
    private func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var (position, index) = (0, 0)
        var retry: (position: Int, index: Int)?
        while index < text.count {
            if position < bytes.count, bytes[position] == UInt8(ascii: "*") {
                retry = (position + 1, index)
                position += 1
            } else if position < bytes.count,
                bytes[position] == UInt8(ascii: "?") || bytes[position] == text[index]
            {
                position += 1
                index += 1
            } else if let last = retry {
                retry = (last.position, last.index + 1)
                (position, index) = (last.position, last.index + 1)
            } else {
                return false
            }
        }
        return bytes[position...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
