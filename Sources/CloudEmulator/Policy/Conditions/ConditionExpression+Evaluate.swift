import CloudCore

/// What a condition is asked about.
struct ConditionContext {
    /// When the request was made.
    let time: Instant
    private let makeAttributes: () -> ResourceAttributes

    /// A request at a time, on a resource whose attributes are made when they are asked for.
    init(time: Instant, _ makeAttributes: @escaping () -> ResourceAttributes) {
        self.time = time
        self.makeAttributes = makeAttributes
    }

    /// `resource.name`, `resource.type` and `resource.service`; empty where Google has no attributes.
    fileprivate var attributes: ResourceAttributes { makeAttributes() }
}

extension ConditionExpression {
    /// Whether the condition holds.
    func holds(_ context: ConditionContext) -> Bool {
        switch self {
        case .constant(let value): value
        case .not(let operand): !operand.holds(context)
        case .and(let a, let b): a.holds(context) && b.holds(context)
        case .or(let a, let b): a.holds(context) || b.holds(context)
        case .text(let a, let test, let b): test.holds(a.value(context), b.value(context))
        case .time(let a, let comparison, let b):
            comparison.holds(a.value(context).nanoseconds, b.value(context).nanoseconds)
        case .number(let a, let comparison, let b): comparison.holds(a.value(context), b.value(context))
        }
    }
}

extension ConditionExpression.TextTest {
    fileprivate func holds(_ a: String, _ b: String) -> Bool {
        switch self {
        // By bytes: Swift's own comparison takes equivalent characters for the same.
        case .equal: a.utf8.elementsEqual(b.utf8)
        case .unequal: !a.utf8.elementsEqual(b.utf8)
        case .hasPrefix: a.utf8.starts(with: b.utf8)
        case .hasSuffix: a.utf8.reversed().starts(with: b.utf8.reversed())
        }
    }
}

extension ConditionExpression.Comparison {
    fileprivate func holds(_ a: Int64, _ b: Int64) -> Bool {
        switch self {
        case .less: a < b
        case .lessOrEqual: a <= b
        case .equal: a == b
        case .unequal: a != b
        case .greaterOrEqual: a >= b
        case .greater: a > b
        }
    }
}

extension ConditionExpression.TextOperand {
    fileprivate func value(_ context: ConditionContext) -> String {
        switch self {
        case .literal(let text): text
        case .attribute(let attribute): attribute.value(context)
        case .extract(let attribute, let before, let after):
            Self.extract(Array(attribute.value(context).utf8), Array(before.utf8), Array(after.utf8))
        }
    }

    /// What stands between the first `before` and the next `after`, or up to the end without an `after`; empty when
    /// there is none.
    private static func extract(_ text: [UInt8], _ before: [UInt8], _ after: [UInt8]) -> String {
        guard let start = place(of: before, in: text, from: 0).map({ $0 + before.count }) else { return "" }
        if after.isEmpty { return String(decoding: text[start...], as: UTF8.self) }
        guard let end = place(of: after, in: text, from: start) else { return "" }
        return String(decoding: text[start..<end], as: UTF8.self)
    }

    private static func place(of part: [UInt8], in text: [UInt8], from start: Int) -> Int? {
        guard text.count - start >= part.count else { return nil }
        return (start...text.count - part.count).first { text[$0..<$0 + part.count].elementsEqual(part) }
    }
}

extension ConditionExpression.Attribute {
    fileprivate func value(_ context: ConditionContext) -> String {
        switch self {
        case .name: context.attributes.name
        case .type: context.attributes.type
        case .service: context.attributes.service
        }
    }
}

extension ConditionExpression.TimeOperand {
    fileprivate func value(_ context: ConditionContext) -> Instant {
        switch self {
        case .fixed(let instant): instant
        case .request(let offset): context.time + offset
        }
    }
}

extension ConditionExpression.NumberOperand {
    fileprivate func value(_ context: ConditionContext) -> Int64 {
        switch self {
        case .fixed(let number): number
        case .part(let part, let zone): part.value(context.time + .seconds(zone))
        }
    }
}

extension ConditionExpression.TimePart {
    /// The part of a time in UTC.
    fileprivate func value(_ instant: Instant) -> Int64 {
        let seconds = instant.nanoseconds.flooredQuotient(1_000_000_000)
        let days = seconds.flooredQuotient(86_400)
        let second = seconds - days * 86_400
        switch self {
        case .hours: return second / 3_600
        case .minutes: return second / 60 % 60
        case .seconds: return second % 60
        case .milliseconds:
            let rest = instant.nanoseconds % 1_000_000_000
            return (rest < 0 ? rest + 1_000_000_000 : rest) / 1_000_000
        // 1970-01-01 was a Thursday.
        case .dayOfWeek: return (days + 4) - (days + 4).flooredQuotient(7) * 7
        case .year: return CivilDate(daysSinceEpoch: days).year
        case .month: return CivilDate(daysSinceEpoch: days).month - 1
        case .date: return CivilDate(daysSinceEpoch: days).day
        case .dayOfMonth: return CivilDate(daysSinceEpoch: days).day - 1
        case .dayOfYear: return CivilDate(daysSinceEpoch: days).dayOfYear
        }
    }
}

extension Int64 {
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : (self + 1) / divisor - 1
    }
}

/// A date in the proleptic Gregorian calendar.
struct CivilDate: Equatable {
    let year: Int64
    /// From 1.
    let month: Int64
    /// From 1.
    let day: Int64
    /// From 0.
    let dayOfYear: Int64

    /// The date that many days after 1970-01-01, counted in years that begin in March, so that the leap day ends one.
    init(daysSinceEpoch: Int64) {
        let shifted = daysSinceEpoch + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let marchDay = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * marchDay + 2) / 153
        day = marchDay - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        self.year = year
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        dayOfYear = month <= 2 ? marchDay - 306 : marchDay + 59 + (isLeap ? 1 : 0)
    }
}
