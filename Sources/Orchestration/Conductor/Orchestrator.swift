import CloudCore
import GoogleCloud
import Synchronization

/// Deploys the Service Director and speaks with it: sends commands and waits for the reply to each.
///
/// Replies are received only inside `listening`.
public final class Orchestrator: Sendable {
    /// The topics and subscriptions that it speaks through.
    public let channel: CommandChannel
    /// The run that it speaks for.
    public let runID: String

    private let hydrated: HydratedArchitecture
    private let pubsub: PubSubClient
    private let timeline: any Timeline
    private let options: ConductorOptions
    private let log: @Sendable (String) -> Void
    private let waiters: ReplyWaiters
    private let created = Mutex<Set<String>>([])

    /// Makes an orchestrator for one run. `runID` must differ from that of any other run on the same channel.
    public init(
        _ hydrated: HydratedArchitecture, runID: String, pubsub: PubSubClient, timeline: any Timeline,
        options: ConductorOptions = ConductorOptions(), log: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.hydrated = hydrated
        self.runID = runID
        self.pubsub = pubsub
        self.timeline = timeline
        self.options = options
        self.log = log
        channel = CommandChannel(hydrated, runID: runID)
        waiters = ReplyWaiters(runID: runID)
    }

    /// Whether a director of this run has said that it is ready.
    public var isDirectorReady: Bool { waiters.isReady }

    /// The number of commands whose reply is waited for.
    public var pendingCommands: Int { waiters.count }

    // MARK: The channel

    /// Creates the topics, the director's subscription and this run's listener, unless they exist.
    public func openChannel() async throws {
        let new = try await channel.open(pubsub)
        created.withLock { $0.formUnion(new) }
    }

    /// Ends this run's listening for good and leaves the director as it is.
    public func close() async throws { try await channel.close(pubsub) }

    /// Deletes those parts of the channel that this run created.
    public func deleteChannel() async throws {
        try await channel.delete(created.withLock { $0 }, pubsub)
    }

    /// Receives the director's events while `body` runs.
    ///
    /// If receiving fails for good, everyone who waits for a reply fails at once with the same error.
    public func listening<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        waiters.reopen()
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                await self.listen()
                return nil
            }
            defer { group.cancelAll() }
            while let ended = try await group.next() {
                if let result = ended { return result }
            }
            throw CancellationError()
        }
    }

    private func listen() async {
        let poller = Poller(timeline: timeline, jitter: Jitter(seed: options.seed))
        do {
            while true {
                try Task.checkCancellation()
                let messages = try await poller.retry(
                    "receiving events", PollPolicy(limit: options.readyLimit), while: \.isWorthPullingAgain
                ) { try await pubsub.pull(channel.listenerSubscription, maxMessages: 100) }
                // Acknowledged first: whoever waits for an event may end this listening as soon as it is taken.
                // An event that is delivered twice changes nothing, so an acknowledgement may be lost.
                try await ignoring(.unavailable) {
                    try await pubsub.acknowledge(messages.map(\.ackID), channel.listenerSubscription)
                }
                for message in messages { take(message) }
            }
        } catch is CancellationError {
            return
        } catch {
            log("receiving events failed: \(StepFailure.text(of: error))")
            waiters.failAll(error)
        }
    }

    private func take(_ message: IncomingMessage) {
        do {
            let event = try CompletionEvent(decoding: message.data)
            if !waiters.deliver(event), event.runID == runID, event.commandID != nil {
                log("ignored a reply that nobody waits for: \(event.status.rawValue) \(event.value)")
            }
        } catch {
            log("ignored message \(message.messageID): \(error.message)")
        }
    }

    // MARK: The director

    /// Deploys the director from its image, told of the channel and the run.
    public func deployDirector(
        _ image: ImageReference, _ deployer: any ServiceDeployer
    ) async throws -> DeployedService {
        let director = hydrated.director
        var variables = director.deployment?.environment ?? [:]
        variables[ServiceDirector.runIDVariable] = runID
        return try await deployer.deploy(
            ServiceDeployment(
                name: director.name, image: image,
                serviceAccount: hydrated.serviceAccountEmails[director.name] ?? "", variables: variables,
                region: director.deployment?.region ?? ""))
    }

    /// Waits until a director of this run says that it consumes commands.
    ///
    /// - Throws: DEADLINE_EXCEEDED after the ready limit, or what keeps events from being received.
    @discardableResult
    public func awaitReady() async throws -> CompletionEvent {
        let waiters = waiters
        return try await timeline.withTimeout(options.readyLimit, "waiting for the director to be ready") {
            try await waiters.ready()
        }
    }

    /// Sends a command and waits for its reply; sends it again, with the same id, while none arrives.
    ///
    /// - Throws: `DirectorFailure` when the director refuses or fails; DEADLINE_EXCEEDED after the command
    ///   limit; or what keeps events from being received. Whichever it is, a late reply changes nothing.
    @discardableResult
    public func send(_ instruction: DirectorCommand.Instruction) async throws -> CompletionEvent {
        let id = runID + "-" + String(UInt64.random(in: 0 ... .max), radix: 36)
        return try await send(DirectorCommand(id: id, runID: runID, instruction: instruction))
    }

    func send(_ command: DirectorCommand) async throws -> CompletionEvent {
        let what = "\(command.instruction.name) \(command.instruction.dataflow)"
        let event = try await waiters.expecting(command.id) { reply in
            try await timeline.withTimeout(options.commandLimit, "the reply to \(what)") {
                try await withThrowingTaskGroup(of: CompletionEvent?.self) { group in
                    group.addTask { try await reply.value() }
                    group.addTask { try await self.publishRepeatedly(command) }
                    defer { group.cancelAll() }
                    while let ended = try await group.next() {
                        if let event = ended { return event }
                    }
                    throw CancellationError()
                }
            }
        }
        if let failure = event.failure { throw failure }
        return event
    }

    private func publishRepeatedly(_ command: DirectorCommand) async throws -> CompletionEvent? {
        while true {
            _ = try await pubsub.publish([OutgoingMessage(data: command.encoded())], to: channel.commandTopic)
            try await timeline.sleep(for: options.resendInterval)
            log("no reply to \(command.id) yet: sending it again")
        }
    }
}
