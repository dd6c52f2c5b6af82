import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

@Suite("Disruptions of the whole cloud")
struct DisruptionTests {
    private let timeline = VirtualTimeline()
    private let cloud: LocalCloud
    private let jobs = "google.cloud.scheduler.v1.CloudScheduler/ListJobs"

    init() { cloud = LocalCloud(timeline: timeline, propagation: .typical) }

    private func code(_ method: String, _ request: JSON) -> Status.Code? {
        failure { () throws(Status) in try cloud.call(method, request) }?.code
    }

    @Test("While a region is down, what is in it is unavailable, and nothing else")
    func regionDown() {
        cloud.disrupt(.regionDown("europe-west1"))
        #expect(code(jobs, ["parent": "projects/local-project/locations/europe-west1"]) == .unavailable)
        let job: JSON = ["name": "projects/local-project/locations/europe-west1/jobs/x"]
        #expect(code("google.cloud.scheduler.v1.CloudScheduler/GetJob", job) == .unavailable)
        #expect(code(jobs, ["parent": "projects/local-project/locations/europe-west2"]) == nil)
        #expect(
            code("google.iam.admin.v1.IAM/ListServiceAccounts", ["name": "projects/local-project"]) == nil)
        cloud.lift(.regionDown("europe-west1"))
        #expect(code(jobs, ["parent": "projects/local-project/locations/europe-west1"]) == nil)
    }

    @Test("While a quota is exhausted, every call of its service is told so as Google tells it")
    func quota() throws {
        cloud.disrupt(.quotaExhausted("cloudscheduler.googleapis.com"))
        let status = failure { () throws(Status) in
            try cloud.call(jobs, ["parent": "projects/local-project/locations/europe-west1"])
        }
        #expect(status?.code == .resourceExhausted)
        let body = try JSON.parse(status?.errorBody ?? [])
        let details = body["error"]?["details"]?.arrayValue ?? []
        #expect(details.contains { $0["reason"]?.stringValue == "RATE_LIMIT_EXCEEDED" })
        #expect(
            details.contains { $0["metadata"]?["service"]?.stringValue == "cloudscheduler.googleapis.com" })
        #expect(details.contains { $0["retryDelay"]?.stringValue == "30s" })
        #expect(
            code("google.iam.admin.v1.IAM/ListServiceAccounts", ["name": "projects/local-project"]) == nil)
    }

    @Test("An operation that is stuck ends only when it is let go, with what was left of its time")
    func operations() throws {
        let usage = "google.api.serviceusage.v1.ServiceUsage/DisableService"
        let operation = try cloud.call(usage, ["name": "projects/local-project/services/run.googleapis.com"])
        let name: JSON = ["name": operation["name"] ?? ""]
        let get = "google.api.serviceusage.v1.Operations/GetOperation"
        cloud.disrupt(.operationStuck)
        timeline.advance(by: .seconds(3_600))
        #expect(try cloud.call(get, name)["done"] == nil)
        cloud.lift(.operationStuck)
        #expect(try cloud.call(get, name)["done"] == nil)
        timeline.advance(by: .seconds(8))
        #expect(try cloud.call(get, name)["done"]?.boolValue == true)
    }

    @Test("While propagation is stalled nothing new is seen; afterwards it takes the time that was left")
    func propagation() throws {
        cloud.disrupt(.propagationStalled)
        try cloud.createAccount("runner")
        let name: JSON = [
            "name": "projects/local-project/serviceAccounts/runner@local-project.iam.gserviceaccount.com"
        ]
        let get = "google.iam.admin.v1.IAM/GetServiceAccount"
        timeline.advance(by: .seconds(3_600))
        #expect(code(get, name) == .notFound)
        #expect(cloud.propagated(account: "runner@local-project.iam.gserviceaccount.com") == .distantFuture)
        cloud.lift(.propagationStalled)
        #expect(code(get, name) == .notFound)
        timeline.advance(by: .seconds(90))
        #expect(code(get, name) == nil)
    }

    @Test("Custom roles and keys do not propagate either while it is stalled")
    func rolesAndKeys() throws {
        try cloud.createAccount("runner")
        timeline.advance(by: .seconds(600))
        let account = try #require(cloud.serviceAccounts.first)
        cloud.disrupt(.propagationStalled)
        try cloud.call(
            "google.iam.admin.v1.IAM/CreateRole",
            ["parent": "projects/local-project", "roleId": "custom", "role": ["title": "Custom"]])
        let published = PublishedKey(
            id: "k", modulus: Array(repeating: 255, count: 256), certificate: "", pem: "")
        try cloud.perform(recording: KeyAdded(published, .userManaged, .google, to: account))
        let seen = { [cloud, timeline] in
            cloud.inspect { plane in
                [
                    plane.roles.read("projects/local-project/roles/custom", at: timeline.now) != nil,
                    plane.acceptedKey("k", of: account, at: timeline.now) != nil,
                ]
            }
        }
        timeline.advance(by: .seconds(3_600))
        #expect(seen() == [false, false])
        #expect(cloud.propagatedEverything == .distantFuture)
        cloud.lift(.propagationStalled)
        timeline.advance(by: .seconds(600))
        #expect(seen() == [true, true])
    }

    @Test("Propagation that is instant waits for the end of a stall, too")
    func instant() throws {
        let cloud = LocalCloud(timeline: timeline, propagation: .instant)
        cloud.disrupt(.propagationStalled)
        try cloud.createAccount("runner")
        let email = "runner@local-project.iam.gserviceaccount.com"
        #expect(cloud.inspect { $0.accounts.read(email, at: timeline.now) } == nil)
        cloud.liftAllDisruptions()
        timeline.advance(by: .milliseconds(1))
        #expect(cloud.inspect { $0.accounts.read(email, at: timeline.now) } != nil)
    }

    @Test(
        "What a command line says is read",
        arguments: [
            ("region-down=europe-west1", Disruption.regionDown("europe-west1")),
            ("quota-exhausted=pubsub.googleapis.com", .quotaExhausted("pubsub.googleapis.com")),
            ("operation-stuck", .operationStuck), ("propagation-stalled", .propagationStalled),
        ])
    func words(text: String, disruption: Disruption) throws {
        #expect(try Disruption(text) == disruption)
        #expect(try Disruption(json: disruption.json) == disruption)
    }

    @Test(
        "What is none is refused",
        arguments: [
            "region-down", "region-down=Nowhere!", "quota-exhausted=pupsub", "operation-stuck=x", "fire", "",
        ])
    func wrongWords(text: String) {
        #expect(failure { () throws(Status) in try Disruption(text) }?.code == .invalidArgument)
    }
}
