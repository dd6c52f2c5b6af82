import CloudCore

/// Service Usage: which APIs the project may use.
///
/// Source: `google/api/serviceusage/v1/serviceusage.proto`.
extension ControlPlane {
    typealias Service = ServiceUsageV1.Service

    private static let maxPageSize: Int32 = 200
    private static let defaultPageSize: Int32 = 50
    private static let maxBatchEnable = 20
    private static let maxBatchGet = 30

    /// The service of that name.
    ///
    /// - Throws: NOT_FOUND for a service that is none, PERMISSION_DENIED for a project that is not this one.
    func service(
        _ request: ServiceUsageV1.ServiceNameRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Service {
        let id = try serviceID(request.name)
        try authorize("serviceusage.services.get", on: project.name, by: caller, at: now)
        guard services.exists(id) else {
            throw Status(.notFound, "Service '\(id)' was not found or permission was denied.")
        }
        return service(id, at: now)
    }

    /// A page of the services that there are.
    func listServices(
        _ request: ServiceUsageV1.ListServicesRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> ServiceUsageV1.ListServicesResponse {
        try checkConsumer(request.parent, to: "list services")
        try authorize("serviceusage.services.list", on: project.name, by: caller, at: now)
        let size = request.pageSize == 0 ? Self.defaultPageSize : request.pageSize
        guard (1...Self.maxPageSize).contains(size) else {
            throw Status(
                .invalidArgument,
                "page_size is \(request.pageSize), but must be from 0 to \(Self.maxPageSize).")
        }
        let isEnabled = try Self.wantedState(request.filter)
        let rest = ServiceCatalog.names.filter { name in
            name > request.pageToken && (isEnabled == nil || services.isEnabled(name, at: now) == isEnabled)
        }
        var response = ServiceUsageV1.ListServicesResponse()
        let page = rest.prefix(Int(size))
        response.services = page.map { service($0, at: now) }
        if page.count < rest.count, let last = page.last { response.nextPageToken = last }
        return response
    }

    /// Services by name, in the order asked for.
    func batchGetServices(
        _ request: ServiceUsageV1.BatchGetServicesRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> ServiceUsageV1.BatchGetServicesResponse {
        try checkConsumer(request.parent, to: "get services")
        guard (1...Self.maxBatchGet).contains(request.names.count) else {
            throw Status(
                .invalidArgument,
                "names has \(request.names.count) elements, but must have from 1 to \(Self.maxBatchGet).")
        }
        var response = ServiceUsageV1.BatchGetServicesResponse()
        for name in request.names {
            guard name.hasPrefix(request.parent + "/services/") else {
                throw Status(
                    .invalidArgument,
                    "names: \"\(name.prefix(200))\" is not a service of parent \"\(request.parent)\".")
            }
            var one = ServiceUsageV1.ServiceNameRequest()
            one.name = name
            response.services.append(try service(one, by: caller, at: now))
        }
        return response
    }

    /// Whether services that are enabled, or such that are not, are asked for; nil for both.
    private static func wantedState(_ filter: String) throws(Status) -> Bool? {
        switch filter {
        case "": nil
        case "state:ENABLED": true
        case "state:DISABLED": false
        default:
            throw Status(
                .invalidArgument,
                "filter \"\(filter.prefix(100))\" must be state:ENABLED or state:DISABLED.")
        }
    }

    // MARK: Changes

    /// Enables services of the project, all of them or, when one cannot be, none.
    mutating func enableServices(
        _ ids: [String], in parent: String, isBatch: Bool, by caller: Caller, at now: Instant
    ) throws(Status) -> Longrunning.Operation {
        try checkConsumer(parent, to: "enable services")
        try authorize("serviceusage.services.enable", on: project.name, by: caller, at: now)
        guard (1...Self.maxBatchEnable).contains(ids.count) else {
            throw Status(
                .invalidArgument,
                "service_ids has \(ids.count) elements, but must have from 1 to \(Self.maxBatchEnable).")
        }
        let unknown = ids.filter { !services.exists($0) }
        guard unknown.isEmpty else { throw Self.unknownServices(unknown) }
        // What a service cannot do without is enabled with it.
        let needed = ids.flatMap { ServiceCatalog.dependencies[$0] ?? [] }
        return change(needed + ids, to: true, named: ids, isBatch: isBatch, at: now)
    }

    /// Disables a service.
    ///
    /// - Parameter isUsed: whether a service has been called.
    /// - Throws: FAILED_PRECONDITION for a service that is not enabled, or that an enabled one depends on unless those are
    ///   to be disabled, too, or that was used when that is to be checked.
    mutating func disableService(
        _ request: ServiceUsageV1.DisableServiceRequest, isUsed: (String) -> Bool, by caller: Caller,
        at now: Instant
    ) throws(Status) -> Longrunning.Operation {
        let id = try serviceID(request.name)
        try authorize("serviceusage.services.disable", on: project.name, by: caller, at: now)
        guard services.exists(id) else { throw Self.unknownServices([id]) }
        guard services.isEnabled(id, at: now) || services.willBeEnabled(id) else {
            throw Status(.failedPrecondition, "The service \(id) is not enabled for \(consumer).")
        }
        let dependents = ServiceCatalog.names.filter { name in
            ServiceCatalog.dependencies[name]?.contains(id) == true && services.isEnabled(name, at: now)
        }
        guard dependents.isEmpty || request.disableDependentServices else {
            throw Self.refusal(
                "The service \(id) is depended on by the following active service(s): "
                    + "\(dependents.joined(separator: ",")); Please specify disable_dependent_services=true if you "
                    + "want to proceed with disabling all services.", 100_001, id)
        }
        if request.checkIfServiceHasUsage == .check, let used = ([id] + dependents).first(where: isUsed) {
            throw Self.refusal(
                "The service \(used) has usage in the last 30 days. Please specify check_if_service_has_usage=SKIP "
                    + "if you want to proceed with disabling the service.", 100_002, used)
        }
        return change(dependents + [id], to: false, named: [id], isBatch: false, at: now)
    }

    private mutating func change(
        _ ids: [String], to isEnabled: Bool, named: [String], isBatch: Bool, at now: Instant
    ) -> Longrunning.Operation {
        let open = ids.filter { services.willBeEnabled($0) != isEnabled }
        let done = response(named, isEnabled, isBatch)
        let pending = named.compactMap { services.pendingEnd($0, at: now) }.max()
        guard !open.isEmpty || pending != nil else { return noOperation(done) }
        let duration = open.isEmpty ? .zero : services.drawOperationTime()
        for id in open { services.set(id, isEnabled: isEnabled, after: duration, at: now) }
        var metadata = ServiceUsageV1.OperationMetadata()
        metadata.resourceNames = named.map { "\(consumer)/services/\($0)" }
        return operations.begin(
            named: "operations/acat.p2-\(project.number)-",
            metadata: AnyMessage(packing: metadata, ServiceUsageV1.package + ".OperationMetadata"),
            finishing: max(now + duration, pending ?? now), with: .response(done), at: now)
    }

    /// What Service Usage answers when there is nothing to do.
    private func noOperation(_ response: AnyMessage) -> Longrunning.Operation {
        var operation = Longrunning.Operation()
        operation.name = Self.noOperationName
        operation.done = true
        operation.response = response
        return operation
    }

    /// An operation of Service Usage.
    ///
    /// - Throws: NOT_FOUND.
    func serviceOperation(_ name: String, at now: Instant) throws(Status) -> Longrunning.Operation {
        guard name == Self.noOperationName else { return try operations.operation(name, at: now) }
        var operation = Longrunning.Operation()
        operation.name = name
        operation.done = true
        return operation
    }

    private static let noOperationName = "operations/noop.DONE_OPERATION"

    private func response(_ ids: [String], _ isEnabled: Bool, _ isBatch: Bool) -> AnyMessage {
        let changed = ids.map { service($0, isEnabled: isEnabled) }
        guard isBatch else {
            var response = ServiceUsageV1.ServiceResponse()
            response.service = changed.first
            let type = isEnabled ? ".EnableServiceResponse" : ".DisableServiceResponse"
            return AnyMessage(packing: response, ServiceUsageV1.package + type)
        }
        var response = ServiceUsageV1.BatchEnableServicesResponse()
        response.services = changed
        return AnyMessage(packing: response, ServiceUsageV1.package + ".BatchEnableServicesResponse")
    }

    // MARK: Names

    /// The project as Service Usage and its refusals name it.
    var consumer: String { "projects/\(project.number)" }

    private func service(_ id: String, at now: Instant) -> Service {
        service(id, isEnabled: services.isEnabled(id, at: now))
    }

    private func service(_ id: String, isEnabled: Bool) -> Service {
        var config = ServiceUsageV1.ServiceConfig()
        config.name = id
        config.title = ServiceCatalog.titles[id] ?? ""
        var service = Service()
        service.name = "\(consumer)/services/\(id)"
        service.parent = consumer
        service.config = config
        service.state = isEnabled ? .enabled : .disabled
        return service
    }

    /// The DNS name of a service, of its full name.
    func serviceID(_ name: String) throws(Status) -> String {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[2] == "services", !parts[3].isEmpty else {
            throw Status(
                .invalidArgument,
                "Invalid service name \"\(name.prefix(200))\": it must be projects/PROJECT/services/SERVICE.")
        }
        try checkConsumer("\(parts[0])/\(parts[1])", to: "access service [\(parts[3])]")
        return String(parts[3])
    }

    private func checkConsumer(_ parent: String, to act: String) throws(Status) {
        let parts = parent.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "projects", !parts[1].isEmpty else {
            throw Status(
                .invalidArgument,
                "Invalid consumer \"\(parent.prefix(200))\": it must be projects/PROJECT; only projects are supported."
            )
        }
        guard project.isNamed(parts[1]) else {
            throw Status(
                .permissionDenied,
                "Permission denied to \(act) for consumer container [\(parent.prefix(200))]",
                details: [
                    .errorInfo(
                        reason: "AUTH_PERMISSION_DENIED", domain: "serviceusage.googleapis.com", metadata: [:]
                    )
                ])
        }
    }

    /// What gcloud and Terraform show for services that do not exist.
    private static func unknownServices(_ ids: [String]) -> Status {
        let list = ids.map { String($0.prefix(200)) }.joined(separator: ",")
        return Status(
            .permissionDenied, "Not found or permission denied for service(s): \(list).",
            details: [
                .preconditionFailure([
                    .init(
                        type: "googleapis.com", subject: "?error_code=220002&services=\(list)",
                        description: "")
                ]),
                .errorInfo(
                    reason: "SERVICE_CONFIG_NOT_FOUND_OR_PERMISSION_DENIED",
                    domain: "serviceusage.googleapis.com", metadata: ["services": list]),
            ])
    }

    /// A refused disabling, as magic-modules #11494 quotes one.
    private static func refusal(_ text: String, _ code: Int, _ id: String) -> Status {
        Status(
            .failedPrecondition, text,
            details: [
                .preconditionFailure([
                    .init(
                        type: "googleapis.com", subject: "?error_code=\(code)&service_name=\(id)",
                        description: "")
                ])
            ])
    }
}
