import CloudCore
import GoogleCloud

extension ServiceDirector {
    /// How many commands one pull may bring.
    private static let pullSize = 10

    /// Consumes commands until the task is cancelled. The command channel must exist.
    ///
    /// Ready is published when the first pull is under way, never before.
    ///
    /// - Throws: the error that ends it, for example when the command subscription is deleted.
    public func run() async throws {
        try await awaitChannel()
        let isPulling = OneShot<Void>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.consume(isPulling) }
            group.addTask {
                try await isPulling.value()
                let environment = self.configuration.environment
                try await self.publish(.ready(environment: environment, runID: self.configuration.runID))
                self.log("ready: consuming \(self.configuration.commandSubscription)")
            }
            for try await _ in group {}
        }
    }

    /// Waits until the command subscription can be used: the director's roles may not have spread yet.
    private func awaitChannel() async throws {
        let subscription = names.subscription(configuration.commandSubscription)
        _ = try await poller.retry(
            "access to \(subscription)", configuration.patience, while: \.isPropagating
        ) { try await pubsub.subscription(subscription) }
    }

    private func consume(_ isPulling: OneShot<Void>) async throws {
        let subscription = names.subscription(configuration.commandSubscription)
        try await withThrowingDiscardingTaskGroup { group in
            while !Task.isCancelled {
                isPulling.fulfil(.success(()))
                let messages = try await poller.retry(
                    "pulling commands", configuration.patience, while: \.isWorthPullingAgain
                ) { try await pubsub.pull(subscription, maxMessages: Self.pullSize) }
                for message in messages {
                    guard let command = await receive(message) else { continue }
                    group.addTask { try await self.keepLease(CommandLedger.key(of: command)) }
                }
                while let command = state.withLock({ $0.ledger.startNext() }) {
                    group.addTask { try await self.work(through: command) }
                }
            }
            try Task.checkCancellation()
        }
    }

    /// Takes a delivery in; answers its command if that is new.
    private func receive(_ message: IncomingMessage) async -> DirectorCommand? {
        let command: DirectorCommand
        do {
            command = try DirectorCommand(decoding: message.data, messageID: message.messageID)
        } catch {
            log("refused message \(message.messageID): \(error.message)")
            let failure = DirectorFailure(error.code, error.message)
            let reply = CompletionEvent.failed(
                failure, value: "", commandID: error.commandID, runID: error.runID)
            await answer(reply, acknowledging: [message.ackID])
            return nil
        }
        let answer = state.withLock { state in
            let answer = state.ledger.receive(command)
            if answer == .accepted || answer == .inProgress {
                state.leases[CommandLedger.key(of: command), default: []].append(message.ackID)
            }
            return answer
        }
        switch answer {
        case .accepted:
            log("received \(command.instruction.name) \(command.instruction.dataflow) (\(command.id))")
            return command
        case .inProgress:
            return nil
        case .done(let reply):
            log("answering \(command.id) again: it was done before")
            await self.answer(reply, acknowledging: [message.ackID])
        case .reused:
            let failure = DirectorFailure(
                .commandIDReused, "command id \(command.id) was used for another command; ids are used once")
            let reply = CompletionEvent.failed(
                failure, value: command.instruction.replyValue, commandID: command.id, runID: command.runID)
            await self.answer(reply, acknowledging: [message.ackID])
        case .full:
            log("too busy for \(command.id): leaving it to be delivered again")
        }
        return nil
    }

    /// Executes a command, and then those that waited for it.
    private func work(through first: DirectorCommand) async throws {
        var next: DirectorCommand? = first
        while let command = next {
            let reply = try await work.perform(command)
            let ackIDs = state.withLock { state in
                state.ledger.finish(command, with: reply)
                return state.leases.removeValue(forKey: CommandLedger.key(of: command)) ?? []
            }
            log("\(reply.status.rawValue) \(command.instruction.name) \(reply.value) (\(command.id))")
            await answer(reply, acknowledging: ackIDs)
            next = state.withLock { $0.ledger.startNext() }
        }
    }

    /// Extends the lease of a command's deliveries until it is done.
    private func keepLease(_ key: CommandLedger.Key) async throws {
        let subscription = names.subscription(configuration.commandSubscription)
        while let ackIDs = state.withLock({ $0.leases[key] }) {
            do {
                try await pubsub.modifyAckDeadline(ackIDs, seconds: configuration.leaseSeconds, subscription)
            } catch let status as Status {
                log("could not extend the lease of \(key.commandID): \(status)")
            }
            try await timeline.sleep(for: .seconds(configuration.leaseSeconds) / 3)
        }
    }

    /// Publishes a reply and then acknowledges the command. If that fails the command stays leased: it is
    /// delivered again, and answered from the ledger.
    private func answer(_ reply: CompletionEvent, acknowledging ackIDs: [String]) async {
        do {
            try await publish(reply)
            try await pubsub.acknowledge(ackIDs, names.subscription(configuration.commandSubscription))
        } catch is CancellationError {
            return
        } catch {
            log("could not answer \(reply.commandID ?? "a message"): \(StepFailure.text(of: error))")
        }
    }

    private func publish(_ event: CompletionEvent) async throws {
        let topic = names.topic(configuration.completionTopic)
        _ = try await poller.retry("publishing to \(topic)", configuration.patience, while: \.isPropagating) {
            try await pubsub.publish([OutgoingMessage(data: event.encoded())], to: topic)
        }
    }
}

extension Status {
    /// Whether the failure is what a grant or a resource looks like that has not spread everywhere yet.
    var isPropagating: Bool { code == .permissionDenied || code == .notFound || code == .unauthenticated }

    /// Whether a pull that failed so may succeed later. A subscription that is gone stays gone.
    var isWorthPullingAgain: Bool {
        switch code {
        case .unavailable, .deadlineExceeded, .internal, .resourceExhausted, .aborted, .unknown,
            .permissionDenied:
            true
        default: false
        }
    }
}
