import CloudCore

extension RunFailure {
    /// An instance that has ended by itself.
    static func exit(_ message: String) -> RunFailure {
        RunFailure(message: message, code: .failedPrecondition, revisionReason: .healthCheckContainerError)
    }

    /// A container that does not start; the words are those that deployments have reported.
    static func startup(_ container: RunV2.Container) -> RunFailure {
        let text =
            container.startupProbe?.httpGet == nil
            ? "The user-provided container failed to start and listen on the port defined provided by the "
                + "PORT=\(container.port) environment variable within the allocated timeout. This can happen when the container "
                + "port is misconfigured or if the timeout is too short. The health check timeout can be extended. Logs for "
                + "this revision might contain more information."
            : "The user-provided container failed the configured startup probe checks. Logs for this revision might "
                + "contain more information."
        return .exit(text)
    }
}
