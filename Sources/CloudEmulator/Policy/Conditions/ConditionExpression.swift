import CloudCore

/// The condition of a binding: the part of the Common Expression Language that Google documents for allow policies.
///
/// Source: "Attribute reference for IAM Conditions" in Google's IAM documentation. What needs a network or a
/// corporate environment (access levels, destination, request host and path, tags) is refused when a policy is
/// set.
indirect enum ConditionExpression: Sendable, Equatable {
    case constant(Bool)
    case not(ConditionExpression)
    case and(ConditionExpression, ConditionExpression)
    case or(ConditionExpression, ConditionExpression)
    /// A comparison of texts.
    case text(TextOperand, TextTest, TextOperand)
    /// A comparison of times.
    case time(TimeOperand, Comparison, TimeOperand)
    /// A comparison of whole numbers.
    case number(NumberOperand, Comparison, NumberOperand)
}

extension ConditionExpression {
    /// What a comparison of texts asks.
    enum TextTest: Sendable, Equatable {
        case equal, unequal, hasPrefix, hasSuffix
    }

    /// What a comparison of numbers or times asks.
    enum Comparison: String, Sendable, Equatable {
        case less = "<"
        case lessOrEqual = "<="
        case equal = "=="
        case unequal = "!="
        case greaterOrEqual = ">="
        case greater = ">"
    }

    /// An attribute of the resource.
    enum Attribute: String, Sendable, Equatable, CaseIterable {
        case name, type, service
    }

    /// A text.
    enum TextOperand: Sendable, Equatable {
        case literal(String)
        case attribute(Attribute)
        /// The part of an attribute that stands in place of the braces of a template, `before{part}after`.
        case extract(Attribute, before: String, after: String)
    }

    /// A time: a fixed one, or the request's, moved by a duration.
    enum TimeOperand: Sendable, Equatable {
        case fixed(Instant)
        case request(offset: Duration)
    }

    /// A whole number: a fixed one, or a part of the request's time.
    enum NumberOperand: Sendable, Equatable {
        case fixed(Int64)
        case part(TimePart, zoneSeconds: Int64)
    }

    /// A part of a time, counted as CEL does: months, days of the year and of the month from 0, but `date` from 1.
    enum TimePart: String, Sendable, Equatable, CaseIterable {
        case year = "getFullYear"
        case month = "getMonth"
        case date = "getDate"
        case dayOfMonth = "getDayOfMonth"
        case dayOfWeek = "getDayOfWeek"
        case dayOfYear = "getDayOfYear"
        case hours = "getHours"
        case minutes = "getMinutes"
        case seconds = "getSeconds"
        case milliseconds = "getMilliseconds"
    }
}
