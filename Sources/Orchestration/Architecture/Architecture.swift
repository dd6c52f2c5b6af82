import CloudCore

/// A whole environment: its project, its Service Director and its dataflows, as services.yaml describes it.
///
/// A plain value. `Hydration` turns it into another value with every default, name and variable filled in.
public struct Architecture: Sendable, Equatable {
    /// The environment's name (`name`); the director's ready event carries it.
    public var name = ""
    /// The Google Cloud project (`project_id`).
    public var projectID = ""
    /// The default region of deployments and scheduler jobs (`region`), for example `europe-west1`.
    public var region = ""
    /// The default location of data (`location`), for example `EU`; datasets made for tables get it.
    public var location = ""
    /// Labels that every resource gets unless it sets the same key itself (`labels`).
    public var labels: [String: String] = [:]
    /// Whether resources are protected from teardown when they do not say so themselves (`teardown_protection`).
    public var teardownProtection: Bool?
    /// The Service Director (`service_manager_spec`).
    public var serviceManager = DirectorSpec()
    /// The dataflows by name (`dataflows`).
    public var dataflows: [String: Dataflow] = [:]
    /// Named sets of environment keys (`deployment_environments`); read and kept, without effect yet.
    public var deploymentEnvironments: [String: DeploymentEnvironment] = [:]

    /// Makes an empty environment, to be filled in.
    public init() {}

    /// Makes an environment from its main parts.
    public init(
        name: String, projectID: String, region: String, location: String = "", serviceManager: DirectorSpec,
        dataflows: [Dataflow]
    ) {
        self.name = name
        self.projectID = projectID
        self.region = region
        self.location = location
        self.serviceManager = serviceManager
        for dataflow in dataflows { self.dataflows[dataflow.name] = dataflow }
    }

    /// The dataflows in the order of their names: the order of every plan and phase.
    public var sortedDataflows: [Dataflow] {
        dataflows.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The service of that name in whichever dataflow has it, or the director, or nil.
    public func service(named name: String) -> Service? {
        if name == serviceManager.name { return serviceManager.service }
        for dataflow in sortedDataflows {
            if let service = dataflow.services[name] { return service }
        }
        return nil
    }

    /// The name of the dataflow that declares a topic, or nil.
    public func dataflow(declaringTopic topic: String) -> String? {
        sortedDataflows.first { $0.resources.topics.contains { $0.name == topic } }?.name
    }
}

/// The keys that a named deployment environment may override (`deployment_environments.<name>`).
public struct DeploymentEnvironment: Sendable, Equatable {
    /// The environment's own name (`name`).
    public var name = ""
    /// The project that replaces the architecture's (`project_id`).
    public var projectID = ""
    /// The region that replaces the architecture's (`region`).
    public var region = ""
    /// The location that replaces the architecture's (`location`).
    public var location = ""
    /// The labels that replace the architecture's (`labels`).
    public var labels: [String: String] = [:]
    /// The protection that replaces the architecture's (`teardown_protection`).
    public var teardownProtection: Bool?

    /// Makes an environment that overrides nothing.
    public init() {}
}
