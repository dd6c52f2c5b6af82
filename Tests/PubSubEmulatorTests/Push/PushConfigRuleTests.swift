import CloudCore
import Testing

@testable import PubSubEmulator

/// What a push config may say.
struct PushConfigRuleTests {
    let emulator: Emulator

    init() throws {
        emulator = Emulator(timeline: VirtualTimeline(), http: RecordingHTTP())
        try emulator.createTopic("topic")
    }

    @Test(
        "An endpoint is an http or https URL with a host",
        arguments: [
            ("https://example.com/push?a=b", true), ("http://localhost:8080", true), ("HTTPS://h", true),
            ("example.com", false), ("ftp://example.com", false), ("https://", false), ("https:///x", false),
            ("http://:80/", false), ("https://a b/", false), ("https://h/\n", false), ("//h/", false),
        ])
    func endpoint(url: String, isValid: Bool) throws {
        let create = { () throws(Status) in
            try emulator.createSubscription("sub", topic: "topic") { $0.push { $0.pushEndpoint = url } }
        }
        guard !isValid else { return _ = try create() }
        #expect(expectCode(.invalidArgument, create)?.message == "Unsupported push_endpoint")
    }

    @Test("An endpoint has at most 8,192 bytes", arguments: [(8_192, true), (8_193, false)])
    func longEndpoint(bytes: Int, isValid: Bool) throws {
        let url = "https://h/" + String(repeating: "x", count: bytes - 10)
        let create = { () throws(Status) in
            try emulator.createSubscription("sub", topic: "topic") { $0.push { $0.pushEndpoint = url } }
        }
        if isValid { _ = try create() } else { expectCode(.invalidArgument, create) }
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        var field: String
        var code = Status.Code.invalidArgument
        var configure: @Sendable (inout Subscription) -> Void
        var testDescription: String { field }
    }

    static let wrong: [Wrong] = [
        Wrong(field: "push_config.push_endpoint") {
            $0.push { $0.pushEndpoint = "" }
            $0.pushConfig?.noWrapper = PushConfig.NoWrapper()
        },
        Wrong(field: "push_config.no_wrapper") {
            $0.push { $0.pubsubWrapper = PushConfig.PubsubWrapper() }
            $0.pushConfig?.noWrapper = PushConfig.NoWrapper()
        },
        Wrong(field: "service_account_email") { $0.push { $0.oidcToken = PushConfig.OidcToken() } },
        Wrong(field: "service_account_email") {
            $0.push { $0.oidcToken = PushConfig.OidcToken() }
            $0.pushConfig?.oidcToken?.serviceAccountEmail = "nobody"
        },
        Wrong(field: "x-goog-version") { $0.push { $0.attributes = ["x-goog-version": "v9"] } },
        Wrong(field: "v1beta1", code: .unimplemented) {
            $0.push { $0.attributes = ["x-goog-version": "v1beta1"] }
        },
        Wrong(field: "push_config and bigquery_config") {
            $0.push()
            $0.bigqueryConfig = BigQueryConfig()
            $0.bigqueryConfig?.table = "p.d.t"
        },
    ]

    @Test("What is wrong is refused by name", arguments: wrong)
    func refused(one: Wrong) {
        let status = expectCode(one.code) { () throws(Status) in
            try emulator.createSubscription("sub", topic: "topic", one.configure)
        }
        #expect(status?.message.contains(one.field) == true, "\(status?.message ?? "")")
        #expect((try? emulator.subscription("sub")) == nil)
    }

    @Test("Attributes round-trip, and the version is filled in and kept")
    func version() throws {
        let created = try emulator.createSubscription("sub", topic: "topic") {
            $0.push { $0.attributes = ["x-goog-version": "v1beta2", "other": "x"] }
        }
        #expect(created.pushConfig?.attributes == ["x-goog-version": "v1beta2", "other": "x"])
        var config = PushConfig()
        config.pushEndpoint = "https://other.test/"
        try emulator.modifyPushConfig(config, of: "sub")
        #expect(try emulator.subscription("sub").pushConfig?.attributes == ["x-goog-version": "v1beta2"])
        try emulator.createSubscription("plain", topic: "topic") { $0.push() }
        #expect(try emulator.subscription("plain").pushConfig?.attributes == ["x-goog-version": "v1"])
    }

    @Test(
        "Without something to send with, a push subscription cannot be created, and the error says what to pass"
    )
    func noHTTP() throws {
        let emulator = Emulator(timeline: VirtualTimeline())
        try emulator.createTopic("topic")
        let status = expectCode(.failedPrecondition) { () throws(Status) in
            try emulator.createSubscription("sub", topic: "topic") { $0.push() }
        }
        #expect(status?.message.contains("pass http:") == true)
        try emulator.createSubscription("sub", topic: "topic")
        var config = PushConfig()
        config.pushEndpoint = "https://other.test/"
        expectCode(.failedPrecondition) { () throws(Status) in
            try emulator.modifyPushConfig(config, of: "sub")
        }
        #expect(try emulator.subscription("sub").pushConfig == PushConfig())
    }
}
