import CloudCore

/// Ids in the form of UUIDs that repeat from run to run.
enum RepeatableUUID {
    /// The id of the thing of that kind and number that came to be at an instant; no two numbers of a kind share one.
    static func text(_ kind: String, _ number: UInt64, at now: Instant) -> String {
        let bits = Dice(seed: number).bits(kind, UInt64(bitPattern: now.nanoseconds))
        let high = Hexadecimal.text(bits, digits: 16)
        let low = Hexadecimal.text(number, digits: 16)
        return
            "\(high.prefix(8))-\(high.dropFirst(8).prefix(4))-4\(high.suffix(3))-8\(low.prefix(3))-\(low.suffix(12))"
    }
}
