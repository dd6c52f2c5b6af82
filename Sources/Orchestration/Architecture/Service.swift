import CloudCore

/// One deployable service, or the common part of the Service Director.
public struct Service: Sendable, Equatable {
    /// The service's name (`name`); in a dataflow it equals the key under `services`.
    public var name = ""
    /// What the service does, for people (`description`).
    public var description = ""
    /// The account it runs as (`service_account`): an id such as `publisher-sa`, or a full email.
    public var serviceAccount = ""
    /// How it is built and deployed (`deployment`); required of every service of a dataflow.
    public var deployment: Deployment?
    /// The names of the services that it calls (`dependencies`): it becomes an invoker of each.
    public var dependencies: [String] = []
    /// Where its health can be asked (`health_check`); read and kept, without effect yet.
    public var healthCheck: HealthCheck?
    /// Free pairs for other tools (`metadata`); kept, without effect.
    public var metadata: [String: ConfigTree] = [:]

    /// Makes an empty service, to be filled in.
    public init() {}

    /// Makes a service from its main parts.
    public init(
        name: String, serviceAccount: String, deployment: Deployment? = nil, dependencies: [String] = []
    ) {
        self.name = name
        self.serviceAccount = serviceAccount
        self.deployment = deployment
        self.dependencies = dependencies
    }
}

/// Where a service answers a health check.
public struct HealthCheck: Sendable, Equatable {
    /// The TCP port (`port`), 1 to 65535.
    public var port: Int?
    /// The path (`path`), for example `/healthz`.
    public var path = ""

    /// Makes an empty health check.
    public init() {}
}

/// The Service Director: a service with the two topics through which it is commanded.
public struct DirectorSpec: Sendable, Equatable {
    /// The keys that it shares with every other service.
    public var service = Service()
    /// The topic that carries commands to it (`command_topic`); `name` names a topic.
    public var commandTopic = ServiceLink()
    /// The topic on which it answers (`completion_topic`); `name` names a topic.
    public var completionTopic = ServiceLink()

    /// Makes an empty director, to be filled in.
    public init() {}

    /// Makes a director from its main parts.
    public init(
        name: String, serviceAccount: String, commandTopic: ServiceLink, completionTopic: ServiceLink,
        deployment: Deployment? = nil
    ) {
        service = Service(name: name, serviceAccount: serviceAccount, deployment: deployment)
        self.commandTopic = commandTopic
        self.completionTopic = completionTopic
    }

    /// The director's name.
    public var name: String {
        get { service.name }
        set { service.name = newValue }
    }

    /// The account that the director runs as: an id or a full email.
    public var serviceAccount: String {
        get { service.serviceAccount }
        set { service.serviceAccount = newValue }
    }

    /// How the director is built and deployed.
    public var deployment: Deployment? {
        get { service.deployment }
        set { service.deployment = newValue }
    }

    /// The name of the dataflow that holds the director's own topics and subscription.
    public var infraDataflowName: String { name + DirectorChannel.infraSuffix }
}
