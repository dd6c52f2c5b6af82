/// Takes the text of a condition apart into tokens.
struct ConditionScanner {
    /// A piece of the text.
    enum Token: Equatable {
        case name(String)
        case text(String)
        case number(Int64)
        /// An operator or a bracket: `&&`, `<=`, `(`, ….
        case sign(String)
        case end
    }

    /// The longest condition, in bytes. Google documents no limit of its own for it but that of the policy.
    static let maxBytes = 12 << 10

    private let scalars: [Unicode.Scalar]
    private var index = 0

    /// The token that is next.
    private(set) var token = Token.end
    /// Where it begins, the first character being 1.
    private(set) var position = 1

    /// Begins with the first token.
    init(_ text: String) throws(ConditionError) {
        guard text.utf8.count <= Self.maxBytes else {
            throw ConditionError(
                character: 1,
                problem: "the condition has \(text.utf8.count) bytes, at most \(Self.maxBytes) may be")
        }
        scalars = Array(text.unicodeScalars)
        try advance()
    }

    /// Goes to the next token.
    mutating func advance() throws(ConditionError) {
        while index < scalars.count, scalars[index].properties.isWhitespace { index += 1 }
        position = index + 1
        guard index < scalars.count else {
            token = .end
            return
        }
        let scalar = scalars[index]
        if Self.isLetter(scalar) {
            token = .name(take { Self.isLetter($0) || Self.isDigit($0) })
        } else if Self.isDigit(scalar) {
            let digits = take(Self.isDigit)
            guard let number = Int64(digits) else {
                throw failure("the number \(digits.prefix(40)) is too large")
            }
            token = .number(number)
        } else if scalar == "\"" || scalar == "'" {
            token = .text(try quoted(scalar))
        } else {
            token = .sign(try sign(scalar))
        }
    }

    /// An error at the token that is next.
    func failure(_ problem: String) -> ConditionError {
        ConditionError(character: position, problem: problem)
    }

    private mutating func take(_ belongs: (Unicode.Scalar) -> Bool) -> String {
        var text = String.UnicodeScalarView()
        while index < scalars.count, belongs(scalars[index]) {
            text.append(scalars[index])
            index += 1
        }
        return String(text)
    }

    private mutating func quoted(_ quote: Unicode.Scalar) throws(ConditionError) -> String {
        index += 1
        var text = String.UnicodeScalarView()
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            if scalar == quote { return String(text) }
            guard scalar == "\\" else {
                text.append(scalar)
                continue
            }
            guard index < scalars.count, let meant = Self.escapes[scalars[index]] else {
                throw ConditionError(
                    character: index,
                    problem: "only the escapes \\\\, \\\", \\', \\n, \\r and \\t are supported in texts")
            }
            text.append(meant)
            index += 1
        }
        throw failure("the text has no closing \(quote)")
    }

    private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
        "\\": "\\", "\"": "\"", "'": "'", "n": "\n", "r": "\r", "t": "\t",
    ]

    private mutating func sign(_ first: Unicode.Scalar) throws(ConditionError) -> String {
        let two = index + 1 < scalars.count ? String(first) + String(scalars[index + 1]) : ""
        for sign in ["&&", "||", "==", "!=", "<=", ">="] where sign == two {
            index += 2
            return sign
        }
        guard "!<>().,+-".unicodeScalars.contains(first) else {
            throw failure("\"\(first)\" has no place in a condition here")
        }
        index += 1
        return String(first)
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
