/// Remembers how the latest streams were closed, because the answer to a late frame depends on it
/// (RFC 9113, section 5.1, "closed"). Older streams are forgotten, so the memory is bounded.
struct ClosedStreams {
    enum Reason: UInt32 {
        /// Never used, or forgotten.
        case unknown
        /// Both sides sent END_STREAM.
        case ended
        /// The client sent RST_STREAM.
        case resetByPeer
        /// The server sent RST_STREAM; frames that the client sent before it saw that are no error.
        case resetByServer
    }

    /// How many streams are remembered; a power of two.
    static let capacity = 1024

    /// A client's identifiers are odd and usually consecutive, so they index the memory directly. An entry
    /// is the identifier's upper 30 bits and the reason.
    private var entries: [UInt32] = []

    @inline(__always)
    mutating func remember(_ id: UInt32, _ reason: Reason) {
        if entries.isEmpty { entries = [UInt32](repeating: 0, count: Self.capacity) }
        entries[Self.index(id)] = (id >> 1) << 2 | reason.rawValue
    }

    func reason(_ id: UInt32) -> Reason {
        guard !entries.isEmpty else { return .unknown }
        let entry = entries[Self.index(id)]
        return entry >> 2 == id >> 1 ? Reason(rawValue: entry & 3) ?? .unknown : .unknown
    }

    @inline(__always)
    private static func index(_ id: UInt32) -> Int { Int(id >> 1) & (capacity - 1) }
}
