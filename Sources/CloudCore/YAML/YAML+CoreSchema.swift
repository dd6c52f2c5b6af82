extension YAML.Scalar {
    /// What a scalar is under the core schema of YAML 1.2.2 section 10.3.
    public enum Kind: Sendable, Equatable {
        /// Nothing, `null` or `~`.
        case null
        /// `true` or `false`.
        case bool(Bool)
        /// An integer that `Int` holds.
        case int(Int)
        /// A number with a fraction or an exponent, infinity, no number, or an integer beyond `Int`.
        case float(Double)
        /// Anything else, and everything in quotes or in a block.
        case string
    }

    /// The scalar's kind. A tag decides if there is one; a text that does not fit its tag is a string.
    public var kind: Kind {
        guard style == .plain || tag != nil else { return .string }
        switch tag {
        case .str: return .string
        case .null: return Self.isNull(text) ? .null : .string
        case .bool: return Self.bool(text).map(Kind.bool) ?? .string
        case .int: return Self.int(text).map(Kind.int) ?? .string
        case .float: return Self.float(text).map(Kind.float) ?? .string
        case nil: break
        }
        if Self.isNull(text) { return .null }
        if let value = Self.bool(text) { return .bool(value) }
        if let value = Self.int(text) { return .int(value) }
        if let value = Self.float(text) { return .float(value) }
        return .string
    }

    private static func isNull(_ text: String) -> Bool { ["", "null", "Null", "NULL", "~"].contains(text) }

    private static func bool(_ text: String) -> Bool? {
        if ["true", "True", "TRUE"].contains(text) { return true }
        if ["false", "False", "FALSE"].contains(text) { return false }
        return nil
    }

    private static func int(_ text: String) -> Int? {
        if text.hasPrefix("0o") { return unsigned(text.dropFirst(2), radix: 8) }
        if text.hasPrefix("0x") { return unsigned(text.dropFirst(2), radix: 16) }
        let digits = text.drop { $0 == "+" || $0 == "-" }
        guard text.utf8.count - digits.utf8.count <= 1, isDigits(digits) else { return nil }
        return Int(text)
    }

    private static func unsigned(_ digits: Substring, radix: Int) -> Int? {
        guard let first = digits.first, first != "+", first != "-" else { return nil }
        return Int(digits, radix: radix)
    }

    /// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`, infinities and no number.
    private static func float(_ text: String) -> Double? {
        if [".nan", ".NaN", ".NAN"].contains(text) { return .nan }
        let sign = text.first == "-" || text.first == "+" ? 1 : 0
        let unsigned = text.dropFirst(sign)
        if [".inf", ".Inf", ".INF"].contains(unsigned) { return text.first == "-" ? -.infinity : .infinity }
        let parts = unsigned.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
        if parts.count == 2 {
            let exponent = parts[1].first == "-" || parts[1].first == "+" ? parts[1].dropFirst() : parts[1]
            guard isDigits(exponent) else { return nil }
        }
        guard let mantissa = parts.first else { return nil }
        let halves = mantissa.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.contains(where: { !$0.isEmpty }), halves.allSatisfy({ $0.isEmpty || isDigits($0) })
        else {
            return nil
        }
        let whole = halves[0].isEmpty ? "0" : String(halves[0])
        let fraction = halves.count == 2 && !halves[1].isEmpty ? String(halves[1]) : "0"
        let exponent = parts.count == 2 ? "e" + parts[1] : ""
        return Double((text.first == "-" ? "-" : "") + whole + "." + fraction + exponent)
    }

    private static func isDigits(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}

extension YAML.Node {
    /// Whether the node is a null scalar: nothing after the key, `null` or `~`.
    public var isNull: Bool { scalar?.kind == .null }

    /// The text of any scalar but null: a number or a boolean is taken as it was written.
    public func string() throws(YAMLError) -> String {
        guard let scalar else { throw mismatch("a text") }
        guard scalar.kind != .null else { throw mismatch("a text", hint: "write \"\" for an empty one") }
        guard scalar.tag == nil || scalar.tag == .str || scalar.kind != .string || scalar.text.isEmpty else {
            throw mismatch("what its tag says")
        }
        return scalar.text
    }

    /// A boolean: `true` or `false` without quotes.
    public func bool() throws(YAMLError) -> Bool {
        guard let scalar else { throw mismatch("true or false") }
        if case .bool(let value) = scalar.kind { return value }
        let word = scalar.text.lowercased()
        if scalar.style == .plain, ["yes", "on", "y"].contains(word) {
            throw mismatch("a boolean", hint: "in YAML 1.2 that is a text: write true")
        }
        if scalar.style == .plain, ["no", "off", "n"].contains(word) {
            throw mismatch("a boolean", hint: "in YAML 1.2 that is a text: write false")
        }
        if word == "true" || word == "false" {
            throw mismatch("a boolean", hint: "write \(word), without quotes")
        }
        throw mismatch("true or false")
    }

    /// An integer in decimal, `0x` or `0o` digits. A leading zero is refused: YAML 1.1 reads it as octal.
    public func int() throws(YAMLError) -> Int {
        guard let scalar else { throw mismatch("an integer") }
        guard case .int(let value) = scalar.kind else {
            if scalar.style != .plain, scalar.text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
                throw mismatch("an integer", hint: "write it without quotes")
            }
            throw mismatch("an integer", hint: "write decimal digits, for example 10")
        }
        let digits = scalar.text.drop { $0 == "-" || $0 == "+" }
        if digits.count > 1, digits.first == "0", digits.dropFirst().first?.isNumber == true {
            throw mismatch(
                "an integer", hint: "older readers take it as octal: write \(value), or 0o… for octal")
        }
        return value
    }

    /// The error for a node that is not what was expected.
    public func mismatch(_ expected: String, hint: String? = nil) -> YAMLError {
        let found =
            switch content {
            case .scalar(let scalar):
                if scalar.kind == .null { "null" } else { scalar.excerpt }
            case .sequence: "a list"
            case .mapping: "a mapping"
            }
        return YAMLError(place, "expected \(expected), found \(found)" + (hint.map { "; " + $0 } ?? ""))
    }
}
