import CloudCore
import Testing

@testable import PubSubEmulator

/// JavaScript in earnest. Skipped where Node.js is not installed, which takes a `node` or `nodejs` on the PATH.
@Suite(
    .enabled(if: NodeTransformer.installed != nil, "Node.js is not installed: there is no node on the PATH"))
struct NodeTransformerTests {
    static let shared = NodeTransformer()

    func outcomes(_ code: String, _ messages: [PubsubMessage], in transformer: NodeTransformer = shared) async
        -> [TransformOutcome]
    {
        await withCheckedContinuation { done in
            transformer.transform(messages, with: [MessageTransform("f", code: code)]) {
                done.resume(returning: $0)
            }
        }
    }

    func outcome(_ code: String, _ message: PubsubMessage = PubsubMessage("a", attributes: ["k": "v"])) async
        -> TransformOutcome
    {
        await outcomes(code, [message]).first ?? .failed("no outcome")
    }

    func fault(_ name: String, _ code: String, in transformer: NodeTransformer = shared) async -> Status? {
        var function = JavaScriptUDF()
        function.functionName = name
        function.code = code
        return await withCheckedContinuation { done in
            transformer.check(function) { done.resume(returning: $0) }
        }
    }

    @Test(
        "A function makes of a message what it returns",
        arguments: [
            ("function f(m) { return m }", TransformOutcome.message(data: [0x61], attributes: ["k": "v"])),
            ("function f(m) { return null }", .filtered),
            (
                "function f(m) { m.data += 'é'; return m }",
                .message(data: [0x61, 0xc3, 0xa9], attributes: ["k": "v"])
            ),
            ("function f(m) { return { data: 'x' } }", .message(data: [0x78], attributes: [:])),
            (
                "const f = m => ({ data: '', attributes: { n: '1' } })",
                .message(data: [], attributes: ["n": "1"])
            ),
            (
                "function f(m) { m.attributes.upper = m.attributes.k.toUpperCase(); return m }",
                .message(data: [0x61], attributes: ["k": "v", "upper": "V"])
            ),
            ("let n = 0; function f(m) { n++; return n > 0 ? null : m }", .filtered),
        ])
    func makes(code: String, expected: TransformOutcome) async {
        #expect(await outcome(code) == expected)
    }

    @Test("A function is told id, publish time and ordering key, when there are some")
    func metadata() async throws {
        let code = "function f(m, d) { return { data: JSON.stringify(d) } }"
        var message = PubsubMessage("a", orderingKey: "k")
        message.messageId = "1"
        message.publishTime = Timestamp(seconds: 1_600_000_000, nanos: 5)
        let text =
            #"{"message_id":"1","publish_time":"2020-09-13T12:26:40Z","ordering_key":"k"}"#
        #expect(await outcome(code, message) == .message(data: Array(text.utf8), attributes: [:]))
        #expect(await outcome(code) == .message(data: Array("{}".utf8), attributes: [:]))
    }

    @Test(
        "A function that does wrong fails, and says why",
        arguments: [
            ("function f(m) { throw new Error('no') }", "f threw Error: no"),
            ("function f(m) { throw { get message() { throw 1 } } }", "f threw [object Object]"),
            ("function f(m) {}", "f returned undefined, must return a message or null"),
            ("function f(m) { return 'x' }", "f returned string, must return a message or null"),
            ("function f(m) { return [m] }", "f returned an array, must return a message or null"),
            (
                "function f(m) { return {} }",
                "f returned a message whose data is of type undefined, must be a string"
            ),
            (
                "function f(m) { m.attributes.n = 1; return m }",
                #"f returned a message whose attribute "n" is of type number, must be a string"#
            ),
            (
                "async function f(m) { return m }",
                "f returned a message whose data is of type undefined, must be a string"
            ),
            ("function f(m) { return require('fs') }", "f threw ReferenceError: require is not defined"),
            (
                "function f(m) { return { data: process.version } }",
                "f threw ReferenceError: process is not defined"
            ),
            (
                "function f(m) { setTimeout(f, 1); return m }",
                "f threw ReferenceError: setTimeout is not defined"
            ),
            (
                "function f(m) { fetch('http://localhost'); return m }",
                "f threw ReferenceError: fetch is not defined"
            ),
            (
                "function f(m) { return { data: this.constructor.constructor('return process')().version } }",
                "f threw"
            ),
            ("function f(m) { eval('1'); return m }", "f threw EvalError"),
            ("function f(m) { return f(m) }", "f threw RangeError: Maximum call stack size exceeded"),
            ("function f(m) { for (;;); }", "f: Script execution timed out after 500ms"),
        ])
    func fails(code: String, expected: String) async throws {
        guard case .failed(let reason) = await outcome(code) else {
            Issue.record("expected a failure")
            return
        }
        #expect(reason.hasPrefix(expected), "\(reason)")
    }

