import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

@Suite("What services may be")
struct RunRulesTests {
    struct Refusal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let code: Status.Code
        let change: @Sendable (inout RunV2.Service) -> Void

        init(
            _ field: String, _ code: Status.Code = .invalidArgument,
            _ change: @escaping @Sendable (inout RunV2.Service) -> Void
        ) {
            testDescription = field
            self.code = code
            self.change = change
        }

        static func container(
            _ field: String, _ code: Status.Code = .invalidArgument,
            _ change: @escaping @Sendable (inout RunV2.Container) -> Void
        ) -> Refusal {
            Refusal("service.template.containers[0]." + field, code) { service in
                guard var container = service.template?.containers[0] else { return }
                change(&container)
                service.template?.containers[0] = container
            }
        }
    }

    static let refusals: [Refusal] = [
        .init("service.template.containers") { $0.template?.containers = [] },
        .init("service.template.containers", .unimplemented) {
            $0.template?.containers.append(RunV2.Container())
        },
        .init("service.template.timeout") { $0.template?.timeout = .seconds(3_601) },
        .init("service.template.revision") { $0.template?.revision = "other-1" },
        .init("service.template.scaling") {
            $0.template?.scaling = RunV2.RevisionScaling(minInstanceCount: 3, maxInstanceCount: 2)
        },
        .init("service.template.max_instance_request_concurrency") {
            $0.template?.maxInstanceRequestConcurrency = 1_001
        },
        .init("service.template.labels") { $0.template?.labels = ["run.googleapis.com/x": "y"] },
        .init("service.template.execution_environment", .unimplemented) {
            $0.template?.executionEnvironment = .gen1
        },
        .init("service.template.vpc_access", .unimplemented) { $0.template?.vpcAccess = RunV2.VpcAccess() },
        .init("service.template.volumes", .unimplemented) { $0.template?.volumes = [RunV2.Volume()] },
        .init("service.template.session_affinity", .unimplemented) { $0.template?.sessionAffinity = true },
        .init("service.template.node_selector", .unimplemented) {
            $0.template?.nodeSelector = RunV2.NodeSelector()
        },
        .init("service.binary_authorization", .unimplemented) {
            $0.binaryAuthorization = RunV2.BinaryAuthorization()
        },
        .init("service.traffic") { $0.traffic = [RunV2.TrafficTarget(.latest, percent: 99)] },
        .init("service.traffic[0].revision") {
            $0.traffic = [RunV2.TrafficTarget(.revision, "web-none", percent: 100)]
        },
        .init("service.scaling.scaling_mode", .unimplemented) {
            $0.scaling = RunV2.ServiceScaling()
            $0.scaling?.scalingMode = .manual
        },
        .container("image") { $0.image = "" },
        .container("env[0].name") { $0.env = [RunV2.EnvVar("PORT", "1")] },
        .container("env[1].name") { $0.env = [RunV2.EnvVar("A", "1"), RunV2.EnvVar("A", "2")] },
        .container("resources.limits") {
            $0.resources = RunV2.ResourceRequirements(limits: ["memory": "lots"])
        },
        .container("resources.limits") { $0.resources = RunV2.ResourceRequirements(limits: ["cpu": "9"]) },
        .container("resources.limits[\"nvidia.com/gpu\"]", .unimplemented) {
            $0.resources = RunV2.ResourceRequirements(limits: ["nvidia.com/gpu": "1"])
        },
        .container("ports[0].name", .unimplemented) { $0.ports = [RunV2.ContainerPort("h2c", 8_080)] },
        .container("ports[0].container_port") { $0.ports = [RunV2.ContainerPort("", 70_000)] },
        .container("volume_mounts", .unimplemented) { $0.volumeMounts = [RunV2.VolumeMount()] },
        .container("working_dir", .unimplemented) { $0.workingDir = "/app" },
        .container("startup_probe") { $0.startupProbe = RunV2.Probe() },
        .container("startup_probe.grpc", .unimplemented) {
            $0.startupProbe = RunV2.Probe()
            $0.startupProbe?.grpc = RunV2.GRPCAction()
        },
        .container("liveness_probe.tcp_socket") {
            $0.livenessProbe = RunV2.Probe()
            $0.livenessProbe?.tcpSocket = RunV2.TCPSocketAction()
        },
    ]

    @Test("What is wrong or not there is refused by name", arguments: refusals)
    func refused(refusal: Refusal) {
        let fixture = RunFixture()
        let error = failure { () throws(Status) in
            try fixture.create("web", RunFixture.service(refusal.change))
        }
        #expect(error?.code == refusal.code)
        #expect(
            error?.message.hasPrefix(refusal.testDescription + " ") == true, "\(error?.message ?? "nothing")")
    }

    @Test("What was left out is filled in as the service does")
    func defaults() throws {
        let fixture = RunFixture()
        try fixture.create()
        let template = try #require(try fixture.service().template)
        #expect(template.serviceAccount == "415104041262-compute@developer.gserviceaccount.com")
        #expect(template.timeout == .seconds(300) && template.maxInstanceRequestConcurrency == 80)
        #expect(template.scaling?.maxInstanceCount == 100)
        let container = try #require(template.containers.first)
        #expect(container.ports.map(\.containerPort) == [8_080] && container.resources?.cpuIdle == true)
        #expect(container.resources?.limits == ["cpu": "1000m", "memory": "512Mi"])
        #expect(
            container.startupProbe?.tcpSocket?.port == 8_080 && container.startupProbe?.timeoutSeconds == 240)
    }

    @Test("A name that is too long or taken is refused, and so is an outdated etag")
    func names() throws {
        let fixture = RunFixture()
        func code(_ id: String) -> Status.Code? {
            failure { () throws(Status) in try fixture.create(id) }?.code
        }
        #expect(code(String(repeating: "a", count: 50)) == .invalidArgument)
        #expect(code("Web") == .invalidArgument && code("web-") == .invalidArgument)
        #expect(code("web") == nil && code("web") == .alreadyExists)
        let stale = failure { () throws(Status) in try fixture.update { $0.etag = "\"old\"" } }
        #expect(stale?.code == .aborted)
    }

    @Test("Validation alone writes nothing, but refuses what a write would")
    func validateOnly() throws {
        let fixture = RunFixture()
        let operation = try fixture.create(validateOnly: true)
        #expect(operation.done && operation.error == nil)
        #expect(failure { () throws(Status) in try fixture.service() }?.code == .notFound)
        let wrong = failure { () throws(Status) in
            try fixture.create("web", RunFixture.service { $0.template = nil }, validateOnly: true)
        }
        #expect(wrong?.code == .invalidArgument)
    }

    @Test("Quantities are read as Kubernetes writes them")
    func quantities() {
        #expect(ResourceQuantity.milli("1") == 1_000 && ResourceQuantity.milli("250m") == 250)
        #expect(
            ResourceQuantity.milli("0.5") == 500 && ResourceQuantity.milli("m") == nil
                && ResourceQuantity.milli("-1") == nil)
        #expect(ResourceQuantity.bytes("512Mi") == 512 << 20 && ResourceQuantity.bytes("1G") == 1_000_000_000)
        #expect(ResourceQuantity.bytes("1.5Gi") == 3 << 29 && ResourceQuantity.bytes("Gi") == nil)
        #expect(ResourceQuantity.bytes("99999999999999999999Gi") == nil)
    }
}

extension RunV2.RevisionScaling {
    fileprivate init(minInstanceCount: Int32, maxInstanceCount: Int32) {
        self.init()
        self.minInstanceCount = minInstanceCount
        self.maxInstanceCount = maxInstanceCount
    }
}

extension RunV2.TrafficTarget {
    fileprivate init(_ type: RunV2.TrafficTargetAllocationType, _ revision: String = "", percent: Int32) {
        self.init()
        self.type = type
        self.revision = revision
        self.percent = percent
    }
}

extension RunV2.EnvVar {
    fileprivate init(_ name: String, _ value: String) {
        self.init()
        self.name = name
        self.value = value
    }
}

extension RunV2.ResourceRequirements {
    fileprivate init(limits: StringMap) {
        self.init()
        self.limits = limits
    }
}

extension RunV2.ContainerPort {
    fileprivate init(_ name: String, _ port: Int32) {
        self.init()
        self.name = name
        containerPort = port
    }
}
