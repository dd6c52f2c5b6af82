import Orchestration

/// The services of the tracer example: one publishes a trace now and then, the other passes each on to the topic
/// where the rehearsal looks for it.
public enum TracerExample {
    /// The programs by the name of their source directory, as `services.yaml` names it.
    public static let images: [String: ServiceProgram] = [
        "publisher": TracerPublisher.run,
        "subscriber": TracerSubscriber.run,
    ]
}
