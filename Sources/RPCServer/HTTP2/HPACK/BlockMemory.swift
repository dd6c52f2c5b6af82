import Glibc

/// The last header block of a connection, to recognise it when it comes again: the same bytes mean the same
/// list as long as the dynamic table is the same. Clients repeat themselves, at least up to a value like
/// `grpc-timeout` that they send as a literal.
struct BlockMemory {
    enum Comparison {
        case same
        /// The first bytes are the same, up to the last block's first literal.
        case samePrefix(Int)
        case different
    }

    /// Longer blocks are not remembered.
    private static let capacity = 512

    private var bytes: [UInt8] = []
    private var count = 0
    private var prefixCount = 0
    private var version: UInt64 = 0

    /// Compares a block with the last one, the dynamic table having a `version` now.
    @inline(__always)
    func compare(_ block: UnsafeRawBufferPointer, version: UInt64) -> Comparison {
        guard count > 0, version == self.version, block.count >= prefixCount, let start = block.baseAddress
        else { return .different }
        return bytes.withUnsafeBytes { bytes in
            guard let own = bytes.baseAddress else { return .different }
            if block.count == count, memcmp(start, own, count) == 0 { return .same }
            guard prefixCount > 0, memcmp(start, own, prefixCount) == 0 else { return .different }
            return .samePrefix(prefixCount)
        }
    }

    /// Remembers a block that was decoded between two versions of the dynamic table, if they are equal.
    mutating func remember(
        _ block: UnsafeRawBufferPointer, prefixCount: Int, before: UInt64, after: UInt64
    ) {
        guard before == after, block.count <= Self.capacity else {
            count = 0
            return
        }
        if bytes.isEmpty { bytes = [UInt8](repeating: 0, count: Self.capacity) }
        bytes.withUnsafeMutableBytes { $0.copyMemory(from: block) }
        count = block.count
        self.prefixCount = prefixCount
        version = after
    }
}