    @Test("Data that is not UTF-8 fails, for there is no text to give to a function")
    func notText() async {
        var message = PubsubMessage()
        message.data = [0xff]
        let expected = TransformOutcome.failed("data is not UTF-8 text, which functions are given")
        #expect(await outcome("function f(m) { return m }", message) == expected)
    }

    @Test("A function that takes all memory ends the process; only its message fails, and the rest goes on")
    func memory() async {
        let code = """
            const kept = [];
            function f(m) { if (m.data === 'hog') for (;;) kept.push(new Array(1e6).fill(m)); return m }
            """
        // Faster than the clock, so that it is the heap's limit that ends it or the time limit: either will do.
        let messages = ["a", "hog", "b"].map { PubsubMessage($0) }
        let outcomes = await outcomes(code, messages, in: NodeTransformer())
        #expect(outcomes.count == 3)
        #expect(outcomes.first == .message(data: [0x61], attributes: [:]))
        #expect(outcomes.last == .message(data: [0x62], attributes: [:]))
        if case .failed = outcomes[1] {} else { Issue.record("expected a failure") }
    }

    @Test(
        "Code that does not compile, or has no such function, is refused with the line",
        arguments: [
            ("f", "function f(m) { return m }", String?.none), ("f", "const f = 1", "no function f"),
            ("g", "function f(m) { return m }", "no function g"),
            ("f", "function f(m) {\n  return m\n", "line 3 of the code: Unexpected end of input"),
            ("f", "function f(m) {\n  return m +* 1\n}", "line 2 of the code: Unexpected token '*'"),
            ("f", "\n\nthrow new Error('no'); function f() {}", "line 3 of the code: no"),
            ("f", "for (;;); function f() {}", "timed out"), ("class", "function f() {}", "Unexpected token"),
        ])
    func checks(name: String, code: String, expected: String?) async {
        let status = await fault(name, code)
        #expect(status?.code == expected.map { _ in .invalidArgument })
        #expect(status?.message.contains(expected ?? "") ?? true, "\(status?.message ?? "")")
    }

    @Test("Where Node.js is not, creating fails and names what to install")
    func notInstalled() async {
        let status = await fault("f", "function f() {}", in: NodeTransformer(node: "/nonexistent/node"))
        #expect(status?.code == .failedPrecondition)
        #expect(status?.message.contains("install Node.js 18 or newer") == true)
    }

    @Test("A thousand messages come back in order")
    func many() async {
        let messages = (0..<1_000).map { PubsubMessage("\($0)") }
        let outcomes = await outcomes("function f(m) { return { data: m.data + '!' } }", messages)
        #expect(outcomes == (0..<1_000).map { .message(data: Array("\($0)!".utf8), attributes: [:]) })
    }

    @Test("Topic and subscription run JavaScript from end to end, each its own")
    func endToEnd() throws {
        let emulator = Emulator()
        var topic = Topic(name: "topic")
        topic.messageTransforms = [
            MessageTransform("upper", code: "function upper(m) { m.data = m.data.toUpperCase(); return m }")
        ]
        try emulator.createTopic(topic)
        try emulator.createSubscription("sub", topic: "topic") { subscription in
            subscription.messageTransforms = [
                MessageTransform("some", code: "function some(m) { return m.data === 'NO' ? null : m }"),
                MessageTransform("mark", code: "const mark = (m, d) => ({ data: m.data + d.message_id })"),
            ]
        }
        let id = try emulator.publish(["no", "yes"].map { PubsubMessage($0) }, to: "topic")[1]
        var texts: [String] = []
        while texts.isEmpty { texts = try emulator.pull("sub").map(\.message.text) }
        #expect(texts == ["YES\(id)"])
    }
}
