/// An ack id in parts: where the lease is, which lease it is, and a check that binds both to a subscription.
///
/// Its text is 15 characters of base64url, which a Swift string holds without an allocation: 40 bits of lease
/// sequence, 28 of slot and 22 of check. The sequence never repeats in a broker, so an id names one lease
/// for ever; the check tells ids of other subscriptions and invented ones from expired ones.
struct AckID: Equatable {
    var slot: Int
    var sequence: UInt64

    /// Slots and sequences of leases stay below these.
    static let slotLimit = 1 << 28
    static let sequenceLimit: UInt64 = 1 << 40
    private static let length = 15

    init(slot: Int, sequence: UInt64) {
        self.slot = slot
        self.sequence = sequence
    }

    /// Reads an id's text; nil when it is not an id of the subscription with that salt.
    init?(_ text: String, salt: UInt64) {
        var text = text
        let words = text.withUTF8 { bytes -> (high: UInt64, low: UInt64)? in
            guard bytes.count == Self.length else { return nil }
            return base64Values.withUnsafeBufferPointer { values in
                var high: UInt64 = 0
                var low: UInt64 = 0
                var faults: UInt8 = 0
                for index in 0..<10 {
                    let digit = values[Int(bytes[index])]
                    faults |= digit
                    high = high << 6 | UInt64(digit & 63)
                }
                for index in 10..<15 {
                    let digit = values[Int(bytes[index])]
                    faults |= digit
                    low = low << 6 | UInt64(digit & 63)
                }
                return faults & 0x80 == 0 ? (high, low) : nil
            }
        }
        guard let words else { return nil }
        sequence = words.high >> 20
        slot = Int(words.high & 0xf_ffff | (words.low >> 22) << 20)
        guard words.low & 0x3f_ffff == check(salt) else { return nil }
    }

    /// The id as it is sent.
    func text(salt: UInt64) -> String {
        let high = sequence << 20 | UInt64(slot) & 0xf_ffff
        let low = (UInt64(slot) >> 20) << 22 | check(salt)
        return String(unsafeUninitializedCapacity: Self.length) { buffer in
            for index in 0..<10 { buffer[index] = base64Digit(high >> UInt64(54 - 6 * index)) }
            for index in 0..<5 { buffer[10 + index] = base64Digit(low >> UInt64(24 - 6 * index)) }
            return Self.length
        }
    }

    private func check(_ salt: UInt64) -> UInt64 {
        var mixed = (sequence << 24 ^ UInt64(slot) ^ salt) &* 0x9e37_79b9_7f4a_7c15
        mixed ^= mixed >> 29
        mixed &*= 0xbf58_476d_1ce4_e5b9
        return mixed >> 42
    }

    /// The salt of a subscription: its name, hashed the same in every run (FNV-1a).
    static func salt(of name: String) -> UInt64 {
        name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}

/// The base64url digit (RFC 4648, section 5) of the lowest six bits.
@inline(__always) private func base64Digit(_ bits: UInt64) -> UInt8 {
    let value = UInt8(truncatingIfNeeded: bits & 63)
    switch value {
    case 0..<26: return value + 0x41
    case 26..<52: return value + 0x47
    case 52..<62: return value &- 4
    case 62: return 0x2d
    default: return 0x5f
    }
}

/// The value of each byte as a base64url digit, 0x80 for what is none. A table, because ids are random to a processor that
/// guesses branches.
private let base64Values: [UInt8] = {
    var values = [UInt8](repeating: 0x80, count: 256)
    for bits in 0..<UInt64(64) { values[Int(base64Digit(bits))] = UInt8(bits) }
    return values
}()
