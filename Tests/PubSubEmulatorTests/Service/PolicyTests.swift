import CloudCore
import RPCServer
import Testing

@testable import PubSubEmulator

@Suite("Policies of topics and subscriptions")
struct PolicyTests {
    let timeline = VirtualTimeline()
    let emulator: Emulator
    let topic = "projects/test-project/topics/orders"
    let subscription = "projects/test-project/subscriptions/billing"

    init() throws {
        emulator = Emulator(timeline: timeline)
        try emulator.createTopic("orders")
        try emulator.createSubscription("billing", topic: "orders")
    }

    func binding(_ role: String = "roles/viewer", condition: String? = nil) -> IAMv1.Policy {
        var binding = IAMv1.Binding()
        binding.role = role
        binding.members = ["user:a@example.com"]
        var policy = IAMv1.Policy()
        if let condition {
            binding.condition = IAMv1.Expr()
            binding.condition?.expression = condition
            policy.version = 3
        }
        policy.bindings = [binding]
        return policy
    }

    @Test("A resource without a policy has an empty one with Google's etag")
    func empty() throws {
        for resource in [topic, subscription] {
            let policy = try emulator.policy(of: resource)
            #expect(policy.bindings.isEmpty && policy.version == 0)
            #expect(Base64.encode(policy.etag) == "ACAB")
        }
    }

