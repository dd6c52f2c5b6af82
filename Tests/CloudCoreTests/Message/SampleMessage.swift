import CloudCore

/// A message with every kind of field there is.
struct Sample: Message {
    var text = ""
    var maybeText: String?
    var flag = false
    var maybeFlag: Bool?
    var smallNumber: Int32 = 0
    var bigNumber: Int64 = 0
    var ratio = 0.0
    var data: [UInt8] = []
    var waitTime: Duration?
    var startTime: Timestamp?
    var updateMask: FieldMask?
    var ackIds: [String] = []
    var deadlines: [Int32] = []
    var labels: StringMap = [:]
    var state = State(rawValue: 0)
    var child: Child?
    var children: [Child] = []
    var parent: [Sample] = []

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "text", &text)
        visitor.field(2, "maybeText", &maybeText)
        visitor.field(3, "flag", &flag)
        visitor.field(4, "maybeFlag", &maybeFlag)
        visitor.field(5, "smallNumber", &smallNumber)
        visitor.field(6, "bigNumber", &bigNumber)
        visitor.field(7, "ratio", &ratio)
        visitor.field(8, "data", &data)
        visitor.field(9, "waitTime", &waitTime)
        visitor.field(10, "startTime", &startTime)
        visitor.field(11, "updateMask", &updateMask)
        visitor.field(12, "ackIds", &ackIds)
        visitor.field(13, "deadlines", &deadlines)
        visitor.field(14, "labels", &labels)
        visitor.field(15, "state", &state)
        visitor.field(16, "child", &child)
        visitor.field(17, "children", &children)
        visitor.field(536_870_911, "parent", &parent)
    }

    struct State: ProtoEnum {
        var rawValue: Int32
        static let names: [(number: Int32, name: String)] = [
            (0, "STATE_UNSPECIFIED"), (1, "ACTIVE"), (2, "RESOURCE_ERROR"),
        ]
    }

    struct Child: Message {
        var pushEndpoint = ""
        var attributes: StringMap = [:]
        var inner: Inner?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "pushEndpoint", &pushEndpoint)
            visitor.field(2, "attributes", &attributes)
            visitor.field(3, "inner", &inner)
        }
    }

    struct Inner: Message {
        var level: Int32 = 0
        var maybeNote: String?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "level", &level)
            visitor.field(2, "maybeNote", &maybeNote)
        }
    }
}

extension Sample {
    /// A message in which each field is set with even odds, to values at the edges and inside.
    static func random(using random: inout SeededGenerator, depth: Int = 0) -> Sample {
        var sample = Sample()
        func chance() -> Bool { Bool.random(using: &random) }
        func string() -> String {
            ["", "a", "projects/p/topics/t", "\"\\\u{0}\n\u{7f}", "ü€𝄞\u{2028}", "x\u{301}"].randomElement(
                using: &random) ?? ""
        }
        if chance() { sample.text = string() }
        if chance() { sample.maybeText = string() }
        if chance() { sample.flag = true }
        if chance() { sample.maybeFlag = chance() }
        if chance() {
            sample.smallNumber =
                [Int32.min, -1, 1, .max, .random(in: .min ... .max, using: &random)].randomElement(
                    using: &random) ?? 0
        }
        if chance() {
            sample.bigNumber =
                [Int64.min, -1, 1, .max, .random(in: .min ... .max, using: &random)].randomElement(
                    using: &random) ?? 0
        }
        if chance() {
            sample.ratio =
                [-0.0, 0.1, 1e300, .leastNonzeroMagnitude, .infinity, -.infinity, 12, 1e15, -3e20]
                .randomElement(
                    using: &random) ?? 0
        }
        if chance() {
            sample.data = (0..<Int.random(in: 0..<9, using: &random)).map { _ in
                .random(in: 0...255, using: &random)
            }
        }
        if chance() {
            let limit = Int64(Duration.maxProtoSeconds - 1)
            sample.waitTime = .seconds(Int64.random(in: -limit...limit, using: &random))
            if chance() {
                sample.waitTime = .nanoseconds(
                    Int64.random(in: -2_000_000_000...2_000_000_000, using: &random))
            }
        }
        if chance() {
            let range = Timestamp.validRange
            sample.startTime = Timestamp(
                seconds: .random(in: range.lowerBound.seconds...range.upperBound.seconds, using: &random),
                nanos: [0, 1, 1_000, 1_000_000, 999_999_999, 120_000_000].randomElement(using: &random) ?? 0)
        }
        if chance() {
            sample.updateMask = FieldMask(
                [["a_b", "c"], ["push_config.push_endpoint"], []].randomElement(using: &random) ?? [])
        }
        if chance() { sample.ackIds = (0..<3).map { _ in string() } }
        if chance() { sample.deadlines = (0..<3).map { _ in .random(in: -2...1_000, using: &random) } }
        if chance() { sample.labels = [string(): string(), string(): string()] }
        if chance() { sample.state = State(rawValue: .random(in: -1...4, using: &random)) }
        func child() -> Child {
            var child = Child()
            child.pushEndpoint = string()
            if chance() { child.attributes = [string(): string()] }
            if chance() {
                child.inner = Inner(
                    level: .random(in: 0...3, using: &random), maybeNote: chance() ? string() : nil)
            }
            return child
        }
        if chance() { sample.child = child() }
        if chance() { sample.children = [child(), child()] }
        if depth < 3, chance() { sample.parent = [.random(using: &random, depth: depth + 1)] }
        return sample
    }
}
