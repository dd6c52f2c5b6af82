import CloudCore

extension RunV1.Service {
    /// The older API's form of a service as it is shown.
    init(_ service: RunV2.Service, _ name: RunServiceName, _ project: LocalProject) {
        apiVersion = "serving.knative.dev/v1"
        kind = "Service"
        metadata = RunV1.ObjectMeta(of: service, name, project)
        var spec = RunV1.ServiceSpec()
        spec.template = service.template.map { RunV1.RevisionTemplate($0) }
        spec.traffic = service.traffic.map { RunV1.TrafficTarget($0.type, $0.revision, $0.percent, $0.tag) }
        self.spec = spec
        var status = RunV1.ServiceStatus()
        // Once it is over there is nothing more to observe, however it ended.
        status.observedGeneration = Int32(
            clamping: service.reconciling ? service.observedGeneration : service.generation)
        status.conditions = service.knativeConditions
        status.latestReadyRevisionName = service.latestReadyRevision.lastName
        status.latestCreatedRevisionName = service.latestCreatedRevision.lastName
        status.traffic = service.knativeTraffic
        status.url = service.uri
        if !service.uri.isEmpty {
            var address = RunV1.Addressable()
            address.url = service.uri
            status.address = address
        }
        self.status = status
    }
}

extension RunV1.Service {
    /// The service as operations have it; there is no protobuf form of it.
    var packed: AnyMessage {
        var text = OutputBuffer()
        ProtoJSONEncoder.encode(self, to: &text)
        var object = (try? JSON.parse(text.copyBytes()).objectValue) ?? JSONObject()
        object["@type"] = "type.googleapis.com/google.cloud.run.v1.Service"
        return AnyMessage(json: object)
    }
}

extension RunV2.Service {
    var knativeConditions: [RunV1.Condition] {
        ([terminalCondition].compactMap { $0 } + conditions).map { RunV1.Condition($0) }
    }

    var knativeTraffic: [RunV1.TrafficTarget] {
        trafficStatuses.map { status in
            var target = RunV1.TrafficTarget(
                status.type, status.type == .latest ? latestReadyRevision.lastName : status.revision,
                status.percent,
                status.tag)
            target.url = status.uri
            return target
        }
    }
}

extension RunV1.TrafficTarget {
    fileprivate init(
        _ type: RunV2.TrafficTargetAllocationType, _ revision: String, _ percent: Int32, _ tag: String
    ) {
        latestRevision = type == .latest
        revisionName = revision
        self.percent = percent
        self.tag = tag
    }
}

extension RunV1.ObjectMeta {
    /// What all that belongs to a service is headed with.
    init(
        of service: RunV2.Service, _ name: RunServiceName, _ project: LocalProject,
        collection: String = "services"
    ) {
        typealias Names = KnativeAnnotations
        self.name = name.id
        namespace = String(project.number)
        selfLink = "/apis/serving.knative.dev/v1/namespaces/\(project.number)/\(collection)/\(name.id)"
        uid = service.uid
        resourceVersion = service.etag.filter { $0 != "\"" }
        generation = Int32(clamping: service.generation)
        creationTimestamp = service.createTime
        labels = service.labels
        labels[Names.locationLabel] = name.location
        annotations = service.annotations
        func set(_ key: String, _ value: String?) {
            if let value, !value.isEmpty { annotations[key] = value }
        }
        set(Names.creator, service.creator)
        set(Names.lastModifier, service.lastModifier)
        let ingress = Names.ingresses.first { $0.value == service.ingress }?.name
        set(Names.ingress, ingress)
        set(Names.ingressStatus, ingress)
        set(
            Names.launchStage,
            Names.launchStages.first { $0.value == service.launchStage && $0.value != .ga }?.name)
        set(Names.clientName, service.client)
        set(Names.clientVersion, service.clientVersion)
        set(Names.description, service.description)
        set(Names.invokerIamDisabled, service.invokerIamDisabled ? "true" : nil)
        set(Names.defaultURLDisabled, service.defaultUriDisabled ? "true" : nil)
        if !service.customAudiences.isEmpty { set(Names.customAudiences, Self.list(service.customAudiences)) }
        if !service.urls.isEmpty { set(Names.urls, Self.list(service.urls)) }
        if let count = service.scaling?.minInstanceCount, count > 0 {
            set(Names.serviceMinScale, String(count))
        }
    }

    private static func list(_ texts: [String]) -> String {
        String(decoding: JSON.array(texts.map { .string($0) }).bytes(), as: UTF8.self)
    }
}

extension RunV1.Condition {
    init(_ condition: RunV2.Condition) {
        type = condition.type
        switch condition.state {
        case .succeeded: status = "True"
        case .failed: status = "False"
        default: status = "Unknown"
        }
        message = condition.message
        lastTransitionTime = condition.lastTransitionTime
        severity = condition.severity == .info ? "Info" : ""
        reason =
            condition.reason.rawValue != 0
            ? Self.camelCase(RunV2.Condition.CommonReason.names, condition.reason.rawValue)
            : condition.revisionReason.rawValue != 0
                ? Self.camelCase(RunV2.Condition.RevisionReason.names, condition.revisionReason.rawValue) : ""
    }

    /// `CONTAINER_MISSING` is ContainerMissing there.
    private static func camelCase(_ names: [(number: Int32, name: String)], _ value: Int32) -> String {
        let name = names.first { $0.number == value }?.name ?? ""
        return name.split(separator: "_").map { $0.prefix(1) + $0.dropFirst().lowercased() }.joined()
    }
}

extension String {
    /// What follows the last slash of a resource name.
    var lastName: String { split(separator: "/").last.map(String.init) ?? "" }
}
