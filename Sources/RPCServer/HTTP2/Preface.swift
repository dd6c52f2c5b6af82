/// The client's connection preface (RFC 9113, section 3.4), by which HTTP/2 is told from HTTP/1.
enum HTTP2Preface {
    static let bytes: [UInt8] = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    enum Match {
        case whole
        /// All bytes so far agree.
        case partial
        case none
    }

    /// Compares the start of `input` with the preface.
    static func match(_ input: UnsafeRawBufferPointer, from offset: Int = 0) -> Match {
        let count = min(input.count - offset, bytes.count)
        guard count >= 0 else { return .none }
        for index in 0..<count where input[offset + index] != bytes[index] { return .none }
        return count == bytes.count ? .whole : .partial
    }
}
