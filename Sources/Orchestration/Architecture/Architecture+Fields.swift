import CloudCore

extension Architecture: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        visitor.field("name", &name)
        visitor.field("project_id", &projectID)
        visitor.field("region", &region)
        visitor.field("location", &location)
        visitor.field("labels", &labels)
        visitor.field("teardown_protection", &teardownProtection)
        visitor.field("service_manager_spec", &serviceManager)
        visitor.field("dataflows", &dataflows)
        visitor.field("deployment_environments", &deploymentEnvironments)
    }
}

extension DeploymentEnvironment: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        visitor.field("name", &name)
        visitor.field("project_id", &projectID)
        visitor.field("region", &region)
        visitor.field("location", &location)
        visitor.field("labels", &labels)
        visitor.field("teardown_protection", &teardownProtection)
    }
}

extension DirectorSpec: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        service.visit(&visitor)
        visitor.field("command_topic", &commandTopic)
        visitor.field("completion_topic", &completionTopic)
    }
}

extension Service: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        visitor.field("name", &name)
        visitor.field("description", &description)
        visitor.field("service_account", &serviceAccount)
        visitor.field("deployment", &deployment)
        visitor.field("dependencies", &dependencies)
        visitor.field("health_check", &healthCheck)
        visitor.field("metadata", &metadata)
    }
}

extension HealthCheck: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        visitor.field("port", &port)
        visitor.field("path", &path)
    }
}

extension Deployment: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        visitor.field("source_path", &sourcePath)
        visitor.field("buildable_module_path", &buildableModulePath)
        visitor.field("config_templates", &configTemplates)
        visitor.field("image", &image)
        visitor.field("image_repo", &imageRepo)
        visitor.field("service_url", &serviceURL)
        visitor.field("region", &region)
        visitor.field("platform", &platform)
        visitor.field("cpu", &cpu)
        visitor.field("memory", &memory)
        visitor.field("min_instances", &minInstances)
        visitor.field("max_instances", &maxInstances)
        visitor.field("environment_vars", &environment)
        visitor.field("secret_environment_vars", &secretEnvironment)
    }
}

extension SecretVariable: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        visitor.field("name", &name)
        visitor.field("value_from", &valueFrom)
    }
}

extension Lookup: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        visitor.field("key", &key)
        visitor.field("method", &method)
    }
}

extension Lookup.Method: ConfigWord {}

extension ServiceLink: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        visitor.field("name", &name)
        visitor.field("lookup", &lookup)
    }

    /// Reads `{name, lookup}`, the plain name of a service, and the older `{service, env}`, in which every link
    /// is a variable of the service.
    static func decode(_ node: YAML.Node, _ path: String, _ decoder: inout ConfigDecoder) -> ServiceLink {
        var link = ServiceLink()
        switch node.content {
        case .scalar:
            link.name = String.decode(node, path, &decoder)
        case .mapping(let entries) where isOlderForm(entries):
            link.lookup.method = .env
            decoder.record(node, path) { reader in
                reader.field("service", &link.name)
                reader.field("env", &link.lookup.key)
            }
        default:
            decoder.record(node, path) { link.visit(&$0) }
        }
        return link
    }

    private static func isOlderForm(_ entries: [YAML.Entry]) -> Bool {
        let keys = entries.compactMap(\.key.scalar?.text)
        return keys.contains("service") && !keys.contains("name") && !keys.contains("lookup")
    }
}
