/// Which consumers had keys last of which there is nothing any more, as far as that is remembered: a key goes back
/// to its consumer "on a best-effort basis".
struct FormerHolders {
    private static let count = 256
    private var entries: ContiguousArray<(hash: UInt64, holder: ConsumerID)> = []

    /// Remembers a consumer, in the place of another key's if need be.
    mutating func note(_ holder: ConsumerID, of key: String) {
        if holder == .none { return }
        if entries.isEmpty { entries = ContiguousArray(repeating: (0, .none), count: Self.count) }
        let hash = AckID.salt(of: key)
        entries[Self.index(hash)] = (hash, holder)
    }

    /// The consumer that had the key last; none if that is forgotten.
    func holder(of key: String) -> ConsumerID {
        if entries.isEmpty { return .none }
        let hash = AckID.salt(of: key)
        let entry = entries[Self.index(hash)]
        return entry.hash == hash ? entry.holder : .none
    }

    private static func index(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 32) & (count - 1) }
}
