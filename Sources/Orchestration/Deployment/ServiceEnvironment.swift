import CloudCore
import GoogleCloud

/// All that a service that runs in process knows of the world.
public struct ServiceEnvironment: Sendable {
    /// The service's name.
    public var name: String
    /// Its environment variables.
    public var variables: [String: String]
    /// The clients of the cloud, with the identity of the service's account.
    public var clients: CloudClients
    /// The time that it lives in.
    public var timeline: any Timeline
    /// Takes a line for the service's log.
    public var log: @Sendable (String) -> Void

    /// Makes an environment from its parts.
    public init(
        name: String, variables: [String: String], clients: CloudClients, timeline: any Timeline,
        log: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.name = name
        self.variables = variables
        self.clients = clients
        self.timeline = timeline
        self.log = log
    }

    /// The value of a variable.
    ///
    /// - Throws: FAILED_PRECONDITION if it is not set or empty.
    public func require(_ variable: String) throws(Status) -> String {
        guard let value = variables[variable], !value.isEmpty else {
            throw Status(.failedPrecondition, "service \(name) needs the environment variable \(variable)")
        }
        return value
    }
}

/// What an image of the in-process platform is: the program of a service. It runs until it returns or is cancelled.
public typealias ServiceProgram = @Sendable (ServiceEnvironment) async throws -> Void
