import CloudCore

/// What containers must be, and what is filled in where nothing was said.
enum ContainerRules {
    private static let field = "service.template.containers[0]"
    /// The most variables of a container, and the most bytes of one ("Cloud Run quotas and limits").
    static let maxVariables = 1_000
    static let maxVariableBytes = 32 * 1_024

    static func complete(_ container: inout RunV2.Container) throws(Status) {
        guard !container.image.isEmpty else { throw RunRules.refusal(field + ".image", "is missing.") }
        _ = try ImageReferenceName(container.image)
        try checkEnvironment(container.env)
        try completePort(&container)
        try completeResources(&container)
        let port = container.port
        if container.startupProbe == nil {
            var probe = RunV2.Probe()
            probe.timeoutSeconds = 240
            probe.periodSeconds = 240
            probe.failureThreshold = 1
            probe.tcpSocket = RunV2.TCPSocketAction()
            container.startupProbe = probe
        }
        try ProbeRules.complete(
            &container.startupProbe, port: port, field + ".startup_probe", isLiveness: false)
        try ProbeRules.complete(
            &container.livenessProbe, port: port, field + ".liveness_probe", isLiveness: true)
    }

    private static func checkEnvironment(_ variables: [RunV2.EnvVar]) throws(Status) {
        guard variables.count <= maxVariables else {
            throw RunRules.refusal(
                field + ".env", "has \(variables.count) variables; at most \(maxVariables) are allowed.")
        }
        var names: Set<String> = []
        for (index, variable) in variables.enumerated() {
            let place = "\(field).env[\(index)]"
            guard !variable.name.isEmpty, !variable.name.contains("="),
                variable.name.utf8.allSatisfy({ $0 > 32 })
            else {
                throw RunRules.refusal(
                    place + ".name", "is \"\(variable.name.prefix(100))\", which is no name.")
            }
            if RunRules.reservedVariables.contains(variable.name) {
                throw RunRules.refusal(
                    place + ".name",
                    "is \(variable.name): The following reserved env names were provided: \(variable.name). These values "
                        + "are automatically set by the system.")
            }
            guard names.insert(variable.name).inserted else {
                throw RunRules.refusal(
                    place + ".name", "\"\(variable.name.prefix(100))\" occurs more than once.")
            }
            guard variable.value?.utf8.count ?? 0 <= maxVariableBytes, variable.value?.contains("\0") != true
            else {
                throw RunRules.refusal(
                    place + ".value", "must have at most \(maxVariableBytes) bytes and no NUL.")
            }
            if let reference = variable.valueSource?.secretKeyRef {
                _ = try RunSecret(reference, place)
            } else if variable.valueSource != nil {
                throw RunRules.refusal(place + ".value_source.secret_key_ref", "is missing.")
            }
        }
    }

    private static func completePort(_ container: inout RunV2.Container) throws(Status) {
        guard container.ports.count <= 1 else {
            throw RunRules.refusal(field + ".ports", "must have one port only.")
        }
        var port = container.ports.first ?? RunV2.ContainerPort()
        if port.name == "h2c" {
            throw RunSupport.unsupported(
                field + ".ports[0].name", "h2c is not spoken with instances, only http1.")
        }
        guard port.name.isEmpty || port.name == "http1" else {
            throw RunRules.refusal(
                field + ".ports[0].name", "is \"\(port.name.prefix(100))\"; expected http1 or h2c.")
        }
        if port.containerPort == 0 { port.containerPort = RunRules.standardPort }
        guard (1...65_535).contains(port.containerPort) else {
            throw RunRules.refusal(
                field + ".ports[0].container_port", "is \(port.containerPort); expected 1 to 65535.")
        }
        port.name = "http1"
        container.ports = [port]
    }

    private static func completeResources(_ container: inout RunV2.Container) throws(Status) {
        // "If ResourceRequirements is not set, CPU is only allocated during requests."
        var resources =
            container.resources
            ?? {
                var standard = RunV2.ResourceRequirements()
                standard.cpuIdle = true
                return standard
            }()
        for (name, _) in resources.limits where name != "cpu" && name != "memory" {
            throw RunSupport.unsupported(
                "\(field).resources.limits[\"\(name)\"]", "Only cpu and memory can be limited.")
        }
        let cpu = resources.limits["cpu"] ?? "1000m"
        let memory = resources.limits["memory"] ?? "512Mi"
        guard let processors = ResourceQuantity.milli(cpu), (80...8_000).contains(processors) else {
            throw RunRules.refusal(
                field + ".resources.limits",
                "has cpu \"\(cpu.prefix(40))\"; expected 0.08 to 8 processors, for example 1 or 500m.")
        }
        guard let bytes = ResourceQuantity.bytes(memory), bytes >= 128 << 20, bytes <= 32 << 30 else {
            throw RunRules.refusal(
                field + ".resources.limits",
                "has memory \"\(memory.prefix(40))\"; expected 128Mi to 32Gi, for example 512Mi.")
        }
        resources.limits = ["cpu": cpu, "memory": memory]
        container.resources = resources
    }
}

extension RunV2.Container {
    /// The port that it names; its instances are told another one of this machine.
    var port: Int32 { ports.first?.containerPort ?? RunRules.standardPort }
    /// How many processors it may use.
    var processors: Double {
        Double(resources?.limits["cpu"].flatMap(ResourceQuantity.milli) ?? 1_000) / 1_000
    }
    /// How much memory it may use.
    var memoryBytes: Int { resources?.limits["memory"].flatMap(ResourceQuantity.bytes) ?? 512 << 20 }
}

/// Quantities as Kubernetes writes them ("Quantity" in its API reference), as far as limits of Cloud Run have them.
enum ResourceQuantity {
    /// Thousandths: of `1`, `0.5` or `500m`.
    static func milli(_ text: String) -> Int? {
        if text.hasSuffix("m") { return whole(text.dropLast()) }
        return decimal(text).map { Int($0 * 1_000) }
    }

    /// Bytes: of `512Mi`, `1Gi`, `1.5Gi`, `500M`, `1G`, `1024k` or `536870912`.
    static func bytes(_ text: String) -> Int? {
        let units: [(String, Double)] = [
            ("Ki", 1_024), ("Mi", 1_048_576), ("Gi", 1_073_741_824), ("k", 1e3), ("M", 1e6), ("G", 1e9),
        ]
        let unit = units.first { text.hasSuffix($0.0) }
        return decimal(text.dropLast(unit?.0.count ?? 0)).flatMap {
            Int(exactly: ($0 * (unit?.1 ?? 1)).rounded())
        }
    }

    private static func whole(_ text: some StringProtocol) -> Int? {
        (1...9).contains(text.utf8.count) && Identifier.isNumber(text) ? Int(text) : nil
    }

    private static func decimal(_ text: some StringProtocol) -> Double? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), text.utf8.count <= 15,
            parts.allSatisfy({ Identifier.isNumber($0) })
        else {
            return nil
        }
        return Double(text)
    }
}
