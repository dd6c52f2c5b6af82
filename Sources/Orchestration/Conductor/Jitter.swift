import CloudCore

/// Random delays without state: the same seed, key and attempt give the same share in every run, whatever the
/// order in which parallel tasks ask.
struct Jitter: Sendable {
    let seed: UInt64

    /// A share from 0 to 1 for one attempt of the wait that `key` names.
    func share(_ key: String, attempt: Int) -> Double {
        // FNV-1a over the key, then the finaliser of SplitMix64.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let mixed = SeededGenerator.mix(
            hash ^ seed &+ UInt64(truncatingIfNeeded: attempt) &* 0x9E37_79B9_7F4A_7C15)
        return Double(mixed >> 11) / Double(1 << 53)
    }
}
