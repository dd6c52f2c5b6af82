/// How a service is built and deployed (`deployment`).
public struct Deployment: Sendable, Equatable {
    /// The directory that is packaged (`source_path`), relative to the architecture file; required of services.
    public var sourcePath = ""
    /// The directory below `source_path` that is built (`buildable_module_path`).
    public var buildableModulePath = ""
    /// Files copied before the build (`config_templates`): source to destination, below the build directory.
    public var configTemplates: [String: String] = [:]
    /// The container image (`image`); hydration replaces it.
    public var image = ""
    /// The Artifact Registry repository of the image (`image_repo`).
    public var imageRepo = ""
    /// The service's URL (`service_url`); read and kept, without effect.
    public var serviceURL = ""
    /// The region of the deployment (`region`); empty means the architecture's.
    public var region = ""
    /// The platform (`platform`); read and kept, without effect.
    public var platform = ""
    /// The CPU limit (`cpu`), for example `1` or `500m`; hydration's default is `1`.
    public var cpu = ""
    /// The memory limit (`memory`), for example `512Mi`, which is hydration's default.
    public var memory = ""
    /// The least number of instances kept running (`min_instances`).
    public var minInstances: Int?
    /// The greatest number of instances (`max_instances`).
    public var maxInstances: Int?
    /// Environment variables (`environment_vars`).
    public var environment: [String: String] = [:]
    /// Environment variables whose values are secrets (`secret_environment_vars`).
    public var secretEnvironment: [SecretVariable] = []

    /// Makes an empty deployment, to be filled in.
    public init() {}

    /// Makes a deployment of a source directory.
    public init(sourcePath: String, buildableModulePath: String = "", environment: [String: String] = [:]) {
        self.sourcePath = sourcePath
        self.buildableModulePath = buildableModulePath
        self.environment = environment
    }
}

/// An environment variable whose value is the latest version of a secret.
public struct SecretVariable: Sendable, Equatable {
    /// The variable's name (`name`).
    public var name = ""
    /// The id of the secret (`value_from`).
    public var valueFrom = ""

    /// Makes an empty variable, to be filled in.
    public init() {}

    /// Makes a variable from its parts.
    public init(name: String, valueFrom: String) {
        self.name = name
        self.valueFrom = valueFrom
    }
}
