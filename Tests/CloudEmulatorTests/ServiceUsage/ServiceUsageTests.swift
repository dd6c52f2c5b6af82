import CloudCore
import Testing

@testable import CloudEmulator

@Suite("Service Usage")
struct ServiceUsageTests {
    private static let parent = "projects/local-project"

    private static func name(_ service: String) -> ServiceUsageV1.ServiceNameRequest {
        var request = ServiceUsageV1.ServiceNameRequest()
        request.name = "\(parent)/services/\(service)"
        return request
    }

    private static func plane(
        enabled: Set<String>? = ["run.googleapis.com"], _ model: PropagationModel = .instant
    ) -> ControlPlane {
        ControlPlane(
            project: .standard, owner: ControlPlane.ownerEmail, model: model, accountQuota: 100,
            enabledServices: enabled, at: start)
    }

    private static func enable(
        _ ids: [String], _ plane: inout ControlPlane, at now: Instant = start
    ) throws(Status) -> Longrunning.Operation {
        try plane.enableServices(ids, in: parent, isBatch: true, by: .owner, at: now)
    }

    private static func disable(
        _ id: String, _ plane: inout ControlPlane, dependents: Bool = false, check: Bool = false,
        used: Set<String> = [], at now: Instant = start
    ) throws(Status) -> Longrunning.Operation {
        var request = ServiceUsageV1.DisableServiceRequest()
        request.name = "\(parent)/services/\(id)"
        request.disableDependentServices = dependents
        if check { request.checkIfServiceHasUsage = .check }
        return try plane.disableService(request, isUsed: used.contains, by: .owner, at: now)
    }

