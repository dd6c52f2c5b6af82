import CloudCore

/// What Cloud Run starts when it starts an image.
public enum RunnableImage: Sendable {
    /// A program with its folder, as Cloud Build makes it.
    case process(ProcessImage)
    /// A Swift closure, for tests: it runs inside this process until it returns or its task is cancelled.
    case closure(@Sendable (ServiceInstance) async throws -> Void)
}

/// A program that runs without a container: the local cloud's form of a container image.
public struct ProcessImage: Sendable, Equatable {
    /// The folder in which it is started; an absolute path.
    public var directory: String
    /// The program and its arguments: the image's entry point. A program without a slash is looked for in the PATH.
    public var command: [String]
    /// Variables that the image brings along, as a Dockerfile's ENV does; those of the service come over them.
    public var environment: [String: String]

    /// Makes an image from its parts.
    public init(directory: String, command: [String], environment: [String: String] = [:]) {
        self.directory = directory
        self.command = command
        self.environment = environment
    }
}

/// What a closure that serves as an image knows of the instance that it is.
public struct ServiceInstance: Sendable {
    /// The port on 127.0.0.1 on which it must listen.
    public var port: Int
    /// Its environment: PORT, K_SERVICE, K_REVISION, K_CONFIGURATION and what the service sets.
    public var environment: [String: String]
    /// Takes a line for the revision's log.
    public var log: @Sendable (String) -> Void

    /// Makes an instance from its parts.
    public init(
        port: Int, environment: [String: String], log: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.port = port
        self.environment = environment
        self.log = log
    }
}