    @Test("What is set is read back, with an etag that changes with each write")
    func written() throws {
        let first = try emulator.setPolicy(binding(), of: topic)
        #expect(first.version == 1)
        #expect(try emulator.policy(of: topic) == first)
        #expect(try emulator.policy(of: subscription).bindings.isEmpty)
        let second = try emulator.setPolicy(first, of: topic)
        #expect(second.etag != first.etag && second.bindings == first.bindings)
        let stale = expectCode(.aborted) { () throws(Status) in try emulator.setPolicy(first, of: topic) }
        #expect(stale?.message.hasPrefix("There were concurrent policy changes.") == true)
        #expect(try emulator.policy(of: topic) == second, "what is refused changes nothing")
        try emulator.setPolicy(binding("roles/editor"), of: topic)
        #expect(
            try emulator.policy(of: topic).bindings.map(\.role) == ["roles/editor"], "no etag wins always")
    }

    @Test("Conditions are kept, shown only to who asks for version 3, and not lost to a write of version 1")
    func conditions() throws {
        let written = try emulator.setPolicy(binding(condition: "true"), of: topic)
        #expect(written.version == 3)
        #expect(try emulator.policy(of: topic).bindings[0].condition?.expression == "true")
        var request = IAMv1.GetIamPolicyRequest()
        request.resource = topic
        let service = PolicyService(host: emulator.host)
        let old = try service.getIamPolicy(request, CallContext())
        #expect(old.version == 1 && old.bindings[0].condition == nil)
        #expect(old.bindings[0].role.hasPrefix("roles/viewer_withcond_"))
        expectCode(.invalidArgument) { () throws(Status) in try emulator.setPolicy(old, of: topic) }
        var lossy = binding()
        lossy.etag = written.etag
        expectCode(.invalidArgument) { () throws(Status) in try emulator.setPolicy(lossy, of: topic) }
        request.options = IAMv1.GetPolicyOptions()
        request.options?.requestedPolicyVersion = 2
        expectCode(.invalidArgument) { () throws(Status) in
            try service.getIamPolicy(request, CallContext())
        }
    }

    @Test(
        "A policy that is none is refused, and the former one stays",
        arguments: [
            "user:a", "a@example.com", "nobody:a@example.com", "user:a@b@example.com", "domain:x", "",
        ])
    func refused(member: String) throws {
        let written = try emulator.setPolicy(binding(), of: topic)
        var policy = binding()
        policy.bindings[0].members = [member]
        expectCode(.invalidArgument) { () throws(Status) in try emulator.setPolicy(policy, of: topic) }
        #expect(try emulator.policy(of: topic) == written)
    }

    @Test("More principals than 1,500 are refused")
    func principals() throws {
        var policy = binding()
        policy.bindings[0].members = (0..<1_500).map { "user:u\($0)@example.com" }
        try emulator.setPolicy(policy, of: topic)
        policy.bindings[0].members.append("user:one@example.com")
        expectCode(.invalidArgument) { () throws(Status) in try emulator.setPolicy(policy, of: topic) }
    }

    @Test(
        "A resource that is not there has no policy",
        arguments: ["topics/none", "subscriptions/none", "snapshots/none", "schemas/none"])
    func missing(id: String) throws {
        let name = "projects/test-project/" + id
        expectCode(.notFound) { () throws(Status) in try emulator.policy(of: name) }
        expectCode(.notFound) { () throws(Status) in try emulator.setPolicy(binding(), of: name) }
        #expect(try test(["pubsub.topics.get"], on: name) == [])
    }

    @Test(
        "A name that is none is refused by each method",
        arguments: ["orders", "projects/p/things/x", "//", ""])
    func names(name: String) {
        expectCode(.invalidArgument) { () throws(Status) in try emulator.policy(of: name) }
        expectCode(.invalidArgument) { () throws(Status) in try emulator.setPolicy(binding(), of: name) }
        expectCode(.invalidArgument) { () throws(Status) in try test(["pubsub.topics.get"], on: name) }
    }

    @Test("Every permission is granted, for the emulator does not know who calls; what is none is refused")
    func permissions() throws {
        let asked = ["pubsub.topics.publish", "pubsub.topics.get"]
        #expect(try test(asked, on: topic) == asked)
        for wrong in [["pubsub.topics.*"], ["pubsub"], Array(repeating: "a.b.c", count: 101)] {
            expectCode(.invalidArgument) { () throws(Status) in try test(wrong, on: topic) }
        }
    }

    @Test("A snapshot has a policy too, which goes when it is deleted")
    func snapshots() throws {
        let name = "projects/test-project/snapshots/before"
        var request = CreateSnapshotRequest()
        request.name = name
        request.subscription = subscription
        for _ in 0..<2 {
            _ = try emulator.subscriber.createSnapshot(request)
            #expect(try emulator.policy(of: name).bindings.isEmpty)
            try emulator.setPolicy(binding(), of: name)
            var deletion = DeleteSnapshotRequest()
            deletion.snapshot = name
            _ = try emulator.subscriber.deleteSnapshot(deletion)
        }
        expectCode(.notFound) { () throws(Status) in try emulator.policy(of: name) }
    }

    @Test("A policy goes with its resource, however that goes")
    func ends() throws {
        func setBoth() throws {
            for resource in [topic, subscription] { try emulator.setPolicy(binding(), of: resource) }
        }
        func expectNone() throws {
            for resource in [topic, subscription] {
                #expect(try emulator.policy(of: resource).bindings.isEmpty, "\(resource)")
            }
        }
        try setBoth()
        try emulator.deleteTopic("orders")
        try emulator.deleteSubscription("billing")
        try emulator.createTopic("orders")
        try emulator.createSubscription("billing", topic: "orders")
        try expectNone()
        try setBoth()
        emulator.reset()
        try emulator.createTopic("orders")
        try emulator.createSubscription("billing", topic: "orders")
        try expectNone()
        try setBoth()
        timeline.advance(by: .seconds(32 * 86_400))
        expectCode(.notFound) { () throws(Status) in try emulator.policy(of: subscription) }
        try emulator.createSubscription("billing", topic: "orders")
        #expect(try emulator.policy(of: subscription).bindings.isEmpty)
        #expect(try !emulator.policy(of: topic).bindings.isEmpty)
    }

    private func test(_ permissions: [String], on resource: String) throws(Status) -> [String] {
        var request = IAMv1.TestIamPermissionsRequest()
        request.resource = resource
        request.permissions = permissions
        return try PolicyService(host: emulator.host).testIamPermissions(request, CallContext()).permissions
    }
}