    @Test("A service is enabled when its operation is done, not before")
    func enabling() throws {
        var plane = Self.plane()
        #expect(
            try plane.service(Self.name("pubsub.googleapis.com"), by: .owner, at: start).state == .disabled)
        let operation = try Self.enable(["pubsub.googleapis.com"], &plane)
        #expect(!operation.done)
        #expect(operation.name.hasPrefix("operations/acat.p2-\(plane.project.number)-"))
        let later = start + ServiceStore.operationTime.upperBound
        #expect(
            try plane.service(Self.name("pubsub.googleapis.com"), by: .owner, at: start).state == .disabled)
        let done = try plane.serviceOperation(operation.name, at: later)
        #expect(done.done)
        let response = try #require(done.response).unpack(ServiceUsageV1.BatchEnableServicesResponse.self)
        #expect(response.services.map(\.state) == [.enabled])
        let service = try plane.service(Self.name("pubsub.googleapis.com"), by: .owner, at: later)
        #expect(service.state == .enabled)
        #expect(service.name == "projects/\(plane.project.number)/services/pubsub.googleapis.com")
        #expect(service.config?.title == "Cloud Pub/Sub API")
    }

    @Test("To enable what is enabled is done at once, and to enable twice is one change")
    func noChange() throws {
        var plane = Self.plane()
        let nothing = try Self.enable(["run.googleapis.com"], &plane)
        #expect(nothing.done)
        #expect(nothing.name == "operations/noop.DONE_OPERATION")
        #expect(try plane.serviceOperation(nothing.name, at: start).done)
        let first = try Self.enable(["pubsub.googleapis.com"], &plane)
        let second = try Self.enable(["pubsub.googleapis.com"], &plane)
        #expect(!second.done)
        #expect(plane.operations.end(of: first.name) == plane.operations.end(of: second.name))
    }

    @Test("Servers heed a change some time after its operation, replica by replica")
    func propagation() throws {
        var plane = Self.plane(.slow)
        _ = try Self.enable(["pubsub.googleapis.com"], &plane)
        let done = start + ServiceStore.operationTime.upperBound
        #expect(plane.services.isEnabled("pubsub.googleapis.com", at: done))
        #expect(!plane.services.isServed("pubsub.googleapis.com", at: done))
        #expect(plane.services.isServed("pubsub.googleapis.com", at: plane.services.settledAt))
        #expect(
            plane.services.settledAt >= done + PropagationModel.slow.apiEnabledAfter.lowerBound - .seconds(8))
    }

    @Test("A batch is atomic: one unknown service, or more than 20, and nothing is enabled")
    func batches() throws {
        var plane = Self.plane()
        let unknown = failure { () throws(Status) in
            try Self.enable(["pubsub.googleapis.com", "nothing.googleapis.com"], &plane)
        }
        #expect(unknown?.code == .permissionDenied)
        #expect(unknown?.message == "Not found or permission denied for service(s): nothing.googleapis.com.")
        let many = failure { () throws(Status) in
            try Self.enable(Array(ServiceCatalog.names.prefix(21)), &plane)
        }
        #expect(many?.code == .invalidArgument)
        #expect(ServiceCatalog.names.filter(plane.services.willBeEnabled) == ["run.googleapis.com"])
    }

    @Test("A service is enabled together with what it cannot do without")
    func dependencies() throws {
        var plane = Self.plane()
        _ = try Self.enable(["container.googleapis.com"], &plane)
        let later = start + .seconds(60)
        #expect(plane.services.isEnabled("compute.googleapis.com", at: later))
        let refusal = failure { () throws(Status) in
            try Self.disable("compute.googleapis.com", &plane, at: later)
        }
        #expect(refusal?.code == .failedPrecondition)
        #expect(
            refusal?.message.contains("depended on by the following active service(s): container") == true)
        _ = try Self.disable("compute.googleapis.com", &plane, dependents: true, at: later)
        #expect(!plane.services.willBeEnabled("container.googleapis.com"))
    }

    @Test("Disabling is refused for what is not enabled, and for what is in use when that is to be checked")
    func disabling() throws {
        var plane = Self.plane()
        #expect(
            failure { () throws(Status) in try Self.disable("pubsub.googleapis.com", &plane) }?.code
                == .failedPrecondition)
        let used = failure { () throws(Status) in
            try Self.disable("run.googleapis.com", &plane, check: true, used: ["run.googleapis.com"])
        }
        #expect(used?.code == .failedPrecondition)
        #expect(used?.message.contains("has usage in the last 30 days") == true)
        _ = try Self.disable("run.googleapis.com", &plane, check: true)
        #expect(!plane.services.isEnabled("run.googleapis.com", at: start + .seconds(60)))
    }

    @Test("Lists are filtered by state and come in pages")
    func lists() throws {
        let plane = Self.plane()
        var request = ServiceUsageV1.ListServicesRequest()
        request.parent = Self.parent
        request.filter = "state:ENABLED"
        let enabled = try plane.listServices(request, by: .owner, at: start)
        #expect(enabled.services.map { $0.config?.name } == ["run.googleapis.com"])
        request.filter = ""
        request.pageSize = 10
        var names: [String] = []
        repeat {
            let page = try plane.listServices(request, by: .owner, at: start)
            names += page.services.compactMap { $0.config?.name }
            request.pageToken = page.nextPageToken
        } while !request.pageToken.isEmpty
        #expect(names == ServiceCatalog.names)
        request.pageSize = 201
        #expect(
            failure { () throws(Status) in try plane.listServices(request, by: .owner, at: start) }?.code
                == .invalidArgument)
    }

    @Test(
        "Names that are none, or of another project, are refused",
        arguments: [
            ("projects/local-project/services", Status.Code.invalidArgument),
            ("folders/1/services/run.googleapis.com", .invalidArgument),
            ("projects/other-project/services/run.googleapis.com", .permissionDenied),
            ("projects/local-project/services/nothing.googleapis.com", .notFound),
        ])
    func names(name: String, code: Status.Code) {
        var request = ServiceUsageV1.ServiceNameRequest()
        request.name = name
        let plane = Self.plane()
        #expect(
            failure { () throws(Status) in try plane.service(request, by: .owner, at: start) }?.code == code)
    }

    @Test("At most 30 services are got at once, each of the parent")
    func batchGet() throws {
        let plane = Self.plane()
        var request = ServiceUsageV1.BatchGetServicesRequest()
        request.parent = Self.parent
        request.names = [Self.name("run.googleapis.com").name, Self.name("pubsub.googleapis.com").name]
        let response = try plane.batchGetServices(request, by: .owner, at: start)
        #expect(response.services.map(\.state) == [.enabled, .disabled])
        request.names = Array(repeating: Self.name("run.googleapis.com").name, count: 31)
        #expect(
            failure { () throws(Status) in try plane.batchGetServices(request, by: .owner, at: start) }?.code
                == .invalidArgument)
        request.names = ["projects/415104041262/services/run.googleapis.com"]
        #expect(
            failure { () throws(Status) in try plane.batchGetServices(request, by: .owner, at: start) }?.code
                == .invalidArgument)
    }
}
