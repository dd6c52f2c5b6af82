import CloudCore

extension RunV1.RevisionTemplate {
    init(_ template: RunV2.RevisionTemplate) {
        var metadata = RunV1.ObjectMeta()
        metadata.name = template.revision
        metadata.labels = template.labels
        metadata.annotations = template.annotations
        metadata.annotate(
            template.scaling, template.containers.first, template.executionEnvironment,
            isHealthCheckDisabled: template.healthCheckDisabled)
        self.metadata = metadata
        spec = RunV1.RevisionSpec(
            template.containers, template.maxInstanceRequestConcurrency, template.timeout,
            template.serviceAccount)
    }
}

extension RunV1.Revision {
    /// The older API's form of a revision.
    init(
        _ stored: RunStore.Revision, _ name: RunRevisionName, _ service: RunV2.Service,
        _ project: LocalProject
    ) {
        let revision = stored.message
        apiVersion = "serving.knative.dev/v1"
        kind = "Revision"
        var metadata = RunV1.ObjectMeta()
        metadata.name = name.id
        metadata.namespace = String(project.number)
        metadata.selfLink = "/apis/serving.knative.dev/v1/namespaces/\(project.number)/revisions/\(name.id)"
        metadata.uid = revision.uid
        metadata.resourceVersion = revision.etag.filter { $0 != "\"" }
        metadata.generation = Int32(clamping: revision.generation)
        metadata.creationTimestamp = revision.createTime
        metadata.labels = revision.labels
        metadata.labels[KnativeAnnotations.locationLabel] = name.service.location
        metadata.labels[KnativeAnnotations.serviceLabel] = name.service.id
        metadata.labels["serving.knative.dev/configuration"] = name.service.id
        metadata.labels["serving.knative.dev/serviceUid"] = service.uid
        metadata.annotations = revision.annotations
        metadata.annotations[KnativeAnnotations.creator] = revision.creator
        metadata.annotate(
            revision.scaling, revision.containers.first, revision.executionEnvironment,
            isHealthCheckDisabled: false)
        self.metadata = metadata
        spec = RunV1.RevisionSpec(
            revision.containers, revision.maxInstanceRequestConcurrency, revision.timeout,
            revision.serviceAccount)
        var status = RunV1.RevisionStatus()
        status.observedGeneration = Int32(clamping: revision.observedGeneration)
        status.conditions = revision.conditions.map { RunV1.Condition($0) }
        status.imageDigest = stored.imageDigest
        self.status = status
    }
}

extension RunV1.ObjectMeta {
    fileprivate mutating func annotate(
        _ scaling: RunV2.RevisionScaling?, _ container: RunV2.Container?,
        _ environment: RunV2.ExecutionEnvironment, isHealthCheckDisabled: Bool
    ) {
        typealias Names = KnativeAnnotations
        if let count = scaling?.minInstanceCount, count > 0 { annotations[Names.minScale] = String(count) }
        if let count = scaling?.maxInstanceCount, count > 0 { annotations[Names.maxScale] = String(count) }
        if container?.resources?.cpuIdle == false { annotations[Names.cpuThrottling] = "false" }
        if container?.resources?.startupCpuBoost == true { annotations[Names.startupBoost] = "true" }
        if let name = Names.environments.first(where: { $0.value == environment })?.name {
            annotations[Names.environment] = name
        }
        if isHealthCheckDisabled { annotations[Names.healthCheckDisabled] = "true" }
    }
}

extension RunV1.RevisionSpec {
    fileprivate init(
        _ containers: [RunV2.Container], _ concurrency: Int32, _ timeout: Duration?, _ account: String
    ) {
        containerConcurrency = concurrency
        timeoutSeconds = timeout.map { Int32(clamping: $0.components.seconds) } ?? 0
        serviceAccountName = account
        self.containers = containers.map { RunV1.Container($0) }
    }
}

extension RunV1.Container {
    fileprivate init(_ container: RunV2.Container) {
        name = container.name
        image = container.image
        command = container.command
        args = container.args
        env = container.env.map { RunV1.EnvVar($0) }
        ports = container.ports.map { port in
            var converted = RunV1.ContainerPort()
            converted.name = port.name
            converted.containerPort = port.containerPort
            return converted
        }
        var resources = RunV1.ResourceRequirements()
        resources.limits = container.resources?.limits ?? [:]
        self.resources = resources
        startupProbe = container.startupProbe.map { RunV1.Probe($0) }
        livenessProbe = container.livenessProbe.map { RunV1.Probe($0) }
    }
}

extension RunV1.EnvVar {
    fileprivate init(_ variable: RunV2.EnvVar) {
        name = variable.name
        value = variable.value ?? ""
        guard let reference = variable.valueSource?.secretKeyRef else { return }
        var selector = RunV1.SecretKeySelector()
        selector.name = reference.secret
        selector.key = reference.version.isEmpty ? "latest" : reference.version
        var source = RunV1.EnvVarSource()
        source.secretKeyRef = selector
        valueFrom = source
    }
}

extension RunV1.Probe {
    fileprivate init(_ probe: RunV2.Probe) {
        initialDelaySeconds = probe.initialDelaySeconds
        timeoutSeconds = probe.timeoutSeconds
        periodSeconds = probe.periodSeconds
        failureThreshold = probe.failureThreshold
        httpGet = probe.httpGet.map { get in
            var action = RunV1.HTTPGetAction()
            action.path = get.path
            action.port = get.port
            action.httpHeaders = get.httpHeaders.map { header in
                var converted = RunV1.HTTPHeader()
                converted.name = header.name
                converted.value = header.value
                return converted
            }
            return action
        }
        tcpSocket = probe.tcpSocket.map { socket in
            var action = RunV1.TCPSocketAction()
            action.port = socket.port
            return action
        }
    }
}
