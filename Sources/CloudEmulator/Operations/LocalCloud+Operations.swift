import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    /// The methods of `google.longrunning.Operations` for operations of a location, which most APIs have in common.
    ///
    /// Source: `google/longrunning/operations.proto`; the paths are those of the APIs' discovery documents.
    var operationMethods: [RPCMethod] {
        let service = "/google.longrunning.Operations/"
        let versions = ["v1", "v2"]
        let paths = versions.map { "/\($0)/{name=projects/*/locations/*/operations/*}" }
        return [
            planeMethod(service + "GetOperation", paths.map { .get($0) }) {
                (plane, request: Longrunning.OperationNameRequest, _, now) throws(Status) in
                try plane.operations.operation(request.name, at: now)
            },
            planeMethod(
                service + "ListOperations",
                versions.map { .get("/\($0)/{name=projects/*/locations/*}/operations") }
            ) { (plane, request, _, now) throws(Status) in try plane.listOperations(request, at: now) },
            planeMethod(
                service + "CancelOperation", paths.map { .post($0 + ":cancel") },
                then: { [builds] in builds.advance() }
            ) { (plane, request: Longrunning.OperationNameRequest, caller, now) throws(Status) in
                _ = try plane.operations.operation(request.name, at: now)
                try plane.cancelBuild(ofOperation: request.name, by: caller, at: now)
                try plane.operations.cancel(request.name, at: now)
                plane.publishBuilds(at: now)
                return Empty()
            },
            planeMethod(service + "DeleteOperation", paths.map { .delete($0) }) {
                (plane, request: Longrunning.OperationNameRequest, _, _) throws(Status) in
                try plane.operations.delete(request.name)
                return Empty()
            },
            waitOperationMethod,
        ]
    }
}

extension ControlPlane {
    private static let standardOperationsPage = 100
    private static let maxOperationsPage = 1000

    /// A page of the operations of a location.
    ///
    /// - Throws: UNIMPLEMENTED for a filter, INVALID_ARGUMENT for a page token that is none.
    func listOperations(
        _ request: Longrunning.ListOperationsRequest, at now: Instant
    ) throws(Status) -> Longrunning.ListOperationsResponse {
        guard request.filter.isEmpty else {
            throw Status(
                .unimplemented, "filter \"\(request.filter.prefix(100))\": operations cannot be filtered.")
        }
        let pages = try PageRequest(
            size: request.pageSize, token: request.pageToken, standard: Self.standardOperationsPage,
            most: Self.maxOperationsPage)
        var response = Longrunning.ListOperationsResponse()
        (response.operations, response.nextPageToken) = operations.list(
            request.name + "/operations/", pages, at: now)
        return response
    }
}
