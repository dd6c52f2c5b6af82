/// What proto3 JSON accepts for scalars, beyond what `JSON` itself answers.
enum ProtoJSONScalar {
    /// A truth value, or its text as in a query string, which Python's clients begin with a capital.
    static func bool(_ json: JSON) -> Bool? {
        switch json {
        case .bool(let value): value
        case .string("true"), .string("True"): true
        case .string("false"), .string("False"): false
        default: nil
        }
    }

    static func int32(_ json: JSON) -> Int32? { json.intValue.flatMap { Int32(exactly: $0) } }

    /// A number, its text, or the text of what JSON has no number for.
    static func double(_ json: JSON) -> Double? {
        if let value = json.doubleValue { return value }
        guard case .string(let text) = json else { return nil }
        return JSONParser.number(text)?.doubleValue
    }

    /// Why a text is no timestamp, in Google's words.
    static func timestampProblem(_ text: String) -> String {
        let tail = Array(text.utf8.suffix(6))
        let hasOffset =
            tail.last == UInt8(ascii: "Z")
            || tail.count == 6 && (tail[0] == UInt8(ascii: "+") || tail[0] == UInt8(ascii: "-"))
                && tail[3] == UInt8(ascii: ":")
        if !hasOffset {
            return "Illegal timestamp format; timestamps must end with 'Z' or have a valid timezone offset."
        }
        return text.utf8.first == UInt8(ascii: "0") || text.utf8.contains(UInt8(ascii: "."))
            ? "Timestamp value exceeds limits" : "Invalid time format: \(text.prefix(200))"
    }

    /// Why a text is no duration, in Google's words.
    static func durationProblem(_ text: String) -> String {
        if text.utf8.last != UInt8(ascii: "s") {
            return "Illegal duration format; duration must end with 's'"
        }
        let digits = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2d || $0 == 0x73 }
        return digits && text.utf8.count > 12 ? "Duration value exceeds limits" : "Invalid duration format"
    }
}
