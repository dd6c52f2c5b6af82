/// A service as it is to run.
public struct ServiceDeployment: Sendable, Equatable {
    /// The service's name.
    public var name: String
    /// The image that it runs.
    public var image: ImageReference
    /// The email of the account that it runs as.
    public var serviceAccount: String
    /// Its environment variables.
    public var variables: [String: String]
    /// The region that it runs in.
    public var region: String

    /// Makes a deployment from its parts.
    public init(
        name: String, image: ImageReference, serviceAccount: String, variables: [String: String] = [:],
        region: String = ""
    ) {
        self.name = name
        self.image = image
        self.serviceAccount = serviceAccount
        self.variables = variables
        self.region = region
    }
}

/// A service that runs.
public struct DeployedService: Sendable, Equatable {
    /// The service's name.
    public var name: String
    /// Where it is reached.
    public var url: String

    /// Makes a deployed service from its parts.
    public init(name: String, url: String) {
        self.name = name
        self.url = url
    }
}

/// Runs services.
public protocol ServiceDeployer: Sendable {
    /// Starts a service, or replaces the one of that name.
    ///
    /// - Throws: NOT_FOUND if there is no such image, or what keeps the service from starting.
    func deploy(_ deployment: ServiceDeployment) async throws -> DeployedService

    /// The service of that name, or nil if none runs.
    func service(named name: String) async throws -> DeployedService?

    /// Stops and removes a service, and returns when it has ended. One that does not exist is as good as removed.
    func delete(_ name: String) async throws
}
