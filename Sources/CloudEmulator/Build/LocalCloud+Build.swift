import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    /// The methods of `google.devtools.cloudbuild.v1.CloudBuild` for builds, and the operations that have no location.
    ///
    /// Source: `google/devtools/cloudbuild/v1/cloudbuild.proto`.
    var cloudBuildMethods: [RPCMethod] { buildReads + buildWrites + buildOperations }

    private static let cloudBuild = "/google.devtools.cloudbuild.v1.CloudBuild/"
    private static let buildID = "/v1/projects/{project_id}/builds/{id}"
    private static let buildName = "/v1/{name=projects/*/locations/*/builds/*}"
    private static let buildParents = [
        "/v1/projects/{project_id}/builds", "/v1/{parent=projects/*/locations/*}/builds",
    ]

    private var buildReads: [RPCMethod] {
        [
            buildMethod("GetBuild", [.get(Self.buildID), .get(Self.buildName)]) {
                (plane, request, caller, now) throws(Status) in
                try plane.build(request, by: caller, at: now)
            },
            buildMethod("ListBuilds", Self.buildParents.map { .get($0) }) {
                (plane, request, caller, now) throws(Status) in
                try plane.listBuilds(request, by: caller, at: now)
            },
            buildMethod(
                "GetDefaultServiceAccount", [.get("/v1/{name=projects/*/locations/*/defaultServiceAccount}")]
            ) { (plane, request, caller, now) throws(Status) in
                try plane.defaultBuildAccount(request, by: caller, at: now)
            },
        ]
    }

    private var buildWrites: [RPCMethod] {
        [
            buildMethod("CreateBuild", Self.buildParents.map { .post($0, body: .field("build")) }) {
                (plane, request, caller, now) throws(Status) in
                try plane.createBuild(request, by: caller, at: now)
            },
            buildMethod(
                "CancelBuild", [.post(Self.buildID + ":cancel"), .post(Self.buildName + ":cancel")]
            ) { (plane, request, caller, now) throws(Status) in
                try plane.cancelBuild(request, by: caller, at: now)
            },
            buildMethod("RetryBuild", [.post(Self.buildID + ":retry"), .post(Self.buildName + ":retry")]) {
                (plane, request, caller, now) throws(Status) in
                try plane.retryBuild(request, by: caller, at: now)
            },
        ]
    }

    /// Over gRPC these are methods of `google.longrunning.Operations`, which finds them by their names, too.
    private var buildOperations: [RPCMethod] {
        let operation = "/v1/{name=operations/build/*/*}"
        return [
            buildMethod("GetOperation", [.get(operation)]) {
                (plane, request: Longrunning.OperationNameRequest, _, now) throws(Status) in
                try plane.operations.operation(request.name, at: now)
            },
            buildMethod("CancelOperation", [.post(operation + ":cancel")]) {
                (plane, request: Longrunning.OperationNameRequest, caller, now) throws(Status) in
                _ = try plane.operations.operation(request.name, at: now)
                try plane.cancelBuild(ofOperation: request.name, by: caller, at: now)
                return Empty()
            },
        ]
    }

    private func buildMethod<Request: Message, Response: Message>(
        _ name: String, _ rules: [HTTPRule],
        _ serve:
            @escaping @Sendable (inout ControlPlane, Request, Caller, Instant) throws(Status) -> Response
    ) -> RPCMethod {
        let isWrite = WriteRules.isWrite(Self.cloudBuild + name)
        return planeMethod(Self.cloudBuild + name, rules, then: { [builds] in builds.advance() }) {
            (plane, request: Request, caller, now) throws(Status) -> Response in
            let response = try serve(&plane, request, caller, now)
            if isWrite { plane.publishBuilds(at: now) }
            return response
        }
    }
}
