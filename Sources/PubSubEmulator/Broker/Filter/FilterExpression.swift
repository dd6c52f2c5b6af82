import CloudCore

/// A filter as it was written: a condition on a message's attributes ("Filter messages from a subscription" in the
/// Pub/Sub documentation).
indirect enum FilterExpression: Equatable, Sendable {
    /// `attributes:key`: the message has the attribute.
    case has(String)
    /// `attributes.key = "value"`: it has the attribute with that value. With `!=` it is `.not` of this, which holds
    /// for a message without the attribute, too.
    case equals(String, String)
    /// `hasPrefix(attributes.key, "prefix")`
    case hasPrefix(String, String)
    /// `NOT` and `-`
    case not(FilterExpression)
    case and([FilterExpression])
    case or([FilterExpression])
}

extension FilterExpression: CustomStringConvertible {
    /// The filter in the language that `FilterParser` reads, which makes the same expression of it.
    var description: String {
        switch self {
        case .has(let key): "attributes:\(Self.keyText(key))"
        case .equals(let key, let value): "attributes.\(Self.keyText(key)) = \(Self.literal(value))"
        case .hasPrefix(let key, let prefix):
            "hasPrefix(attributes.\(Self.keyText(key)), \(Self.literal(prefix)))"
        case .not(let operand): "NOT \(operand.operandText)"
        case .and(let operands): operands.map(\.operandText).joined(separator: " AND ")
        case .or(let operands): operands.map(\.operandText).joined(separator: " OR ")
        }
    }

    private var operandText: String {
        switch self {
        case .has, .equals, .hasPrefix: description
        case .not, .and, .or: "(\(description))"
        }
    }

    private static func keyText(_ key: String) -> String {
        let isBare = !key.isEmpty && key.utf8.allSatisfy(FilterScanner.isKeyByte)
        return isBare ? key : literal(key)
    }

    private static func literal(_ text: String) -> String {
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": literal += "\\\(scalar)"
            case "\u{0}"..."\u{1f}", "\u{7f}":
                literal += "\\x" + Hexadecimal.text(UInt64(scalar.value), digits: 2)
            default: literal.unicodeScalars.append(scalar)
            }
        }
        return literal + "\""
    }
}
