import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

/// Random calls of a cloud, some of which fail.
private struct RandomCalls {
    let cloud: LocalCloud
    let timeline: VirtualTimeline
    var random: TestRandom
    var etags: [String] = []

    private let iam = "google.iam.admin.v1.IAM/"
    private let secrets = "google.cloud.secretmanager.v1.SecretManagerService/"
    private let projects = "google.cloud.resourcemanager.v3.Projects/"

    private mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

    private mutating func account() -> String {
        "projects/-/serviceAccounts/a\(pick(6))xxxxx@local-project.iam.gserviceaccount.com"
    }

    private mutating func secret() -> String { "projects/local-project/secrets/s\(pick(4))" }

    private mutating func job() -> String { "projects/local-project/locations/europe-west1/jobs/j\(pick(3))" }

    /// Makes one call; its failure is as good as its success.
    mutating func step() {
        do throws(Status) {
            switch pick(8) {
            case 0: try accounts()
            case 1, 2: try policies()
            case 3, 4: try secretCalls()
            case 5: try jobs()
            case 6: try servicesAndTopics()
            default: timeline.advance(by: .milliseconds(pick(90_000)))
            }
        } catch {}
    }

    private mutating func accounts() throws(Status) {
        let name = account()
        switch pick(6) {
        case 0, 1: try cloud.createAccount("a\(pick(6))xxxxx")
        case 2: try cloud.call(iam + "DeleteServiceAccount", ["name": .string(name)])
        case 3: try cloud.call(iam + "DisableServiceAccount", ["name": .string(name)], by: "a1@example.com")
        case 4: try cloud.call(iam + "EnableServiceAccount", ["name": .string(name)])
        default:
            try cloud.call(
                iam + "PatchServiceAccount",
                [
                    "serviceAccount": ["name": .string(name), "displayName": "D\(pick(9))".json],
                    "updateMask": "displayName",
                ])
        }
    }

    private mutating func policies() throws(Status) {
        let resources: [JSON] = ["projects/local-project", .string(secret())]
        let isProject = pick(3) > 0
        let service = isProject ? projects : secrets
        let resource = resources[isProject ? 0 : 1]
        var policy = try cloud.call(service + "GetIamPolicy", ["resource": resource])
        etags.append(policy["etag"]?.stringValue ?? "")
        var bindings = policy["bindings"]?.arrayValue ?? []
        let member =
            pick(2) == 0
            ? "user:a1@example.com" : "serviceAccount:a\(pick(6))xxxxx@local-project.iam.gserviceaccount.com"
        let roles = ["roles/pubsub.publisher", "roles/iam.serviceAccountUser", "roles/editor"]
        if pick(4) == 0, bindings.count > 1 {
            bindings.removeLast()
        } else {
            bindings.append(["role": .string(roles[pick(3)]), "members": [.string(member)]])
        }
        policy["bindings"] = .array(bindings)
        if pick(5) == 0 { policy["etag"] = .string(etags[pick(etags.count)]) }
        try cloud.call(service + "SetIamPolicy", ["resource": resource, "policy": policy])
    }

    private mutating func secretCalls() throws(Status) {
        let name = secret()
        switch pick(6) {
        case 0: try cloud.createSecret(String(name.suffix(2)), "x\(pick(100))")
        case 1:
            try cloud.call(
                secrets + "UpdateSecret",
                [
                    "secret": [
                        "name": .string(name), "versionDestroyTtl": "86400s", "ttl": "\(pick(90) * 60)s".json,
                    ],
                    "updateMask": pick(3) == 0 ? "ttl" : "versionDestroyTtl",
                ])
        case 2: try cloud.call(secrets + "DeleteSecret", ["name": .string(name)])
        case 3, 4:
            try cloud.call(
                secrets + "DestroySecretVersion", ["name": .string("\(name)/versions/\(pick(3) + 1)")])
            if pick(3) == 0 { timeline.advance(by: .seconds(43_200)) }
        default:
            try cloud.call(
                secrets + "AddSecretVersion", ["parent": .string(name), "payload": ["data": "eHl6"]])
        }
    }

