import CloudCore
import Testing

@testable import PubSubEmulator

/// The filter language, and what a filter does to a subscription ("Filter messages from a subscription" in the
/// Pub/Sub documentation).
struct FilterTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var filter: String
        var attributes: StringMap
        var matches: Bool
        var testDescription: String { filter }

        init(_ filter: String, _ attributes: StringMap, _ matches: Bool) {
            self.filter = filter
            self.attributes = attributes
            self.matches = matches
        }
    }

    static let verdicts: [Case] = [
        Case("attributes:name", ["name": ""], true),
        Case("attributes:name", ["Name": "x"], false),
        Case("NOT attributes:name", [:], true),
        Case("-attributes:name", ["name": "x"], false),
        Case("attributes.name = \"com\"", ["name": "com"], true),
        Case("attributes.name = \"com\"", ["name": "Com"], false),
        Case("attributes.name=\"com\"", [:], false),
        Case("attributes.name != \"com\"", ["name": "net"], true),
        Case("attributes.name != \"com\"", ["name": "com"], false),
        Case("attributes.name != \"com\"", ["other": "com"], true),
        Case("hasPrefix(attributes.name, \"co\")", ["name": "com"], true),
        Case("hasPrefix(attributes.name, \"co\")", ["name": "c"], false),
        Case("hasPrefix(attributes.name, \"\")", [:], false),
        Case("NOT hasPrefix(attributes.name, \"co\")", [:], true),
        Case("attributes.\"iana.org/language_tag\" = \"en\"", ["iana.org/language_tag": "en"], true),
        Case("attributes:my-key_2", ["my-key_2": ""], true),
        Case(#"attributes:"\u307F\u3093\u306A""#, ["みんな": ""], true),
        Case(#"attributes.a = "\x41\102\n\\\"\U0001F600""#, ["a": "AB\n\\\"😀"], true),
        Case(#"attributes.a = "é""#, ["a": "e\u{301}"], false),
        Case("attributes:a AND attributes:b AND NOT attributes:c", ["a": "", "b": ""], true),
        Case("attributes:a AND attributes:b AND NOT attributes:c", ["a": "", "b": "", "c": ""], false),
        Case("attributes:a OR attributes:b OR attributes:c", ["c": ""], true),
        Case("NOT attributes:a OR attributes:b", ["a": "", "b": ""], true),
        Case("NOT (attributes:a OR attributes:b)", ["b": ""], false),
        Case("attributes:a AND (attributes.b = \"1\" OR attributes.b = \"2\")", ["a": "", "b": "2"], true),
        Case("(attributes:a AND attributes:b) OR attributes:c", ["a": ""], false),
        Case(" ( ( attributes : a ) ) ", ["a": ""], true),
        Case("attributes.NOT = \"AND\"", ["NOT": "AND"], true),
    ]

    @Test("A filter decides as the documentation says", arguments: verdicts)
    func verdict(of one: Case) throws {
        let expression = try FilterParser.parse(one.filter)
        #expect(MessageFilter(expression).matches(one.attributes) == one.matches)
        #expect(try FilterParser.parse(expression.description) == expression)
    }

    static let refused: [(filter: String, character: Int, problem: String)] = [
        ("\"com\" = attributes.name", 1, "has a string at character 1"),
        ("attributes.name = attributes.website", 19, "where a string in double quotes is expected"),
        ("attributes.name = 'com'", 19, "has \"'\" at character 19"),
        (
            "attributes:a AND attributes.b = \"1\" OR attributes.b = \"2\"", 37,
            "has OR at character 37 after AND, must have parentheses around one of them"
        ),
        ("attributes.name = \"com\" AND (\"net\" OR \"org\")", 30, "has a string at character 30"),
        (#"attributes:\u307F"#, 12, "has \"\\\" at character 12"),
        ("attributes:a and attributes:b", 14, "has \"and\" at character 14, where AND, OR or the end"),
        ("attributes:a attributes:b", 14, "has \"attributes\" at character 14"),
        ("attributes", 11, "has its end at character 11, where \":\" or \".\""),
        ("attributes.a", 13, "where = or != is expected"),
        ("attributes.a ! \"b\"", 16, "where \"=\" is expected"),
        ("attributes:", 12, "where a key of letters"),
        ("attributes:é", 12, "has \"é\" at character 12"),
        ("attributes.é = \"ü\"", 12, "has \"é\" at character 12"),
        ("attributes.\"é\" = ü", 18, "has \"ü\" at character 18"),
        ("attribute:a", 1, "has \"attribute\" at character 1, where attributes, hasPrefix"),
        ("hasSuffix(attributes.a, \"b\")", 1, "has \"hasSuffix\" at character 1"),
        ("hasPrefix(a, \"b\")", 12, "where attributes.KEY is expected"),
        ("hasPrefix(attributes.a)", 23, "where \",\" is expected"),
        ("(attributes:a", 14, "where \")\" is expected"),
        ("attributes:a)", 13, "where AND, OR or the end is expected"),
        ("NOT NOT attributes:a", 5, "has \"NOT\" at character 5"),
        ("attributes:a AND", 17, "has its end at character 17"),
        (" ", 2, "where a condition"),
        ("attributes.a = \"b", 18, "where a closing double quote is expected"),
        ("attributes.a = \"b\n\"", 18, "has the control character U+000a"),
        (#"attributes.a = "\q""#, 17, "where one of the escape sequences"),
        (#"attributes.a = "\u12""#, 21, "where 4 hexadecimal digits"),
        (#"attributes.a = "\ud800""#, 17, "where the number of a Unicode character"),
    ]

    @Test("What is not a filter is refused, with its place and what would be right", arguments: refused)
    func refusal(filter: String, character: Int, problem: String) throws {
        let error = try #require(throws: FilterError.self) { try FilterParser.parse(filter) }
        #expect(error.character == character)
        #expect(error.problem.contains(problem), "\(error.problem)")
        let emulator = Emulator(timeline: VirtualTimeline())
        try emulator.createTopic("topic")
        let status = expectCode(.invalidArgument) { () throws(Status) in
            try emulator.createSubscription("sub", topic: "topic") { $0.filter = filter }
        }
        #expect(status?.message == "Invalid filter: it \(error.problem).")
    }

    @Test("Any expression is written and read back as the same, and compiled to what it says")
    func property() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<3_000 {
            let expression = Self.expression(&random, depth: 4)
            #expect(try FilterParser.parse(expression.description, maxBytes: .max) == expression)
            let filter = MessageFilter(expression)
            for _ in 0..<5 {
                var attributes: StringMap = [:]
                for key in Self.keys where random.oneIn(2) {
                    attributes[key] = Self.values.randomElement(using: &random)
                }
                #expect(filter.matches(attributes) == Self.holds(expression, attributes), "\(expression)")
            }
        }
    }

    static let keys = ["a", "my-key_1", "with space", "\"\\\u{7}", "é/ü", ""]
    static let values = ["", "x", "xy", "\"", "\\x41", "\n\u{7f}", "みんな"]

    static func expression(_ random: inout SeededGenerator, depth: Int) -> FilterExpression {
        let key = keys.randomElement(using: &random) ?? ""
        let value = values.randomElement(using: &random) ?? ""
        let operands = { (random: inout SeededGenerator) in
            (0..<Int.random(in: 2...3, using: &random)).map { _ in expression(&random, depth: depth - 1) }
        }
        switch Int.random(in: depth > 0 ? 0..<6 : 0..<3, using: &random) {
        case 0: return .has(key)
        case 1: return .equals(key, value)
        case 2: return .hasPrefix(key, value)
        case 3: return .not(expression(&random, depth: depth - 1))
        case 4: return .and(operands(&random))
        default: return .or(operands(&random))
        }
    }

    static func holds(_ expression: FilterExpression, _ attributes: StringMap) -> Bool {
        switch expression {
        case .has(let key): attributes[key] != nil
        case .equals(let key, let value): attributes[key] == value
        case .hasPrefix(let key, let prefix): attributes[key]?.hasPrefix(prefix) ?? false
        case .not(let operand): !holds(operand, attributes)
        case .and(let operands): operands.allSatisfy { holds($0, attributes) }
        case .or(let operands): operands.contains { holds($0, attributes) }
        }
    }

    @Test("A filter has at most 256 bytes", arguments: [255, 256, 257, 1_000_000])
    func length(bytes: Int) throws {
        let emulator = Emulator(timeline: VirtualTimeline())
        try emulator.createTopic("topic")
        let filter = "attributes.k = \"é" + String(repeating: "x", count: bytes - 19) + "\""
        #expect(filter.utf8.count == bytes)
        let create = { () throws(Status) in
            try emulator.createSubscription("sub", topic: "topic") { $0.filter = filter }
        }
        if bytes <= 256 {
            #expect(try create().filter == filter)
        } else {
            let status = expectCode(.invalidArgument, create)
            #expect(status?.message == "Invalid filter: it has \(bytes) bytes, must have at most 256.")
        }
    }

    @Test("A filter of 256 parentheses or signs neither traps nor passes", arguments: ["(", "-", "NOT "])
    func depth(mark: String) {
        let filter = String(repeating: mark, count: 256 / mark.count)
        #expect(throws: FilterError.self) { try FilterParser.parse(filter) }
    }

    @Test("A filter is not changed after creation")
    func immutable() throws {
        let emulator = Emulator(timeline: VirtualTimeline())
        try emulator.createTopic("topic")
        try emulator.createSubscription("sub", topic: "topic") { $0.filter = "attributes:a" }
        var changed = Subscription(name: "sub", topic: "")
        changed.filter = "attributes:b"
        let status = expectCode(.invalidArgument) { () throws(Status) in
            try emulator.updateSubscription(changed, fields: ["filter"])
        }
        #expect(status?.message.contains("'filter' field in the Subscription is not mutable") == true)
        #expect(try emulator.subscription("sub").filter == "attributes:a")
    }

    @Test(
        "What does not match counts as acknowledged at once, for that subscription alone",
        arguments: [true, false])
    func publishing(isOrdered: Bool) throws {
        let emulator = Emulator(timeline: VirtualTimeline())
        try emulator.createTopic("topic")
        try emulator.createSubscription("some", topic: "topic") {
            $0.filter = "attributes.color = \"red\""
            $0.enableMessageOrdering = isOrdered
            $0.retainAckedMessages = true
        }
        try emulator.createSubscription("all", topic: "topic")
        let key = isOrdered ? "k" : ""
        let ids = try emulator.publish(
            ["red", "blue", "red"].map { PubsubMessage($0, attributes: ["color": $0], orderingKey: key) },
            to: "topic")
        #expect(try emulator.statistics(of: "some").unacknowledged == 2)
        #expect(try emulator.pull("some").map(\.message.messageId) == [ids[0], ids[2]])
        #expect(try emulator.pull("all").map(\.message.messageId) == ids)
        let verdicts = emulator.messages().map { record in
            record.events.map(\.kind).filter { $0 != .published }.first
        }
        #expect(verdicts == [.filtered(isMatch: true), .filtered(isMatch: false), .filtered(isMatch: true)])
        try emulator.seek("some", to: Instant(nanoseconds: 0))
        #expect(try emulator.statistics(of: "some").unacknowledged == 2, "a seek does not bring it back")
    }
}
