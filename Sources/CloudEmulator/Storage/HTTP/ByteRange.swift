/// What a `Range` field asks for (RFC 9110, section 14.1.2): one range of bytes. Anything else is as good as no field.
enum ByteRange: Equatable {
    /// From a byte on, to another if there is one, that one included.
    case from(Int, through: Int?)
    /// The last so many.
    case last(Int)

    /// Reads the value of the field; nil for what is no single range.
    init?(_ text: String) {
        guard text.lowercased().hasPrefix("bytes=") else { return nil }
        let parts = text.dropFirst("bytes=".count).split(
            separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let (first, last) = (Self.number(parts[0]), Self.number(parts[1]))
        switch (parts[0].isEmpty, parts[1].isEmpty) {
        case (false, true):
            guard let first else { return nil }
            self = .from(first, through: nil)
        case (false, false):
            guard let first, let last, first <= last else { return nil }
            self = .from(first, through: last)
        case (true, false):
            guard let last else { return nil }
            self = .last(last)
        case (true, true): return nil
        }
    }

    /// Which of `size` bytes that are; nil for none of them.
    func bytes(of size: Int) -> Range<Int>? {
        switch self {
        case .from(let first, let last):
            guard first < size else { return nil }
            return first..<min(last ?? .max, size - 1) + 1
        case .last(let count):
            guard count > 0, size > 0 else { return nil }
            return size - min(count, size)..<size
        }
    }

    /// A number of digits alone; one that is too large is as large as can be.
    static func number(_ text: some StringProtocol) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text) ?? .max
    }
}
