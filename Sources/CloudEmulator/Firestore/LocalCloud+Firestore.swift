import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    /// The methods of `google.firestore.admin.v1.FirestoreAdmin`, with those of their operations.
    ///
    /// Source: `google/firestore/admin/v1/firestore_admin.proto`.
    var firestoreMethods: [RPCMethod] { databaseMethods + databaseOperations + FirestoreRefusals.methods }

    private static let databaseName = "/v1/{name=projects/*/databases/*}"

    private var databaseMethods: [RPCMethod] {
        let service = FirestoreRefusals.service
        return [
            planeMethod(
                service + "CreateDatabase",
                [.post("/v1/{parent=projects/*}/databases", body: .field("database"))]
            ) { [self] (plane, request: FirestoreAdminV1.CreateDatabaseRequest, caller, now) throws(Status) in
                try admitCreation(in: request.database?.locationID ?? "", plane)
                return try plane.createDatabase(request, by: caller, at: now)
            },
            planeMethod(service + "GetDatabase", [.get(Self.databaseName)]) {
                (plane, request: FirestoreAdminV1.GetDatabaseRequest, caller, now) throws(Status) in
                try plane.database(request.name, by: caller, at: now)
            },
            planeMethod(service + "ListDatabases", [.get("/v1/{parent=projects/*}/databases")]) {
                (plane, request, caller, now) throws(Status) in
                try plane.listDatabases(request, by: caller, at: now)
            },
            planeMethod(
                service + "UpdateDatabase",
                [.patch("/v1/{database.name=projects/*/databases/*}", body: .field("database"))]
            ) { (plane, request, caller, now) throws(Status) in
                try plane.updateDatabase(request, by: caller, at: now)
            },
            planeMethod(service + "DeleteDatabase", [.delete(Self.databaseName)]) {
                (plane, request, caller, now) throws(Status) in
                try plane.deleteDatabase(request, by: caller, at: now)
            },
        ]
    }

    /// Over gRPC these are methods of `google.longrunning.Operations`, which finds them by their names, too.
    private var databaseOperations: [RPCMethod] {
        let service = "/google.firestore.admin.v1.Operations/"
        let operation = "/v1/{name=projects/*/databases/*/operations/*}"
        return [
            planeMethod(service + "GetOperation", [.get(operation)]) {
                (plane, request: Longrunning.OperationNameRequest, caller, now) throws(Status) in
                try plane.authorizeOperation("get", request.name, by: caller, at: now)
                return try plane.operations.operation(request.name, at: now)
            },
            planeMethod(service + "ListOperations", [.get(Self.databaseName + "/operations")]) {
                (plane, request: Longrunning.ListOperationsRequest, caller, now) throws(Status) in
                try plane.authorizeOperation("list", request.name, by: caller, at: now)
                return try plane.listOperations(request, at: now)
            },
            planeMethod(service + "CancelOperation", [.post(operation + ":cancel")]) {
                (plane, request: Longrunning.OperationNameRequest, caller, now) throws(Status) in
                try plane.authorizeOperation("cancel", request.name, by: caller, at: now)
                // What these operations are for is done when they begin, so that there is nothing to cancel.
                guard try plane.operations.operation(request.name, at: now).done else {
                    throw Status(
                        .unimplemented, "\(request.name): operations on databases cannot be cancelled.")
                }
                return Empty()
            },
            planeMethod(service + "DeleteOperation", [.delete(operation)]) {
                (plane, request: Longrunning.OperationNameRequest, caller, now) throws(Status) in
                try plane.authorizeOperation("delete", request.name, by: caller, at: now)
                try plane.operations.delete(request.name)
                return Empty()
            },
        ]
    }
}

extension ControlPlane {
    fileprivate func authorizeOperation(
        _ verb: String, _ name: String, by caller: Caller, at now: Instant
    ) throws(Status) {
        try authorize("datastore.operations.\(verb)", on: name, by: caller, at: now)
    }
}
