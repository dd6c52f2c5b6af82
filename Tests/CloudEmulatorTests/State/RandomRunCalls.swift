import CloudCore
import RPCServer

@testable import CloudEmulator

/// Random calls of Cloud Run, some of which fail, and requests for its services. One image counts as started at once,
/// the other is not there.
struct RandomRunCalls {
    let cloud: LocalCloud
    let timeline: VirtualTimeline
    var random: TestRandom
    private let calls: MethodCalls

    private let services = "google.cloud.run.v2.Services/"
    private let older = "google.cloud.run.v1."
    private let parent = "projects/local-project/locations/europe-west1"

    init(cloud: LocalCloud, timeline: VirtualTimeline, seed: Int) throws(Status) {
        self.cloud = cloud
        self.timeline = timeline
        calls = MethodCalls(cloud)
        random = TestRandom(UInt64(seed))
        cloud.images.put(
            .closure { _ in await untilCancelled() }, digest: "sha256:1",
            as: try ImageReferenceName("registry/image"), at: timeline.now)
    }

    private mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

    private mutating func service() -> String { "\(parent)/services/web-\(pick(2))" }

    /// Makes one call; its failure is as good as its success.
    mutating func step() {
        do throws(Status) {
            switch pick(9) {
            case 0, 1: try create()
            case 2, 3: try update()
            case 4: try delete()
            case 5: try knative()
            case 6: try policy()
            case 7: request()
            default: timeline.advance(by: .seconds(pick(900)))
            }
        } catch {}
    }

    private mutating func template() -> JSON {
        var template: JSON = [
            "containers": [["image": pick(3) == 0 ? "registry/none" : "registry/image"]],
            "healthCheckDisabled": true,
            "labels": ["a": .string("l\(pick(4))")],
        ]
        if pick(4) == 0 { template["revision"] = .string("web-\(pick(2))-r\(pick(3))") }
        if pick(4) == 0 { template["scaling"] = ["minInstanceCount": 1] }
        return template
    }

    private mutating func traffic() -> JSON {
        let id = cloud.inspect { $0.run.all.flatMap(\.entry.revisions.keys).sorted() }
            .randomElement(using: &random)
        return [
            ["type": "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", "percent": 40],
            [
                "type": "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", "percent": 60, "tag": "old",
                "revision": .string(pick(4) == 0 ? "web-none" : id ?? "web-none"),
            ],
        ]
    }

    private mutating func create() throws(Status) {
        var service: JSON = ["template": template()]
        if pick(6) == 0 { service["traffic"] = traffic() }
        try calls.call(
            services + "CreateService",
            [
                "parent": .string(parent), "serviceId": .string("web-\(pick(2))"), "service": service,
                "validateOnly": .bool(pick(6) == 0),
            ])
    }

    private mutating func update() throws(Status) {
        var service: JSON = ["name": .string(self.service()), "template": template()]
        if pick(2) == 0 { service["traffic"] = traffic() }
        if pick(5) == 0 { service["etag"] = "\"CNrun000000000001\"" }
        let masks: [JSON] = ["traffic", "template", "template,traffic"]
        try calls.call(
            services + "UpdateService",
            ["service": service, "updateMask": masks[pick(3)], "allowMissing": .bool(pick(4) == 0)])
    }

    private mutating func delete() throws(Status) {
        if pick(3) == 0 {
            try calls.call(services + "DeleteService", ["name": .string(service())])
        } else {
            let all = cloud.inspect { $0.run.all.flatMap(\.entry.revisions.values).map(\.message.name) }
            let name = all.sorted().randomElement(using: &random) ?? "\(parent)/services/web-0/revisions/none"
            try calls.call("google.cloud.run.v2.Revisions/DeleteRevision", ["name": .string(name)])
        }
    }

    private mutating func knative() throws(Status) {
        let id = "web-\(pick(2))"
        let annotations: JSON = ["run.googleapis.com/health-check-disabled": "true"]
        let service: JSON = [
            "apiVersion": "serving.knative.dev/v1", "kind": "Service",
            "metadata": [
                "name": .string(id), "namespace": "local-project",
                "labels": ["cloud.googleapis.com/location": "europe-west1"],
            ],
            "spec": [
                "template": [
                    "metadata": ["annotations": annotations, "labels": ["b": .string("l\(pick(3))")]],
                    "spec": ["containers": [["image": "registry/image"]]],
                ]
            ],
        ]
        let name: JSON = .string("namespaces/local-project/services/\(id)")
        switch pick(3) {
        case 0:
            try calls.call(
                older + "Services/CreateService",
                ["parent": "namespaces/local-project", "service": service])
        case 1: try calls.call(older + "Services/ReplaceService", ["name": name, "service": service])
        default: try calls.call(older + "Services/DeleteService", ["name": name])
        }
    }

    private mutating func policy() throws(Status) {
        try calls.call(
            services + "SetIamPolicy",
            [
                "resource": .string(service()),
                "policy": ["bindings": [["role": "roles/run.invoker", "members": ["allUsers"]]]],
            ])
    }

    private mutating func request() {
        let host = RunHost(service: RunServiceName(location: "europe-west1", id: "web-\(pick(2))"))
        let request = GatewayRequest(
            method: "GET", authority: host.text(.standard), target: "/", headers: [], body: [])
        cloud.run.serve(request, isInternal: false) { _ in }
    }
}
