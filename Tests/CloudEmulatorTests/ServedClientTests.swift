import CloudCore
import GoogleCloud
import Testing

@testable import CloudEmulator

@Suite("A served local cloud: secrets, jobs and APIs through this package's clients")
struct ServedClientTests {
    private let project = "local-project"
    private let location = "projects/local-project/locations/europe-west1"

    @Test("A secret lives: versions are added, accessed, disabled, destroyed; its data comes back as it was")
    func secrets() async throws {
        let client = try ServedCloud().clients().secretManager
        let name = try await client.createSecret(id: "api-key", project: project, labels: ["a": "b"]).name
        #expect(try await client.secret(name).labels == ["a": "b"])
        #expect(try await client.secrets(project: project).all().map(\.name) == [name])
        for byte in [UInt8(1), 2] { _ = try await client.addVersion(Secret([byte, 0, 255]), to: name) }
        #expect(try await client.access("\(name)/versions/latest").revealed == [2, 0, 255])
        let versions = try await client.versions(of: name).all()
        #expect(versions.map { $0.name.split(separator: "/").last } == ["2", "1"])
        #expect(try await client.disable(versions[0].name).state == "DISABLED")
        await #expect(throws: Status.self) { try await client.access(versions[0].name) }
        #expect(try await client.enable(versions[0].name).state == "ENABLED")
        #expect(try await client.destroy(versions[1].name).state == "DESTROYED")
        let policy = try await client.policies.modify(name) {
            $0.add(member: "user:a@x.yz", role: "roles/secretmanager.secretAccessor")
        }
        #expect(try await client.policies.read(name) == policy)
        let held = try await client.policies.test(["secretmanager.versions.access"], on: name)
        #expect(held == ["secretmanager.versions.access"])
        try await client.deleteSecret(name)
        await #expect(throws: Status.self) { try await client.secret(name) }
    }

    @Test("A job lives: it is made, changed, paused, resumed, run by its schedule, deleted")
    func jobs() async throws {
        let served = try ServedCloud()
        let (client, pubsub) = (served.clients().scheduler, served.clients().pubsub)
        let (topic, subscription) = (
            "projects/\(project)/topics/ticks", "projects/\(project)/subscriptions/ticks"
        )
        try await pubsub.createTopic(topic)
        try await pubsub.createSubscription(SubscriptionSpec(name: subscription, topic: topic))
        let name = "\(location)/jobs/hourly"
        let made = try await client.createJob(
            ScheduledJob(name: name, schedule: "0 * * * *", topic: topic, data: [7]), parent: location)
        #expect(made.state == "ENABLED" && made.nextRun != nil)
        #expect(try await client.jobs(parent: location).all().map(\.name) == [name])
        #expect(try await client.pauseJob(name).state == "PAUSED")
        #expect(try await client.resumeJob(name).state == "ENABLED")
        _ = try await client.updateJob(
            ScheduledJob(json: ["name": .string(name), "description": "d"]), mask: ["description"])
        #expect(try await client.job(name).json["description"] == "d")
        _ = try await client.runJob(name)
        #expect(try await pubsub.pull(subscription, maxMessages: 1).map(\.data) == [[7]])
        try await client.deleteJob(name)
        await #expect(throws: Status.self) { try await client.job(name) }
    }

    @Test("APIs are enabled and disabled by operations that are waited for")
    func services() async throws {
        let client = try ServedCloud().clients().serviceUsage
        #expect(try await client.disable("run.googleapis.com", project: project).value().isEnabled == false)
        #expect(try await client.service("run.googleapis.com", project: project).isEnabled == false)
        var states: [Bool] = []
        let enabled = try await client.enable("run.googleapis.com", project: project)
            .value { states.append($0.isDone) }
        #expect(enabled.isEnabled && states.last == true)
        let batch = try await client.batchEnable(
            ["run.googleapis.com", "storage.googleapis.com"], project: project)
        #expect(try await batch.value().count == 2)
        let names = try await client.services(project: project).all().map(\.name)
        #expect(names.contains { $0.hasSuffix("/services/run.googleapis.com") })
    }

    @Test("Accounts are disabled, enabled, renamed, deleted and brought back")
    func accounts() async throws {
        let iam = try ServedCloud().clients().iam
        let account = try await iam.createServiceAccount(project: project, id: "some-account")
        try await iam.setEnabled(false, account.email, project: project)
        #expect(try await iam.serviceAccount(account.email, project: project).disabled)
        try await iam.setEnabled(true, account.email, project: project)
        let renamed = try await iam.updateServiceAccount(
            account.email, project: project, displayName: "New")
        #expect(renamed.displayName == "New" && !renamed.disabled)
        try await iam.deleteServiceAccount(account.email, project: project)
        let back = try await iam.undeleteServiceAccount(uniqueID: account.uniqueID, project: project)
        #expect(back.email == account.email)
    }

    @Test("The project is found by searching")
    func projects() async throws {
        let client = try ServedCloud().clients().resourceManager
        #expect(try await client.searchProjects().all().map(\.id) == [project])
    }
}
