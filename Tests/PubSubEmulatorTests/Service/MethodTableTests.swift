import CloudCore
import RPCServer
import Testing

@testable import PubSubEmulator

/// The method table against `google/pubsub/v1/pubsub.proto`.
struct MethodTableTests {
    static let rules: [(path: String, verb: String, template: String)] = [
        ("Publisher/CreateTopic", "PUT", "/v1/{name=projects/*/topics/*}"),
        ("Publisher/UpdateTopic", "PATCH", "/v1/{topic.name=projects/*/topics/*}"),
        ("Publisher/Publish", "POST", "/v1/{topic=projects/*/topics/*}:publish"),
        ("Publisher/GetTopic", "GET", "/v1/{topic=projects/*/topics/*}"),
        ("Publisher/ListTopics", "GET", "/v1/{project=projects/*}/topics"),
        ("Publisher/ListTopicSubscriptions", "GET", "/v1/{topic=projects/*/topics/*}/subscriptions"),
        ("Publisher/ListTopicSnapshots", "GET", "/v1/{topic=projects/*/topics/*}/snapshots"),
        ("Publisher/DeleteTopic", "DELETE", "/v1/{topic=projects/*/topics/*}"),
        ("Publisher/DetachSubscription", "POST", "/v1/{subscription=projects/*/subscriptions/*}:detach"),
        ("Subscriber/CreateSubscription", "PUT", "/v1/{name=projects/*/subscriptions/*}"),
        ("Subscriber/GetSubscription", "GET", "/v1/{subscription=projects/*/subscriptions/*}"),
        ("Subscriber/UpdateSubscription", "PATCH", "/v1/{subscription.name=projects/*/subscriptions/*}"),
        ("Subscriber/ListSubscriptions", "GET", "/v1/{project=projects/*}/subscriptions"),
        ("Subscriber/DeleteSubscription", "DELETE", "/v1/{subscription=projects/*/subscriptions/*}"),
        (
            "Subscriber/ModifyAckDeadline", "POST",
            "/v1/{subscription=projects/*/subscriptions/*}:modifyAckDeadline"
        ),
        ("Subscriber/Acknowledge", "POST", "/v1/{subscription=projects/*/subscriptions/*}:acknowledge"),
        ("Subscriber/Pull", "POST", "/v1/{subscription=projects/*/subscriptions/*}:pull"),
        (
            "Subscriber/ModifyPushConfig", "POST",
            "/v1/{subscription=projects/*/subscriptions/*}:modifyPushConfig"
        ),
        ("Subscriber/GetSnapshot", "GET", "/v1/{snapshot=projects/*/snapshots/*}"),
        ("Subscriber/ListSnapshots", "GET", "/v1/{project=projects/*}/snapshots"),
        ("Subscriber/CreateSnapshot", "PUT", "/v1/{name=projects/*/snapshots/*}"),
        ("Subscriber/UpdateSnapshot", "PATCH", "/v1/{snapshot.name=projects/*/snapshots/*}"),
        ("Subscriber/DeleteSnapshot", "DELETE", "/v1/{snapshot=projects/*/snapshots/*}"),
        ("Subscriber/Seek", "POST", "/v1/{subscription=projects/*/subscriptions/*}:seek"),
        ("SchemaService/CreateSchema", "POST", "/v1/{parent=projects/*}/schemas"),
        ("SchemaService/GetSchema", "GET", "/v1/{name=projects/*/schemas/*}"),
        ("SchemaService/ListSchemas", "GET", "/v1/{parent=projects/*}/schemas"),
        ("SchemaService/ListSchemaRevisions", "GET", "/v1/{name=projects/*/schemas/*}:listRevisions"),
        ("SchemaService/CommitSchema", "POST", "/v1/{name=projects/*/schemas/*}:commit"),
        ("SchemaService/RollbackSchema", "POST", "/v1/{name=projects/*/schemas/*}:rollback"),
        ("SchemaService/DeleteSchemaRevision", "DELETE", "/v1/{name=projects/*/schemas/*}:deleteRevision"),
        ("SchemaService/DeleteSchema", "DELETE", "/v1/{name=projects/*/schemas/*}"),
        ("SchemaService/ValidateSchema", "POST", "/v1/{parent=projects/*}/schemas:validate"),
        ("SchemaService/ValidateMessage", "POST", "/v1/{parent=projects/*}/schemas:validateMessage"),
    ]

