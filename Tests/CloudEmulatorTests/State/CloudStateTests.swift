import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

@Suite("The whole state of a cloud: export, import, differences, leaks, reset, seeds")
struct CloudStateTests {
    private let timeline = VirtualTimeline()
    private let cloud: LocalCloud

    init() { cloud = LocalCloud(timeline: timeline, propagation: .typical.seeded(7)) }

    private func fill() throws {
        try cloud.createAccount("runner")
        try cloud.createSecret("key", "hush")
        try cloud.pubsub.createTopic("ticks")
        try cloud.pubsub.createSubscription("watch", topic: "ticks")
        try cloud.pubsub.publish("tock", to: "ticks")
        try cloud.createJob("tick")
    }

    @Test("A state that is imported into another cloud is the same there")
    func roundTrip() throws {
        try fill()
        let document = try cloud.exportState().text()
        let other = LocalCloud(timeline: VirtualTimeline(), propagation: .instant)
        try other.createAccount("goes-away")
        try other.importState(document.withUnsafeBytes { try CloudState(json: $0) })
        #expect(try cloud.differences(from: other.exportState()).isEmpty)
        #expect(other.propagation == cloud.propagation)
        #expect(try other.secretData("key") == "hush")
        #expect(try other.pubsub.pull("watch").map(\.message.text) == ["tock"])
        #expect(other.serviceAccounts == cloud.serviceAccounts)
    }

    @Test("A state that is wrong changes nothing")
    func wrongState() throws {
        try fill()
        var state = cloud.exportState()
        let before = state
        state.history.append(PlaneRecord([:], of: "google.x.Y/Z", by: nil, at: timeline.now))
        #expect(failure { () throws(Status) in try cloud.importState(state) }?.code == .invalidArgument)
        #expect(cloud.exportState() == before)
    }

    @Test("A difference names the thing and the member")
    func differences() throws {
        try fill()
        let before = cloud.exportState()
        try cloud.call(
            "google.iam.admin.v1.IAM/PatchServiceAccount",
            [
                "serviceAccount": [
                    "name":
                        "projects/local-project/serviceAccounts/runner@local-project.iam.gserviceaccount.com",
                    "displayName": "Runner",
                ], "updateMask": "displayName",
            ])
        try cloud.pubsub.createTopic("more")
        let paths = try cloud.differences(from: before).map(\.path)
        let account = "projects/local-project/serviceAccounts/runner@local-project.iam.gserviceaccount.com"
        #expect(paths.contains("resources.serviceAccounts[\(account)].displayName"))
        #expect(paths.contains { $0.hasPrefix("pubsub.topics[projects/local-project/topics/more]") })
    }

    @Test("Leaks are what came after a mark, in every API")
    func leaks() throws {
        try fill()
        let mark = cloud.mark()
        #expect(cloud.leaks(since: mark).isEmpty)
        try cloud.createAccount("left-over")
        try cloud.createSecret("left")
        try cloud.createJob("left")
        try cloud.grant("roles/viewer", to: "user:a@example.com")
        try cloud.pubsub.createTopic("left")
        let leaks = cloud.leaks(since: mark)
        #expect(!leaks.isEmpty)
        #expect(leaks.pubsub.topics == ["projects/local-project/topics/left"])
        #expect(leaks.resources.keys.sorted() == ["bindings", "jobs", "secrets", "serviceAccounts"])
        #expect(
            leaks.resources["bindings"] == ["roles/viewer on projects/local-project to user:a@example.com"])
    }

    @Test("After a reset there is nothing, and the same calls give the same")
    func reset() throws {
        try fill()
        let accounts = cloud.serviceAccounts
        cloud.reset()
        #expect(cloud.inspect { $0.inventory(at: timeline.now).names.values.allSatisfy(\.isEmpty) })
        #expect(cloud.pubsub.isEmpty)
        try cloud.createAccount("runner")
        #expect(cloud.serviceAccounts == accounts)
        timeline.advance(by: .seconds(1_000))
        #expect(cloud.inspect { $0.jobs.entries.isEmpty })
    }

    // MARK: Seeds

    private let seed = """
        accounts:
          - id: runner
            displayName: Runner
        topics:
          - name: orders
        subscriptions:
          - {name: billing, topic: orders, ackDeadlineSeconds: 20}
        secrets:
          - {name: key, versions: [hush]}
        jobs:
          - name: tick
            location: europe-west1
            schedule: "*/10 * * * *"
            pubsubTarget: {topicName: orders, data: eA==}
        bindings:
          - {role: roles/viewer, members: [serviceAccount:runner]}
          - {role: roles/pubsub.publisher, members: [serviceAccount:runner], resource: topics/orders}
          - {role: roles/secretmanager.secretAccessor, members: [serviceAccount:runner], resource: secrets/key}
        calls:
          - method: google.pubsub.v1.Publisher/CreateTopic
            request: {name: projects/local-project/topics/called}
        """

    @Test("What a seed file lists is there, and known everywhere")
    func seeded() throws {
        try cloud.seed(yaml: Array(seed.utf8), file: "seed.yaml")
        cloud.setPolicyMode(.enforce)
        let runner = "runner@local-project.iam.gserviceaccount.com"
        #expect(cloud.propagatedEverything == timeline.now)
        #expect(cloud.serviceAccounts.map(\.displayName) == ["Runner"])
        #expect(try cloud.pubsub.subscription("billing").ackDeadlineSeconds == 20)
        #expect(try cloud.pubsub.topics().count == 2)
        let answer = try cloud.call(
            "google.cloud.secretmanager.v1.SecretManagerService/AccessSecretVersion",
            ["name": "projects/local-project/secrets/key/versions/1"], by: runner)
        #expect(answer["payload"]?["data"]?.stringValue == "aHVzaA==")
        timeline.advance(by: .seconds(600))
        #expect(try cloud.pubsub.pull("billing").count == 1)
    }

    @Test(
        "What is wrong in a seed file is named with its place",
        arguments: [
            ("topisc:\n  - name: x", "seed.yaml:1:1: unknown key `topisc`; did you mean `topics`?"),
            ("topics: 3", "seed.yaml:1:9: expected a list of topics, found \"3\""),
            (
                "accounts:\n  - {id: runner, color: red}",
                "seed.yaml:2:5: accounts[0]: color is not known here"
            ),
            ("topics:\n  - {name: t-ok, colour: red}", "seed.yaml:2:5: topics[0]: "),
            (
                "bindings:\n  - {role: roles/viewer, members: [user:a@example.com], resource: topics/none}",
                "seed.yaml:2:5: bindings[0]: There is no resource"
            ),
            ("apis: [puppsub.googleapis.com]", "seed.yaml:1:8: apis[0]: "),
        ])
    func wrongSeed(text: String, message: String) {
        let status = failure { () throws(Status) in try cloud.seed(yaml: Array(text.utf8), file: "seed.yaml")
        }
        #expect(status?.message.hasPrefix(message) == true, "\(status?.message ?? "nothing")")
    }
}
