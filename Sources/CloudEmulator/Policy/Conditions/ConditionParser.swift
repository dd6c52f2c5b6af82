import CloudCore

/// Reads conditions: a recursive descent with a type for each part, so that what is accepted can be evaluated.
struct ConditionParser {
    /// What a part of a condition is.
    enum Value {
        case truth(ConditionExpression)
        case text(ConditionExpression.TextOperand)
        case time(ConditionExpression.TimeOperand)
        case number(ConditionExpression.NumberOperand)
        case duration(Duration)

        var kind: String {
            switch self {
            case .truth: "a truth value"
            case .text: "a text"
            case .time: "a time"
            case .number: "a number"
            case .duration: "a duration"
            }
        }
    }

    /// The most `&&`, `||` and `!` in a condition ("Quotas and limits" in Google's IAM documentation).
    static let maxLogicalOperators = 12
    /// The most brackets within each other.
    static let maxDepth = 16

    var scanner: ConditionScanner
    private var operators = 0
    private var depth = 0

    /// Reads a condition.
    ///
    /// - Throws: what is wrong or not supported, and where.
    static func parse(_ text: String) throws(ConditionError) -> ConditionExpression {
        var parser = ConditionParser(scanner: try ConditionScanner(text))
        let start = parser.scanner.position
        let value = try parser.alternatives()
        guard parser.scanner.token == .end else {
            throw parser.scanner.failure("the condition should have ended, or gone on with && or ||")
        }
        return try truth(value, at: start)
    }

    private init(scanner: ConditionScanner) { self.scanner = scanner }

    // MARK: Logic

    private mutating func alternatives() throws(ConditionError) -> Value {
        try chain("||", ConditionExpression.or) { (parser) throws(ConditionError) in
            try parser.chain("&&", ConditionExpression.and) { (parser) throws(ConditionError) in
                try parser.comparison()
            }
        }
    }

    private mutating func chain(
        _ sign: String, _ join: (ConditionExpression, ConditionExpression) -> ConditionExpression,
        _ operand: (inout ConditionParser) throws(ConditionError) -> Value
    ) throws(ConditionError) -> Value {
        let start = scanner.position
        var value = try operand(&self)
        while scanner.token == .sign(sign) {
            try countOperator()
            try scanner.advance()
            let next = scanner.position
            let left = try Self.truth(value, at: start)
            value = .truth(join(left, try Self.truth(try operand(&self), at: next)))
        }
        return value
    }

    private mutating func countOperator() throws(ConditionError) {
        operators += 1
        guard operators <= Self.maxLogicalOperators else {
            throw scanner.failure("there are more than \(Self.maxLogicalOperators) logical operators")
        }
    }

    private mutating func comparison() throws(ConditionError) -> Value {
        let left = try sum()
        guard case .sign(let sign) = scanner.token,
            let comparison = ConditionExpression.Comparison(rawValue: sign)
        else { return left }
        let position = scanner.position
        try scanner.advance()
        let right = try sum()
        switch (left, right) {
        case (.text(let a), .text(let b)) where sign == "==" || sign == "!=":
            return .truth(.text(a, sign == "==" ? .equal : .unequal, b))
        case (.time(let a), .time(let b)): return .truth(.time(a, comparison, b))
        case (.number(let a), .number(let b)): return .truth(.number(a, comparison, b))
        default:
            throw ConditionError(
                character: position, problem: "\(left.kind) and \(right.kind) cannot be compared by \(sign)")
        }
    }

    // MARK: Arithmetic

    private mutating func sum() throws(ConditionError) -> Value {
        var value = try unary()
        while case .sign(let sign) = scanner.token, sign == "+" || sign == "-" {
            let position = scanner.position
            try scanner.advance()
            let operand = try unary()
            guard case .duration(let length) = operand else {
                throw ConditionError(
                    character: position,
                    problem: "only a duration can be added or taken away, not \(operand.kind)")
            }
            value = try Self.moved(value, by: sign == "+" ? length : .zero - length, at: position)
        }
        return value
    }

    private static func moved(
        _ value: Value, by length: Duration, at position: Int
    ) throws(ConditionError) -> Value {
        switch value {
        case .time(.fixed(let instant)): return .time(.fixed(instant + length))
        case .time(.request(let offset)): return .time(.request(offset: offset + length))
        default:
            throw ConditionError(
                character: position, problem: "a duration can only move a time, not \(value.kind)")
        }
    }

    private mutating func unary() throws(ConditionError) -> Value {
        let position = scanner.position
        switch scanner.token {
        case .sign("!"):
            try countOperator()
            try enter()
            defer { depth -= 1 }
            try scanner.advance()
            let next = scanner.position
            return .truth(.not(try Self.truth(try unary(), at: next)))
        case .sign("-"):
            try scanner.advance()
            guard case .number(let number) = scanner.token else {
                throw scanner.failure("a number is wanted")
            }
            try scanner.advance()
            return .number(.fixed(-number))
        case .sign("("):
            try enter()
            defer { depth -= 1 }
            try scanner.advance()
            let value = try alternatives()
            try expect(")")
            return value
        case .text(let text):
            try scanner.advance()
            return .text(.literal(text))
        case .number(let number):
            try scanner.advance()
            return .number(.fixed(number))
        case .name(let name):
            try scanner.advance()
            return try named(name, at: position)
        default: throw scanner.failure("an attribute, a text, a number or a bracket is wanted")
        }
    }

    private mutating func enter() throws(ConditionError) {
        depth += 1
        guard depth <= Self.maxDepth else {
            throw scanner.failure("more than \(Self.maxDepth) brackets are within each other")
        }
    }

    /// Takes a sign that must be next.
    mutating func expect(_ sign: String) throws(ConditionError) {
        guard scanner.token == .sign(sign) else { throw scanner.failure("\"\(sign)\" is wanted") }
        try scanner.advance()
    }

    private static func truth(_ value: Value, at position: Int) throws(ConditionError) -> ConditionExpression
    {
        guard case .truth(let expression) = value else {
            throw ConditionError(
                character: position, problem: "\(value.kind) stands where a truth value is wanted")
        }
        return expression
    }
}
