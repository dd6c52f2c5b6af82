import CloudCore

/// What services must be, and what is filled in where nothing was said.
///
/// Sources: the comments of `google/cloud/run/v2/service.proto`, `revision_template.proto` and `k8s.min.proto`; "Container
/// runtime contract", "Configure container health checks" and "Cloud Run quotas and limits" in Google's documentation.
enum RunRules {
    static let standardTimeout = Duration.seconds(300)
    static let maxTimeout = Duration.seconds(3_600)
    static let standardConcurrency: Int32 = 80
    static let maxConcurrency: Int32 = 1_000
    static let standardMaxInstances: Int32 = 100
    static let maxInstances: Int32 = 1_000
    static let standardPort: Int32 = 8_080
    static let reservedVariables: Set = ["PORT", "K_SERVICE", "K_REVISION", "K_CONFIGURATION"]
    /// The longest name of a service ("Must be less than 50 characters").
    static let maxIDLength = 49

    /// Checks the id of a service.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func checkID(_ id: String, _ field: String = "service_id") throws(Status) {
        guard Identifier.isLabel(id), id.utf8.count <= maxIDLength else {
            throw refusal(
                field,
                "is \"\(id.prefix(100))\"; expected at most \(maxIDLength) lowercase letters, digits and hyphens, "
                    + "beginning with a letter and not ending with a hyphen.")
        }
    }

    /// Checks a service, and fills in what was left out.
    ///
    /// - Throws: INVALID_ARGUMENT or UNIMPLEMENTED naming the field.
    static func complete(_ service: inout RunV2.Service, id: String, project: LocalProject) throws(Status) {
        try RunSupport.check(service)
        guard service.description.count <= 512 else {
            throw refusal("service.description", "has more than 512 characters.")
        }
        try checkNames(service.labels, "service.labels")
        try checkNames(service.annotations, "service.annotations")
        try LabelRules.checkAnnotations(service.annotations, "service.annotations")
        if service.ingress.rawValue == 0 { service.ingress = .all }
        if service.launchStage.rawValue == 0 { service.launchStage = .ga }
        guard [.ga, .beta, .alpha].contains(service.launchStage) else {
            throw refusal("service.launch_stage", "must be GA, BETA or ALPHA.")
        }
        guard var template = service.template else { throw refusal("service.template", "is missing.") }
        try complete(&template, id: id, project: project)
        try checkScaling(service)
        service.template = template
        if service.traffic.isEmpty {
            var latest = RunV2.TrafficTarget()
            latest.type = .latest
            latest.percent = 100
            service.traffic = [latest]
        }
        try TrafficRules.check(service.traffic)
    }

    private static func checkScaling(_ service: RunV2.Service) throws(Status) {
        guard let scaling = service.scaling else { return }
        guard (0...maxInstances).contains(scaling.minInstanceCount) else {
            throw refusal("service.scaling.min_instance_count", "must be 0 to \(maxInstances).")
        }
    }

    private static func complete(
        _ template: inout RunV2.RevisionTemplate, id: String, project: LocalProject
    ) throws(Status) {
        if !template.revision.isEmpty {
            guard template.revision.hasPrefix(id + "-"), Identifier.isLabel(template.revision),
                template.revision.utf8.count <= 63
            else {
                throw refusal(
                    "service.template.revision",
                    "is \"\(template.revision.prefix(100))\"; expected \(id)- and more lowercase letters, digits and "
                        + "hyphens, at most 63 characters altogether.")
            }
        }
        try checkNames(template.labels, "service.template.labels")
        try checkNames(template.annotations, "service.template.annotations")
        if template.serviceAccount.isEmpty { template.serviceAccount = project.computeAccount }
        template.timeout = template.timeout ?? standardTimeout
        if let timeout = template.timeout, !(Duration.seconds(1)...maxTimeout).contains(timeout) {
            throw refusal(
                "service.template.timeout", "is \(timeout.shortText), but must be 1 second to 1 hour.")
        }
        if template.executionEnvironment == .gen1 {
            throw RunSupport.unsupported(
                "service.template.execution_environment",
                "Instances are processes of this machine: only GEN2 fits.")
        }
        try completeScaling(&template)
        guard template.containers.count == 1, var container = template.containers.first else {
            guard template.containers.isEmpty else {
                throw RunSupport.unsupported(
                    "service.template.containers", "Only one container can be run, no sidecars.")
            }
            throw refusal("service.template.containers", "must have one container.")
        }
        if container.name.isEmpty { container.name = id + "-1" }
        try ContainerRules.complete(&container)
        template.containers = [container]
        if template.maxInstanceRequestConcurrency == 0 {
            template.maxInstanceRequestConcurrency = container.processors < 1 ? 1 : standardConcurrency
        }
        guard (1...maxConcurrency).contains(template.maxInstanceRequestConcurrency) else {
            throw refusal(
                "service.template.max_instance_request_concurrency",
                "is \(template.maxInstanceRequestConcurrency), but must be 0 to \(maxConcurrency).")
        }
    }

    private static func completeScaling(_ template: inout RunV2.RevisionTemplate) throws(Status) {
        var scaling = template.scaling ?? RunV2.RevisionScaling()
        if scaling.maxInstanceCount == 0 {
            scaling.maxInstanceCount = max(standardMaxInstances, scaling.minInstanceCount)
        }
        guard (0...maxInstances).contains(scaling.minInstanceCount),
            (1...maxInstances).contains(scaling.maxInstanceCount),
            scaling.minInstanceCount <= scaling.maxInstanceCount
        else {
            throw refusal(
                "service.template.scaling",
                "has \(scaling.minInstanceCount) to \(scaling.maxInstanceCount) instances; expected min_instance_count "
                    + "of at least 0, not above max_instance_count, which is at most \(maxInstances).")
        }
        template.scaling = scaling
    }

    /// "All system labels in v1 now have a corresponding field": their namespaces are refused.
    private static func checkNames(_ map: StringMap, _ field: String) throws(Status) {
        let namespaces = [
            "run.googleapis.com/", "cloud.googleapis.com/", "serving.knative.dev/",
            "autoscaling.knative.dev/",
        ]
        guard map.count <= LabelRules.maxLabels || field.hasSuffix("annotations") else {
            throw refusal(field, "has \(map.count) labels, but at most \(LabelRules.maxLabels) are allowed.")
        }
        for (key, _) in map where namespaces.contains(where: key.hasPrefix) {
            throw refusal(field, "has \"\(key.prefix(100))\", whose namespace is the system's.")
        }
    }

    /// INVALID_ARGUMENT about a field.
    static func refusal(_ field: String, _ text: String) -> Status {
        Status(
            .invalidArgument, "\(field) \(text)",
            details: [.badRequest([.init(field: field, description: text)])])
    }
}

extension LocalProject {
    /// The account that services run as unless told otherwise, the default service account of Compute Engine.
    var computeAccount: String { "\(number)-compute@developer.gserviceaccount.com" }
}
