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
            .unary(service + "GetOperation", paths.map { .get($0) }) {
                [self] (request: Longrunning.OperationNameRequest, _) throws(Status) -> Longrunning.Operation
                in
                try perform { (plane, now) throws(Status) in
                    try plane.operations.operation(request.name, at: now)
                }
            },
            .unary(
                service + "ListOperations",
                versions.map { .get("/\($0)/{name=projects/*/locations/*}/operations") }
            ) {
                [self] (request: Longrunning.ListOperationsRequest, _) throws(Status)
                    -> Longrunning.ListOperationsResponse in
                try perform { (plane, now) throws(Status) in try plane.listOperations(request, at: now) }
            },
            .unary(service + "CancelOperation", paths.map { .post($0 + ":cancel") }) {
                [self] (request: Longrunning.OperationNameRequest, _) throws(Status) -> Empty in
                try perform { (plane, now) throws(Status) in
                    try plane.operations.cancel(request.name, at: now)
                }
                return Empty()
            },
            .unary(service + "DeleteOperation", paths.map { .delete($0) }) {
                [self] (request: Longrunning.OperationNameRequest, _) throws(Status) -> Empty in
                try perform { (plane, _) throws(Status) in try plane.operations.delete(request.name) }
                return Empty()
            },
        ]
    }
}

extension ControlPlane {
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
        let all = operations.list(request.name + "/operations/", at: now)
        let start = request.pageToken.isEmpty ? 0 : Int(request.pageToken)
        guard let start, (0...all.count).contains(start), request.pageSize >= 0 else {
            throw Status(
                .invalidArgument,
                "page_token \"\(request.pageToken.prefix(100))\" or page_size \(request.pageSize) is invalid."
            )
        }
        let size = request.pageSize == 0 ? 100 : min(Int(request.pageSize), Self.maxOperationsPage)
        var response = Longrunning.ListOperationsResponse()
        response.operations = Array(all[start...].prefix(size))
        if start + size < all.count { response.nextPageToken = String(start + size) }
        return response
    }
}