    private mutating func jobs() throws(Status) {
        let scheduler = "google.cloud.scheduler.v1.CloudScheduler/"
        let name: JSON = ["name": .string(job())]
        switch pick(5) {
        case 0, 1: try cloud.createJob("j\(pick(3))")
        case 2: try cloud.call(scheduler + "PauseJob", name)
        case 3: try cloud.call(scheduler + "RunJob", name)
        default: try cloud.call(scheduler + "DeleteJob", name)
        }
    }

    private mutating func servicesAndTopics() throws(Status) {
        let usage = "google.api.serviceusage.v1.ServiceUsage/"
        let services = ["compute", "container", "run"]
        let name: JSON = [
            "name": .string("projects/local-project/services/\(services[pick(3)]).googleapis.com")
        ]
        switch pick(7) {
        case 0: try cloud.call(usage + "DisableService", name)
        case 1: try cloud.call(usage + "EnableService", name)
        case 2: try cloud.pubsub.createTopic("ticks")
        case 3:
            let policy = IAMv1.Policy([IAMv1.Binding("roles/viewer", ["user:a1@example.com"])])
            try cloud.pubsub.setPolicy(policy, of: "projects/local-project/topics/ticks")
        case 4: try cloud.pubsub.deleteTopic("ticks")
        case 5: cloud.disrupt(pick(2) == 0 ? .operationStuck : .propagationStalled)
        default: cloud.liftAllDisruptions()
        }
    }
}

extension String {
    fileprivate var json: JSON { .string(self) }
}

@Suite("The state of a cloud is its history")
struct HistoryTests {
    @Test("Writes that are made again lead to the same, whatever they were", arguments: 0..<12)
    func replay(seed: Int) throws {
        let timeline = VirtualTimeline(start: start)
        let model = [PropagationModel.typical, .worst, .instant][seed % 3].seeded(UInt64(seed))
        let mode: PolicyMode = seed % 2 == 0 ? .enforce : .off
        let cloud = LocalCloud(timeline: timeline, propagation: model, policyMode: mode)
        var calls = RandomCalls(cloud: cloud, timeline: timeline, random: TestRandom(UInt64(seed)))
        for _ in 0..<400 { calls.step() }
        try cloud.expectSameWhenMadeAgain()
    }

    @Test("A call that is refused is not kept, and neither is one that only asks")
    func onlyWrites() throws {
        let cloud = LocalCloud(timeline: VirtualTimeline(), propagation: .instant, policyMode: .enforce)
        try cloud.createAccount("runner")
        #expect(failure { () throws(Status) in try cloud.createAccount("runner") }?.code == .alreadyExists)
        let name: JSON = [
            "name": "projects/local-project/serviceAccounts/runner@local-project.iam.gserviceaccount.com"
        ]
        let get = "google.iam.admin.v1.IAM/GetServiceAccount"
        try cloud.call(get, name)
        let denied = failure { () throws(Status) in
            try cloud.call("google.iam.admin.v1.IAM/DeleteServiceAccount", name, by: "nobody@example.com")
        }
        #expect(denied?.code == .permissionDenied)
        #expect(cloud.plane.history.records.map(\.method) == ["google.iam.admin.v1.IAM/CreateServiceAccount"])
        #expect(cloud.plane.history.records.first?.caller == ControlPlane.ownerEmail)
    }

    @Test("A record of a method that is none is refused, and names itself")
    func unknownMethod() throws {
        let cloud = LocalCloud(timeline: VirtualTimeline(), propagation: .instant)
        var history = cloud.plane.history
        history.append(PlaneRecord([:], of: "google.x.Y/Z", by: nil, at: start))
        let replays = PlaneReplays(cloud.methods)
        let status = failure { () throws(Status) in try history.replayed(by: replays) }
        #expect(status?.message.hasPrefix("writes[0], google.x.Y/Z: ") == true)
    }
}
