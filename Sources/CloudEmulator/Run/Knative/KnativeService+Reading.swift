import CloudCore

extension RunV1.Service {
    /// The service in the newer API's form.
    ///
    /// - Throws: INVALID_ARGUMENT, and UNIMPLEMENTED naming what is not supported.
    func converted(location: String) throws(Status) -> RunV2.Service {
        guard kind.isEmpty || kind == "Service", apiVersion.isEmpty || apiVersion == "serving.knative.dev/v1"
        else {
            throw RunRules.refusal(
                "kind",
                "is \(apiVersion.prefix(100)) \(kind.prefix(100)); expected serving.knative.dev/v1 Service.")
        }
        var service = RunV2.Service()
        try readAnnotations(into: &service)
        for (key, value) in metadata?.labels ?? [:] {
            guard key == KnativeAnnotations.locationLabel else {
                service.labels[key] = value
                continue
            }
            guard value == location else {
                throw RunRules.refusal(
                    "metadata.labels", "has \(key): \"\(value.prefix(40))\"; expected \(location).")
            }
        }
        service.template = try spec?.template?.converted()
        for (index, target) in (spec?.traffic ?? []).enumerated() {
            service.traffic.append(try target.converted("spec.traffic[\(index)]"))
        }
        return service
    }

    private func readAnnotations(into service: inout RunV2.Service) throws(Status) {
        typealias Names = KnativeAnnotations
        for (key, value) in metadata?.annotations ?? [:] {
            switch key {
            // Those the service writes itself; who replaces a service sends back what it has read.
            case Names.creator, Names.lastModifier, Names.operation, Names.ingressStatus, Names.urls: break
            case Names.ingress: service.ingress = try Names.choice(key, value, Names.ingresses)
            case Names.launchStage: service.launchStage = try Names.choice(key, value, Names.launchStages)
            case Names.clientName: service.client = value
            case Names.clientVersion: service.clientVersion = value
            case Names.description: service.description = value
            case Names.invokerIamDisabled: service.invokerIamDisabled = try Names.flag(key, value)
            case Names.defaultURLDisabled: service.defaultUriDisabled = try Names.flag(key, value)
            case Names.customAudiences:
                guard let audiences = try? JSON.parse(value).arrayValue else {
                    throw RunRules.refusal("metadata.annotations", "has \(key), which is no JSON array.")
                }
                service.customAudiences = audiences.compactMap(\.stringValue)
            case Names.serviceMinScale:
                var scaling = service.scaling ?? RunV2.ServiceScaling()
                scaling.minInstanceCount = try Names.count(key, value)
                service.scaling = scaling
            case Names.scalingMode where value == "automatic": break
            default:
                if Names.isReserved(key) {
                    throw RunSupport.unsupported("metadata.annotations[\"\(key.prefix(100))\"]")
                }
                service.annotations[key] = value
            }
        }
    }
}

extension RunV1.TrafficTarget {
    fileprivate func converted(_ field: String) throws(Status) -> RunV2.TrafficTarget {
        guard configurationName.isEmpty else { throw RunSupport.unsupported(field + ".configurationName") }
        var target = RunV2.TrafficTarget()
        target.type = latestRevision ? .latest : .revision
        // In status the latest revision has a name besides; who sends that back means the latest one.
        target.revision = latestRevision ? "" : revisionName
        target.percent = percent
        target.tag = tag
        return target
    }
}

extension RunV1.RevisionTemplate {
    fileprivate func converted() throws(Status) -> RunV2.RevisionTemplate {
        var template = RunV2.RevisionTemplate()
        template.revision = metadata?.name ?? ""
        var resources = RunV2.ResourceRequirements()
        resources.cpuIdle = true
        var scaling = RunV2.RevisionScaling()
        typealias Names = KnativeAnnotations
        for (key, value) in metadata?.annotations ?? [:] {
            switch key {
            // The same as the service's own.
            case Names.clientName, Names.clientVersion: break
            case Names.minScale: scaling.minInstanceCount = try Names.count(key, value)
            case Names.maxScale: scaling.maxInstanceCount = try Names.count(key, value)
            case Names.cpuThrottling: resources.cpuIdle = try Names.flag(key, value)
            case Names.startupBoost: resources.startupCpuBoost = try Names.flag(key, value)
            case Names.environment:
                template.executionEnvironment = try Names.choice(key, value, Names.environments)
            case Names.healthCheckDisabled: template.healthCheckDisabled = try Names.flag(key, value)
            case Names.sessionAffinity: template.sessionAffinity = try Names.flag(key, value)
            default:
                if Names.isReserved(key) {
                    throw RunSupport.unsupported("spec.template.metadata.annotations[\"\(key.prefix(100))\"]")
                }
                template.annotations[key] = value
            }
        }
        template.scaling = scaling
        for (key, value) in metadata?.labels ?? [:] where key != Names.probeTypeLabel {
            template.labels[key] = value
        }
        try spec?.read(into: &template, resources)
        return template
    }
}

extension RunV1.RevisionSpec {
    fileprivate func read(
        into template: inout RunV2.RevisionTemplate, _ resources: RunV2.ResourceRequirements
    ) throws(Status) {
        let field = "spec.template.spec"
        if !volumes.isEmpty { throw RunSupport.unsupported(field + ".volumes") }
        if !imagePullSecrets.isEmpty { throw RunSupport.unsupported(field + ".imagePullSecrets") }
        if !nodeSelector.isEmpty { throw RunSupport.unsupported(field + ".nodeSelector") }
        if !runtimeClassName.isEmpty { throw RunSupport.unsupported(field + ".runtimeClassName") }
        if enableServiceLinks { throw RunSupport.unsupported(field + ".enableServiceLinks") }
        if sandboxes != nil { throw RunSupport.unsupported(field + ".sandboxes") }
        template.maxInstanceRequestConcurrency = containerConcurrency
        template.serviceAccount = serviceAccountName
        if timeoutSeconds != 0 { template.timeout = .seconds(Int64(timeoutSeconds)) }
        for (index, container) in containers.enumerated() {
            template.containers.append(try container.converted("\(field).containers[\(index)]", resources))
        }
    }
}