    static let unsupported: Set<String> = []

    static let policyMethods = ["GetIamPolicy", "SetIamPolicy", "TestIamPermissions"]

    let emulator = Emulator(timeline: VirtualTimeline())

    func path(_ name: String) -> String { "/google.pubsub.v1." + name }

    @Test("Each method has the HTTP rule of the definition, and carries its body whole")
    func httpRules() throws {
        for (name, verb, template) in Self.rules {
            let method = try #require(emulator.methods.first { $0.path == path(name) }, "\(name)")
            let hasBody = ["PUT", "PATCH", "POST"].contains(verb) && !name.hasSuffix("DetachSubscription")
            #expect(method.rules.map(\.verb.rawValue) == [verb], "\(name)")
            #expect(method.rules.map(\.template) == [template], "\(name)")
            let body: HTTPRule.Body =
                name.hasSuffix("CreateSchema") ? .field("schema") : hasBody ? .all : .none
            #expect(method.rules.map(\.body) == [body], "\(name)")
        }
        let paths =
            Self.rules.map { path($0.path) } + [path("Subscriber/StreamingPull")]
            + Self.policyMethods.map { "/google.iam.v1.IAMPolicy/" + $0 }
        #expect(emulator.methods.map(\.path).sorted() == paths.sorted())
    }

    @Test("Methods that are not there answer UNIMPLEMENTED, and the support table says so")
    func support() throws {
        for (path, isSupported) in Emulator.support {
            let name = path.split(separator: ".").last.map { String($0.dropFirst(0)) } ?? ""
            let isExpected = !Self.unsupported.contains { path.hasSuffix($0) }
            #expect(isSupported == isExpected, "\(name)")
            guard !isSupported, let method = emulator.methods.first(where: { $0.path == path }),
                case .unary(let serve) = method.kind
            else { continue }
            var out = OutputBuffer()
            let status = expectCode(.unimplemented) { () throws(Status) in
                try serve(.protobuf(UnsafeRawBufferPointer(start: nil, count: 0)), CallContext(), &out)
            }
            #expect(status?.message.contains("is not supported by this emulator") == true)
        }
    }

    @Test("Acknowledge and ModifyAckDeadline want ids, of this subscription, and seconds in their range")
    func acknowledgeRules() throws {
        try emulator.createTopic("topic")
        try emulator.createSubscription("sub", topic: "topic")
        try emulator.createSubscription("sub2", topic: "topic")
        try emulator.publish("x", to: "topic")
        let id = try emulator.pull("sub")[0].ackID
        let empty = expectCode(.invalidArgument) { () throws(Status) in
            try emulator.acknowledge([], on: "sub")
        }
        #expect(empty?.message == "No ack ids specified.")
        expectCode(.invalidArgument) { () throws(Status) in try emulator.acknowledge([id, "x"], on: "sub") }
        expectCode(.invalidArgument) { () throws(Status) in try emulator.acknowledge([id], on: "sub2") }
        expectCode(.notFound) { () throws(Status) in try emulator.acknowledge([id], on: "none") }
        for seconds in [Int32(-1), 601] {
            expectCode(.invalidArgument) { () throws(Status) in
                try emulator.modifyAckDeadline([id], on: "sub", seconds: seconds)
            }
        }
        #expect(try emulator.statistics(of: "sub").outstanding == 1, "what is refused changes nothing")
        try emulator.modifyAckDeadline([id], on: "sub", seconds: 600)
        try emulator.acknowledge([id], on: "sub")
        try emulator.acknowledge([id], on: "sub")
        try emulator.modifyAckDeadline([id], on: "sub", seconds: 10)
        #expect(try emulator.statistics(of: "sub").unacknowledged == 0)
    }
}
