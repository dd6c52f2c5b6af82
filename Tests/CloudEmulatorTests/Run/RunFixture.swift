import CloudCore
import GoogleCloud
import PubSubEmulator
import RPCServer
import Synchronization
import Testing

@testable import CloudEmulator

/// A cloud whose services really run, in a virtual time that a test moves.
final class RunFixture: Sendable {
    static let region = "projects/local-project/locations/europe-west1"

    let timeline: VirtualTimeline
    let transport = CurlTransport()
    let cloud: LocalCloud

    init(
        _ mode: PolicyMode = .off, _ propagation: PropagationModel = .instant,
        timeline: VirtualTimeline = VirtualTimeline()
    ) {
        self.timeline = timeline
        cloud = LocalCloud(timeline: timeline, propagation: propagation, policyMode: mode, http: transport)
    }

    deinit { cloud.stopInstances() }

    func put(_ image: RunnableImage, as name: String = "registry/image", digest: String = "sha256:1") throws {
        cloud.images.put(image, digest: digest, as: try ImageReferenceName(name), at: timeline.now)
    }

    static func service(
        image: String = "registry/image", _ change: (inout RunV2.Service) -> Void = { _ in }
    ) -> RunV2.Service {
        var service = RunV2.Service()
        var template = RunV2.RevisionTemplate()
        var container = RunV2.Container()
        container.image = image
        template.containers = [container]
        service.template = template
        change(&service)
        return service
    }

    @discardableResult
    func create(
        _ id: String = "web", _ service: RunV2.Service = RunFixture.service(), by caller: Caller = .owner,
        validateOnly: Bool = false
    ) throws(Status) -> Longrunning.Operation {
        var request = RunV2.CreateServiceRequest()
        request.parent = Self.region
        request.serviceID = id
        request.service = service
        request.validateOnly = validateOnly
        return try write(request, "CreateService", by: caller) { (plane, now) throws(Status) in
            try plane.createRunService(request, by: caller, at: now)
        }
    }

    @discardableResult
    func update(
        _ id: String = "web", mask: [String] = [], _ change: (inout RunV2.Service) -> Void
    ) throws(Status) -> Longrunning.Operation {
        var service = try self.service(id)
        change(&service)
        var request = RunV2.UpdateServiceRequest()
        request.service = service
        if !mask.isEmpty { request.updateMask = FieldMask(mask) }
        return try write(request, "UpdateService") { (plane, now) throws(Status) in
            try plane.updateRunService(request, by: .owner, at: now)
        }
    }

    func delete(_ id: String = "web") throws(Status) {
        var request = RunV2.DeleteServiceRequest()
        request.name = "\(Self.region)/services/\(id)"
        _ = try write(request, "DeleteService") { (plane, now) throws(Status) in
            try plane.deleteRunService(request, by: .owner, at: now)
        }
    }

    func service(_ id: String = "web") throws(Status) -> RunV2.Service {
        try cloud.perform { (plane, now) throws(Status) in
            try plane.runService("\(Self.region)/services/\(id)", by: .owner, at: now)
        }
    }

    func revision(_ name: String) throws(Status) -> RunV2.Revision {
        try cloud.perform { (plane, now) throws(Status) in
            try plane.runRevision(name, by: .owner, at: now)
        }
    }

    private func write<Request: Message, R: Sendable>(
        _ request: Request, _ method: String, by caller: Caller = .owner,
        _ body: (inout ControlPlane, Instant) throws(Status) -> R
    ) throws(Status) -> R {
        let result = try cloud.plane.write(
            request, of: "google.cloud.run.v2.Services/" + method, by: caller, body)
        cloud.run.follow()
        return result
    }

    /// The operation once it has ended.
    func ended(_ operation: Longrunning.Operation) async throws -> Longrunning.Operation {
        try await cloud.endedOperation(operation.name)
    }

    /// Creates a service and waits until it serves.
    @discardableResult
    func deploy(_ id: String = "web", _ service: RunV2.Service = RunFixture.service()) async throws
        -> RunV2.Service
    {
        let operation = try await ended(try create(id, service))
        try #require(operation.error == nil, "\(operation.error?.message ?? "")")
        return try self.service(id)
    }

    /// Sends a request to a service's URL, in process.
    func get(
        _ path: String = "/", _ id: String = "web", tag: String = "", token: String? = nil,
        method: String = "GET",
        body: [UInt8] = [], isInternal: Bool = false
    ) async -> HTTPAnswer {
        let host = RunHost(service: RunServiceName(location: "europe-west1", id: id), tag: tag)
        let request = GatewayRequest(
            method: method, authority: host.text(.standard), target: path,
            headers: token.map { [("authorization", "Bearer \($0)")] } ?? [], body: body)
        return await withCheckedContinuation { continuation in
            cloud.run.serve(request, isInternal: isInternal) {
                continuation.resume(returning: HTTPAnswer($0))
            }
        }
    }

    /// The numbers of ready instances by revision id.
    var ready: [String: Int] {
        Dictionary(uniqueKeysWithValues: cloud.run.inspect { ($0.id, $1.pool.counts.ready) })
    }

    /// What the newest revision of a service has logged.
    func log(_ id: String = "web") -> [String] {
        cloud.run.inspect { ($0, $1.log.lines.map(\.text)) }.last { $0.0.service.id == id }?.1 ?? []
    }
}

struct HTTPAnswer: Sendable {
    let status: Int
    let text: String
    let headers: [String: String]

    init(_ response: RPCServer.HTTPResponse) {
        status = response.status
        text = String(decoding: response.body, as: UTF8.self)
        headers = Dictionary(response.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }
}

extension RunnableImage {
    /// An image that answers requests as `answer` says.
    static func web(
        _ answer: @escaping @Sendable (ServiceInstance, HTTPRequestView) -> RPCServer.HTTPResponse
    ) -> RunnableImage {
        .closure { instance in
            let routes = ["GET", "POST", "PUT", "DELETE"].map { method in
                HTTPRoute(method, "/{rest=**}") { answer(instance, $0) }
            }
            let server = try Server(methods: [], routes: routes, port: UInt16(instance.port))
            await untilCancelled()
            await server.stop()
        }
    }

    /// An image that answers every request with a text.
    static func text(_ text: String) -> RunnableImage { .web { _, _ in .text(text) } }
}

/// Waits until the task is cancelled.
func untilCancelled() async {
    let (stream, end) = AsyncStream.makeStream(of: Void.self)
    await withTaskCancellationHandler {
        for await _ in stream {}
    } onCancel: {
        end.finish()
    }
}
