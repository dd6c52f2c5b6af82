import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    /// The methods of `google.api.serviceusage.v1.ServiceUsage`, and its operations, whose names have no parent.
    ///
    /// Source: `google/api/serviceusage/v1/serviceusage.proto`.
    var serviceUsageMethods: [RPCMethod] { serviceReads + serviceWrites + serviceOperations }

    private static let serviceUsage = "/google.api.serviceusage.v1.ServiceUsage/"
    private static let serviceName = "{name=*/*/services/*}"

    private var serviceReads: [RPCMethod] {
        [
            planeMethod(Self.serviceUsage + "GetService", [.get("/v1/\(Self.serviceName)")]) {
                (plane, request, caller, now) throws(Status) in
                try plane.service(request, by: caller, at: now)
            },
            planeMethod(Self.serviceUsage + "ListServices", [.get("/v1/{parent=*/*}/services")]) {
                (plane, request, caller, now) throws(Status) in
                try plane.listServices(request, by: caller, at: now)
            },
            planeMethod(Self.serviceUsage + "BatchGetServices", [.get("/v1/{parent=*/*}/services:batchGet")])
            { (plane, request, caller, now) throws(Status) in
                try plane.batchGetServices(request, by: caller, at: now)
            },
        ]
    }

    private var serviceWrites: [RPCMethod] {
        [
            planeMethod(Self.serviceUsage + "EnableService", [.post("/v1/\(Self.serviceName):enable")]) {
                (plane, request: ServiceUsageV1.ServiceNameRequest, caller, now) throws(Status) in
                let id = try plane.serviceID(request.name)
                return try plane.enableServices(
                    [id], in: plane.consumer, isBatch: false, by: caller, at: now)
            },
            planeMethod(
                Self.serviceUsage + "BatchEnableServices", [.post("/v1/{parent=*/*}/services:batchEnable")]
            ) { (plane, request: ServiceUsageV1.BatchEnableServicesRequest, caller, now) throws(Status) in
                try plane.enableServices(
                    request.serviceIDs, in: request.parent, isBatch: true, by: caller, at: now)
            },
            planeMethod(Self.serviceUsage + "DisableService", [.post("/v1/\(Self.serviceName):disable")]) {
                [gate] (plane, request: ServiceUsageV1.DisableServiceRequest, caller, now) throws(Status) in
                // Before the change, so that no call slips through.
                gate.arm()
                let isReplaying = plane.isReplaying
                return try plane.disableService(
                    request, isUsed: { !isReplaying && gate.isUsed($0) }, by: caller, at: now)
            },
        ]
    }

    /// Over gRPC these are methods of `google.longrunning.Operations`, which finds them by their names, too.
    private var serviceOperations: [RPCMethod] {
        let service = "/google.api.serviceusage.v1.Operations/"
        return [
            planeMethod(service + "GetOperation", [.get("/v1/{name=operations/*}")]) {
                (plane, request: Longrunning.OperationNameRequest, _, now) throws(Status) in
                try plane.serviceOperation(request.name, at: now)
            },
            .unary(service + "CancelOperation", [.post("/v1/{name=operations/*}:cancel")]) {
                (request: Longrunning.OperationNameRequest, _) throws(Status) -> Empty in
                throw Status(
                    .unimplemented, "\(request.name): operations of Service Usage cannot be cancelled.")
            },
            planeMethod(service + "DeleteOperation", [.delete("/v1/{name=operations/*}")]) {
                (plane, request: Longrunning.OperationNameRequest, _, _) throws(Status) in
                try plane.operations.delete(request.name)
                return Empty()
            },
        ]
    }
}
