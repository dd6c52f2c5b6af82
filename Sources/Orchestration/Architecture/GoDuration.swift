import CloudCore

/// Durations as Go's `time.ParseDuration` writes them, and days: `24h`, `1h30m`, `1.5h`, `250ms`, `7d`.
public enum GoDuration {
    private static let units: [(name: String, nanoseconds: Int64)] = [
        ("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000),
        ("m", 60_000_000_000), ("h", 3_600_000_000_000), ("d", 86_400_000_000_000),
    ]

    /// The duration, or nil if the text is none, lacks a unit, or is beyond 292 years.
    public static func parse(_ text: String) -> Duration? {
        var rest = Substring(text)
        let isNegative = rest.first == "-"
        if isNegative || rest.first == "+" { rest = rest.dropFirst() }
        if rest == "0" { return .zero }
        guard !rest.isEmpty else { return nil }
        var total: Int64 = 0
        while !rest.isEmpty {
            guard let part = nextPart(&rest) else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(part)
            guard !overflow else { return nil }
            total = sum
        }
        return .nanoseconds(isNegative ? -total : total)
    }

    /// A number and its unit in nanoseconds; what a fraction has beyond nanoseconds is cut off, as Go does.
    private static func nextPart(_ rest: inout Substring) -> Int64? {
        let whole = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(whole.count)
        var fraction = Substring()
        if rest.first == "." {
            fraction = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(fraction.count + 1)
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return nil }
        let name = rest.prefix { !($0.isASCII && $0.isNumber) && $0 != "." }
        guard let unit = units.first(where: { $0.name == name }) else { return nil }
        rest = rest.dropFirst(name.count)
        guard let count = whole.isEmpty ? 0 : Int64(whole) else { return nil }
        let (scaled, overflow) = count.multipliedReportingOverflow(by: unit.nanoseconds)
        // Eighteen digits of a fraction are more than nanoseconds of a day need.
        var (part, divisor): (Int64, Int64) = (0, 1)
        for digit in fraction.prefix(18) {
            guard let value = digit.wholeNumberValue else { return nil }
            part = part * 10 + Int64(value)
            divisor *= 10
        }
        let product = part.multipliedFullWidth(by: unit.nanoseconds)
        let (nanoseconds, _) = divisor.dividingFullWidth(product)
        let (sum, overflow2) = scaled.addingReportingOverflow(nanoseconds)
        return overflow || overflow2 ? nil : sum
    }

    /// The duration in Go's own spelling, `1h30m0s`, without parts of zero at its end: `1h30m`. Reading it gives
    /// the same duration, to the nanosecond.
    static func format(_ duration: Duration) -> String {
        let total = duration.clampedNanoseconds
        if total == 0 { return "0s" }
        var rest = total.magnitude
        var text = total < 0 ? "-" : ""
        for (name, size) in [("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000)]
            as [(String, UInt64)]
        {
            if rest >= size { text += "\(rest / size)\(name)" }
            rest %= size
        }
        for (name, size) in [("ms", 1_000_000), ("us", 1_000), ("ns", 1)] as [(String, UInt64)] {
            if rest >= size { text += "\(rest / size)\(name)" }
            rest %= size
        }
        return text
    }
}
