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
            .unary(Self.serviceUsage + "GetService", [.get("/v1/\(Self.serviceName)")]) {
                [self] (request: ServiceUsageV1.ServiceNameRequest, context) throws(Status)
                    -> ServiceUsageV1.Service in
                let caller = caller(context)
                return try perform { (plane, now) throws(Status) in
                    try plane.service(request, by: caller, at: now)
                }
            },
            .unary(Self.serviceUsage + "ListServices", [.get("/v1/{parent=*/*}/services")]) {
                [self] (request: ServiceUsageV1.ListServicesRequest, context) throws(Status)
                    -> ServiceUsageV1.ListServicesResponse in
                let caller = caller(context)
                return try perform { (plane, now) throws(Status) in
                    try plane.listServices(request, by: caller, at: now)
                }
            },
            .unary(Self.serviceUsage + "BatchGetServices", [.get("/v1/{parent=*/*}/services:batchGet")]) {
                [self] (request: ServiceUsageV1.BatchGetServicesRequest, context) throws(Status)
                    -> ServiceUsageV1.BatchGetServicesResponse in
                let caller = caller(context)
                return try perform { (plane, now) throws(Status) in
                    try plane.batchGetServices(request, by: caller, at: now)
                }
            },
        ]
    }

    private var serviceWrites: [RPCMethod] {
        [
            .unary(Self.serviceUsage + "EnableService", [.post("/v1/\(Self.serviceName):enable")]) {
                [self] (request: ServiceUsageV1.ServiceNameRequest, context) throws(Status)
                    -> Longrunning.Operation in
                let caller = caller(context)
                return try perform { (plane, now) throws(Status) in
                    let id = try plane.serviceID(request.name)
                    return try plane.enableServices(
                        [id], in: plane.consumer, isBatch: false, by: caller, at: now)
                }
            },
            .unary(
                Self.serviceUsage + "BatchEnableServices", [.post("/v1/{parent=*/*}/services:batchEnable")]
            ) {
                [self] (request: ServiceUsageV1.BatchEnableServicesRequest, context) throws(Status)
                    -> Longrunning.Operation in
                let caller = caller(context)
                return try perform { (plane, now) throws(Status) in
                    try plane.enableServices(
                        request.serviceIDs, in: request.parent, isBatch: true, by: caller, at: now)
                }
            },
            .unary(Self.serviceUsage + "DisableService", [.post("/v1/\(Self.serviceName):disable")]) {
                [self] (request: ServiceUsageV1.DisableServiceRequest, context) throws(Status)
                    -> Longrunning.Operation in
                let caller = caller(context)
                // Before the change, so that no call slips through.
                gate.arm()
                return try perform { (plane, now) throws(Status) in
                    try plane.disableService(request, isUsed: gate.isUsed, by: caller, at: now)
                }
            },
        ]
    }

    /// Over gRPC these are methods of `google.longrunning.Operations`, which finds them by their names, too.
    private var serviceOperations: [RPCMethod] {
        let service = "/google.api.serviceusage.v1.Operations/"
        return [
            .unary(service + "GetOperation", [.get("/v1/{name=operations/*}")]) {
                [self] (request: Longrunning.OperationNameRequest, _) throws(Status) -> Longrunning.Operation
                in
                try perform { (plane, now) throws(Status) in
                    try plane.serviceOperation(request.name, at: now)
                }
            },
            .unary(service + "CancelOperation", [.post("/v1/{name=operations/*}:cancel")]) {
                (request: Longrunning.OperationNameRequest, _) throws(Status) -> Empty in
                throw Status(
                    .unimplemented, "\(request.name): operations of Service Usage cannot be cancelled.")
            },
            .unary(service + "DeleteOperation", [.delete("/v1/{name=operations/*}")]) {
                [self] (request: Longrunning.OperationNameRequest, _) throws(Status) -> Empty in
                try perform { (plane, _) throws(Status) in try plane.operations.delete(request.name) }
                return Empty()
            },
        ]
    }
}
