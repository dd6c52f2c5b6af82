extension ArchitectureValidator {
    mutating func checkDirector() {
        let director = architecture.serviceManager
        let path = "service_manager_spec"
        findings.require(director.name, "\(path).name")
        findings.require(director.serviceAccount, "\(path).service_account")
        checkSpec(director.service, path)
        findings.check(director.commandTopic.name, "\(path).command_topic.name", .pubsub)
        findings.check(director.completionTopic.name, "\(path).completion_topic.name", .pubsub)
        if !director.commandTopic.name.isEmpty, director.commandTopic.name == director.completionTopic.name {
            findings.error(
                "\(path).completion_topic.name",
                "must differ from command_topic, or the director would hear its own answers")
        }
    }

    mutating func checkService(_ service: Service, key: String, _ path: String) {
        findings.require(service.name, "\(path).name")
        if !service.name.isEmpty, service.name != key {
            findings.error("\(path).name", "must equal the key `\(key)`, not `\(service.name)`")
        }
        findings.require(service.serviceAccount, "\(path).service_account")
        // The director's may be left out: a director that runs already, or in process, is not built.
        if let deployment = service.deployment {
            findings.require(deployment.sourcePath, "\(path).deployment.source_path")
        } else {
            findings.error("\(path).deployment", "is required")
        }
        checkSpec(service, path)
    }

    /// What services and the director have in common.
    private mutating func checkSpec(_ service: Service, _ path: String) {
        findings.check(service.name, "\(path).name", .cloudRun)
        declare("service", service.name, path)
        checkAccount(service.serviceAccount, "\(path).service_account")
        for (index, name) in service.dependencies.enumerated() {
            checkReference(toService: name, "\(path).dependencies[\(index)]")
        }
        if let health = service.healthCheck {
            if let port = health.port, !(1...65535).contains(port) {
                findings.error("\(path).health_check.port", "\(port) is no port: use 1 to 65535")
            }
            findings.note("\(path).health_check")
        }
        if let deployment = service.deployment {
            checkDeployment(deployment, service.name, "\(path).deployment")
        }
    }

    private mutating func checkDeployment(_ deployment: Deployment, _ service: String, _ path: String) {
        findings.check(deployment.region, "\(path).region", .region)
        let bounds = [("min_instances", deployment.minInstances), ("max_instances", deployment.maxInstances)]
        for case (let key, let count?) in bounds where !(0...1_000).contains(count) {
            findings.error("\(path).\(key)", "\(count) is no number of instances: use 0 to 1000")
        }
        // A maximum of 0 leaves the choice to Cloud Run.
        if let least = deployment.minInstances, let most = deployment.maxInstances, most > 0, least > most {
            findings.error("\(path).max_instances", "must be at least min_instances, which is \(least)")
        }
        for key in deployment.environment.keys {
            findings.check(key, "\(path).environment_vars.\(key)", .variable)
        }
        for key in EnvironmentVariables.reserved {
            guard let value = deployment.environment[key] else { continue }
            if key == "PROJECT_ID", value == architecture.projectID { continue }
            if key == "SERVICE_NAME", value == service { continue }
            if key == "DATAFLOW_NAME", path.contains(".\(value).") || value == DirectorChannel.dataflowName {
                continue
            }
            findings.note(
                "\(path).environment_vars.\(key)", "hydration sets \(key) itself, so this value has no effect"
            )
        }
        for (index, variable) in deployment.secretEnvironment.enumerated() {
            let path = "\(path).secret_environment_vars[\(index)]"
            findings.require(variable.name, "\(path).name")
            findings.check(variable.name, "\(path).name", .variable)
            findings.require(variable.valueFrom, "\(path).value_from")
            findings.check(variable.valueFrom, "\(path).value_from", .secret)
        }
        if !deployment.serviceURL.isEmpty { findings.note("\(path).service_url") }
        if !deployment.platform.isEmpty { findings.note("\(path).platform") }
        if !deployment.configTemplates.isEmpty { findings.note("\(path).config_templates") }
    }
}
