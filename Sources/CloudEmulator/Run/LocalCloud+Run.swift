import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    /// The methods of `google.cloud.run.v2.Services` and `Revisions`, and those of Cloud Run's older API.
    ///
    /// Source: `google/cloud/run/v2/service.proto` and `revision.proto`.
    var runMethods: [RPCMethod] {
        runServiceMethods + runRevisionMethods + runPolicyMethods + knativeMethods
    }

    private static let services = "/google.cloud.run.v2.Services/"
    private static let revisions = "/google.cloud.run.v2.Revisions/"
    private static let service = "projects/*/locations/*/services/*"

    /// A method after which the engine looks what there is to do.
    func runMethod<Request: Message, Response: Message>(
        _ path: String, _ rules: [HTTPRule],
        _ serve: @escaping @Sendable (inout ControlPlane, Request, Caller, Instant) throws(Status) -> Response
    ) -> RPCMethod {
        planeMethod(path, rules, then: { [run] in run.follow() }, serve)
    }

    private var runServiceMethods: [RPCMethod] {
        [
            runMethod(
                Self.services + "CreateService",
                [.post("/v2/{parent=projects/*/locations/*}/services", body: .field("service"))]
            ) { (plane, request, caller, now) throws(Status) in
                try plane.createRunService(request, by: caller, at: now)
            },
            planeMethod(Self.services + "GetService", [.get("/v2/{name=\(Self.service)}")]) {
                (plane, request: RunV2.GetServiceRequest, caller, now) throws(Status) in
                try plane.runService(request.name, by: caller, at: now)
            },
            planeMethod(
                Self.services + "ListServices", [.get("/v2/{parent=projects/*/locations/*}/services")]
            ) {
                (plane, request, caller, now) throws(Status) in
                try plane.listRunServices(request, by: caller, at: now)
            },
            runMethod(
                Self.services + "UpdateService",
                [.patch("/v2/{service.name=\(Self.service)}", body: .field("service"))]
            ) { (plane, request, caller, now) throws(Status) in
                try plane.updateRunService(request, by: caller, at: now)
            },
            runMethod(Self.services + "DeleteService", [.delete("/v2/{name=\(Self.service)}")]) {
                (plane, request, caller, now) throws(Status) in
                try plane.deleteRunService(request, by: caller, at: now)
            },
        ]
    }

    private var runRevisionMethods: [RPCMethod] {
        [
            planeMethod(Self.revisions + "GetRevision", [.get("/v2/{name=\(Self.service)/revisions/*}")]) {
                (plane, request: RunV2.GetRevisionRequest, caller, now) throws(Status) in
                try plane.runRevision(request.name, by: caller, at: now)
            },
            planeMethod(Self.revisions + "ListRevisions", [.get("/v2/{parent=\(Self.service)}/revisions")]) {
                (plane, request, caller, now) throws(Status) in
                try plane.listRunRevisions(request, by: caller, at: now)
            },
            runMethod(Self.revisions + "DeleteRevision", [.delete("/v2/{name=\(Self.service)/revisions/*}")])
            {
                (plane, request, caller, now) throws(Status) in
                try plane.deleteRunRevision(request, by: caller, at: now)
            },
        ]
    }

    /// Both versions of the API have the same.
    private var runPolicyMethods: [RPCMethod] {
        func rules(_ make: (String) -> HTTPRule) -> [HTTPRule] {
            ["v2", "v1"].map { make("/\($0)/{resource=\(Self.service)}") }
        }
        return [
            planeMethod(Self.services + "GetIamPolicy", rules { .get($0 + ":getIamPolicy") }) {
                (plane, request: IAMv1.GetIamPolicyRequest, caller, now) throws(Status) in
                let (name, _) = try plane.runEntry(
                    request.resource, "run.services.getIamPolicy", by: caller, at: now)
                return try plane.policy(of: plane.runResource(name.path), request, by: caller, at: now)
            },
            planeMethod(Self.services + "SetIamPolicy", rules { .post($0 + ":setIamPolicy") }) {
                (plane, request: IAMv1.SetIamPolicyRequest, caller, now) throws(Status) in
                let (name, _) = try plane.runEntry(
                    request.resource, "run.services.setIamPolicy", by: caller, at: now)
                return try plane.setPolicy(of: plane.runResource(name.path), request, by: caller, at: now)
            },
            planeMethod(Self.services + "TestIamPermissions", rules { .post($0 + ":testIamPermissions") }) {
                (plane, request: IAMv1.TestIamPermissionsRequest, caller, now) throws(Status) in
                try plane.testRunPermissions(request, by: caller, at: now)
            },
        ]
    }

    /// Has services be reached through a port, and their instances find the cloud on ports of their own.
    func serveInstances(host: String, port: UInt16, limits: ServerLimits) {
        plane.change(at: timeline.now) { (plane, _) in plane.run.portSuffix = ":\(port)" }
        run.ports.use { [weak self] owner in
            guard let self,
                let server = try? start(as: owner.account, host: host, region: owner.region, limits: limits)
            else { return nil }
            return AccountPort(server, plane.callers)
        }
        run.restartIfDue()
    }

    /// Ends all instances of all services at once. They start again when they are asked for.
    public func stopInstances() { run.endAll() }
}
