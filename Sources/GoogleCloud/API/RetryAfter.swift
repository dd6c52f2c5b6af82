import CloudCore

/// The `Retry-After` field of an answer (RFC 9110, section 10.2.3).
enum RetryAfter {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// How long to wait from `now` on; nil when the field is neither seconds nor a date, zero for a date that is past.
    static func delay(_ text: String, now: Instant) -> Duration? {
        let text = text.drop { $0 == " " }
        if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return Int64(text).map { .seconds($0) } ?? .seconds(Int64.max >> 1)
        }
        return date(text).map { max(.zero, $0 - now) }
    }

    /// The instant of an IMF-fixdate, `Sun, 06 Nov 1994 08:49:37 GMT`. The two obsolete forms are not read.
    private static func date(_ text: Substring) -> Instant? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[0].hasSuffix(","), words[5] == "GMT",
            let day = number(words[1], 2), let month = months.firstIndex(of: String(words[2])),
            let year = number(words[3], 4)
        else { return nil }
        let time = words[4].split(separator: ":", omittingEmptySubsequences: false)
        guard time.count == 3, let hour = number(time[0], 2), let minute = number(time[1], 2),
            let second = number(time[2], 2)
        else { return nil }
        let pad = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
        // A leap second is the second before it.
        let rfc3339 =
            "\(words[3])-\(pad(month + 1))-\(pad(day))T\(pad(hour)):\(pad(minute)):\(pad(min(second, 59)))Z"
        return year > 0 ? Timestamp(rfc3339: rfc3339)?.instant : nil
    }

    private static func number(_ text: Substring, _ digits: Int) -> Int? {
        text.utf8.count == digits && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }
}
