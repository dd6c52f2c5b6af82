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
        let time = CivilTime(secondsSinceEpoch: instant.nanoseconds.flooredQuotient(1_000_000_000))
        switch self {
        case .hours: return Int64(time.hour)
        case .minutes: return Int64(time.minute)
        case .seconds: return Int64(time.second)
        case .milliseconds: return instant.nanoseconds.flooredRemainder(1_000_000_000) / 1_000_000
        case .dayOfWeek: return Int64(time.weekday)
        case .year: return time.date.year
        case .month: return Int64(time.date.month - 1)
        case .date: return Int64(time.date.day)
        case .dayOfMonth: return Int64(time.date.day - 1)
        case .dayOfYear: return Int64(time.date.dayOfYear)
        }
    }
}
