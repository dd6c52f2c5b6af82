/// Reads the filter language of Pub/Sub ("Filter messages from a subscription" in its documentation):
///
/// ```
/// filter     = operand { "AND" operand } | operand { "OR" operand }
/// operand    = [ "NOT" | "-" ] condition
/// condition  = "(" filter ")" | "attributes" ":" key | "attributes" "." key ( "=" | "!=" ) string
///            | "hasPrefix" "(" "attributes" "." key "," string ")"
/// ```
///
/// AND and OR are mixed only with parentheses, NOT binds most tightly, and operators are in upper case. That NOT is
/// not followed by another is of Google's general filter grammar (AIP-160), the documentation does not say.
struct FilterParser {
    /// The most bytes in a filter.
    static let maxBytes = 256

    private var scanner: FilterScanner

    /// The expression of a filter's text. Recursion is bounded by its length: each level takes a character.
    static func parse(
        _ text: String, maxBytes: Int = Self.maxBytes
    ) throws(FilterError) -> FilterExpression {
        let count = text.utf8.count
        guard count <= maxBytes else {
            throw FilterError(character: 1, problem: "has \(count) bytes, must have at most \(maxBytes)")
        }
        var parser = FilterParser(scanner: FilterScanner(text))
        let expression = try parser.filter()
        parser.scanner.skipSpace()
        guard parser.scanner.isAtEnd else { throw parser.scanner.unexpected("AND, OR or the end") }
        return expression
    }

    private mutating func filter() throws(FilterError) -> FilterExpression {
        var operands = [try operand()]
        var joint: String?
        while let (word, offset) = takeOperator() {
            if let joint, joint != word {
                throw scanner.error(
                    "has \(word) at character \(scanner.character(offset)) after \(joint), "
                        + "must have parentheses around one of them", at: offset)
            }
            joint = word
            operands.append(try operand())
        }
        guard let joint else { return operands[0] }
        return joint == "AND" ? .and(operands) : .or(operands)
    }

    /// Takes AND or OR, if one comes next.
    private mutating func takeOperator() -> (word: String, offset: Int)? {
        scanner.skipSpace()
        let before = scanner
        let word = scanner.takeWord()
        if word == "AND" || word == "OR" { return (word, before.offset) }
        scanner = before
        return nil
    }

    private mutating func operand() throws(FilterError) -> FilterExpression {
        if scanner.take("-") { return .not(try condition(scanner.takeWord())) }
        let word = scanner.takeWord()
        return word == "NOT" ? .not(try condition(scanner.takeWord())) : try condition(word)
    }

    /// A condition whose first word has been taken.
    private mutating func condition(_ word: String) throws(FilterError) -> FilterExpression {
        switch word {
        case "":
            guard scanner.take("(") else {
                throw scanner.unexpected("a condition: attributes, hasPrefix, NOT, - or a parenthesis")
            }
            let expression = try filter()
            try scanner.expect(")")
            return expression
        case "attributes": return try comparison()
        case "hasPrefix":
            try scanner.expect("(")
            guard scanner.takeWord() == "attributes" else { throw scanner.unexpected("attributes.KEY") }
            try scanner.expect(".")
            let key = try scanner.key()
            try scanner.expect(",")
            let prefix = try scanner.literal()
            try scanner.expect(")")
            return .hasPrefix(key, prefix)
        default:
            let offset = scanner.offset - word.utf8.count
            throw scanner.error(
                "has \"\(word)\" at character \(scanner.character(offset)), where attributes, hasPrefix, NOT, - "
                    + "or a parenthesis is expected", at: offset)
        }
    }

    private mutating func comparison() throws(FilterError) -> FilterExpression {
        if scanner.take(":") { return .has(try scanner.key()) }
        guard scanner.take(".") else { throw scanner.unexpected("\":\" or \".\", and a key,") }
        let key = try scanner.key()
        if scanner.take("=") { return .equals(key, try scanner.literal()) }
        guard scanner.take("!") else { throw scanner.unexpected("= or !=") }
        try scanner.expect("=")
        return .not(.equals(key, try scanner.literal()))
    }
}
