import CloudCore
import GoogleCloud
import Synchronization

/// The remote agent that sets dataflows up and tears them down, commanded over Pub/Sub.
///
/// A command is acknowledged only after its work is done and its reply is published, and its lease is extended
/// until then; so a director that dies leaves its commands to the next one. Each command is executed once.
public final class ServiceDirector: Sendable {
    /// What a director is told when it is started.
    public struct Configuration: Sendable, Equatable {
        /// The environment's name: the `value` of the ready event.
        public var environment: String
        /// The run that started it; a teardown must name it.
        public var runID: String?
        /// The subscription that carries its commands: an id of the project, or a full name. It must exist.
        public var commandSubscription: String
        /// The topic on which it answers: an id of the project, or a full name. It must exist.
        public var completionTopic: String
        /// How long a command stays leased between two extensions, 10 to 600 seconds.
        public var leaseSeconds = 60
        /// How long it puts up with its own roles not having spread yet, when it starts and in a command.
        public var patience = PollPolicy()

        /// Makes a configuration.
        public init(environment: String, runID: String?, commandSubscription: String, completionTopic: String)
        {
            self.environment = environment
            self.runID = runID
            self.commandSubscription = commandSubscription
            self.completionTopic = completionTopic
        }
    }

    struct State: Sendable {
        var ledger = CommandLedger()
        /// The deliveries of each command that is not done yet; all are acknowledged when it is.
        var leases: [CommandLedger.Key: [String]] = [:]
    }

    let configuration: Configuration
    let names: ProjectNames
    let pubsub: PubSubClient
    let work: DirectorWork
    let timeline: any Timeline
    let log: @Sendable (String) -> Void
    let poller: Poller
    let state = Mutex(State())

    /// Makes a director for an architecture; `run` starts it.
    public init(
        _ configuration: Configuration, architecture: Architecture, pubsub: PubSubClient,
        provisioner: any ResourceProvisioner, policies: any PolicyApplier, timeline: any Timeline,
        log: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.pubsub = pubsub
        self.timeline = timeline
        self.log = log
        names = ProjectNames(project: architecture.projectID)
        poller = Poller(timeline: timeline, jitter: Jitter(seed: 0))
        work = DirectorWork(
            configuration: configuration, architecture: architecture, provisioner: provisioner,
            policies: policies, poller: poller)
    }
}
