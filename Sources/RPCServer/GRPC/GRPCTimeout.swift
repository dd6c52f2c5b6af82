/// The `grpc-timeout` header: at most eight digits and a unit.
///
/// Source: grpc `doc/PROTOCOL-HTTP2.md`, "Requests".
enum GRPCTimeout {
    /// The timeout that the header's value says; nil when it is not of the prescribed form.
    static func parse(_ value: String) -> Duration? {
        let digits = value.utf8.dropLast()
        guard (1...8).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        let amount = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
        switch value.utf8.last {
        case UInt8(ascii: "H"): return .seconds(amount * 3_600)
        case UInt8(ascii: "M"): return .seconds(amount * 60)
        case UInt8(ascii: "S"): return .seconds(amount)
        case UInt8(ascii: "m"): return .milliseconds(amount)
        case UInt8(ascii: "u"): return .microseconds(amount)
        case UInt8(ascii: "n"): return .nanoseconds(amount)
        default: return nil
        }
    }
}
