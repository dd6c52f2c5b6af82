import CloudCore
import GoogleCloud
import Testing

@testable import Orchestration

@Suite("Cloud policy applier", .timeLimit(.minutes(1)))
struct PolicyApplierTests {
    private let timeline = VirtualTimeline(mode: .automatic)

    private func binding(_ account: String, _ resource: IAMResource, _ role: String) -> IAMBinding {
        IAMBinding(
            serviceAccount: "\(account)@test-project.iam.gserviceaccount.com", resource: resource, role: role,
            reason: "", dataflow: "flow")
    }

    private func applier(_ cloud: FakeCloud) -> CloudPolicyApplier {
        CloudPolicyApplier(clients: cloud.clients(), project: TestArchitecture.project, timeline: timeline)
    }

    @Test("Roles are added to what the policy holds, and applying them again changes nothing")
    func additive() async throws {
        let cloud = FakeCloud(timeline: timeline)
        let topic = TestArchitecture.topic("t")
        let pubsub = cloud.clients().pubsub
        try await pubsub.createTopic(topic)
        _ = try await pubsub.modifyPolicy(of: topic) {
            $0.add(member: "user:a@b.c", role: "roles/pubsub.editor")
        }
        let bindings = [
            binding("x", .pubsubTopic("t"), "roles/pubsub.viewer"),
            binding("y", .pubsubTopic("t"), "roles/pubsub.viewer"),
        ]
        let first = try await applier(cloud).apply(bindings)
        let second = try await applier(cloud).apply(bindings)
        #expect(first == second)
        #expect(first["pubsub_topic:t"]?.memberRoles["roles/pubsub.viewer"]?.count == 2)
        #expect(
            cloud.policy(topic) == [
                "roles/pubsub.editor": ["user:a@b.c"],
                "roles/pubsub.viewer": ["x", "y"].map(TestArchitecture.member),
            ])
        #expect(cloud.count("POST", ":setIamPolicy") == 2)
    }

    @Test("Many writers of one policy lose nothing")
    func concurrent() async throws {
        let cloud = FakeCloud(timeline: timeline)
        try await cloud.clients().pubsub.createTopic(TestArchitecture.topic("t"))
        _ = try await parallelMap(Array(0..<10)) { number in
            try await applier(cloud).apply([binding("a\(number)", .pubsubTopic("t"), "roles/pubsub.viewer")])
        }
        #expect(cloud.policy(TestArchitecture.topic("t"))["roles/pubsub.viewer"]?.count == 10)
    }

    @Test("An account that policies do not know yet is waited for")
    func unknownAccount() async throws {
        let cloud = FakeCloud(timeline: timeline)
        try await cloud.clients().pubsub.createTopic(TestArchitecture.topic("t"))
        let failures = FailFirst(5)
        cloud.fail { request in
            request.path.hasSuffix(":setIamPolicy") && failures.next()
                ? Status(.invalidArgument, "Service account x@test-project does not exist.") : nil
        }
        _ = try await applier(cloud).apply([binding("x", .pubsubTopic("t"), "roles/pubsub.viewer")])
        #expect(cloud.policy(TestArchitecture.topic("t"))["roles/pubsub.viewer"]?.count == 1)
    }

    @Test("What has no policy client is refused by name before anything is written")
    func unsupported() async throws {
        let cloud = FakeCloud(timeline: timeline)
        try await cloud.clients().pubsub.createTopic(TestArchitecture.topic("t"))
        let failure = await #expect(throws: DirectorFailure.self) {
            try await applier(cloud).apply([
                binding("x", .pubsubTopic("t"), "roles/pubsub.viewer"),
                binding("x", .bucket("raw"), "roles/storage.objectViewer"),
            ])
        }
        #expect(failure?.code == .unsupportedResource)
        #expect(failure?.message.contains("gcs_bucket:raw") == true)
        #expect(cloud.count("POST", ":setIamPolicy") == 0)
    }
}
