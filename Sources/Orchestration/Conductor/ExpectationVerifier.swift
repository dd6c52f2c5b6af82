import CloudCore
import GoogleCloud
import Synchronization

/// What a rehearsal waits for: so many messages on a topic, within a time.
public struct MessageExpectation: Sendable, Equatable {
    /// The topic: its hydrated id in the project, or a full name.
    public var topic: String
    /// The number of messages, at least 1.
    public var count: Int
    /// How long that may take on the timeline, from the deployment of the services.
    public var limit: Duration

    /// Makes an expectation from its parts.
    public init(topic: String, count: Int, limit: Duration) {
        self.topic = topic
        self.count = max(1, count)
        self.limit = limit
    }
}

/// Waits until messages arrive where they are expected, on subscriptions of its own.
///
/// It subscribes before the services are deployed, so that the first message is seen.
public final class ExpectationVerifier: Sendable {
    /// The step under which it reports.
    public static let step = StepID("messages")

    private struct Watch: Sendable {
        var expectation: MessageExpectation
        var topic: String
        var subscription: String
    }

    private let watches: [Watch]
    private let pubsub: PubSubClient
    private let journal: StepJournal

    /// Makes a verifier for one run.
    public init(
        _ expectations: [MessageExpectation], project: String, runID: String, pubsub: PubSubClient,
        journal: StepJournal
    ) {
        let names = ProjectNames(project: project)
        watches = expectations.enumerated().map { index, expectation in
            Watch(
                expectation: expectation, topic: names.topic(expectation.topic),
                subscription: names.subscription("rehearsal-verifier-\(index + 1)-\(runID)"))
        }
        self.pubsub = pubsub
        self.journal = journal
    }

    /// Announces the steps.
    public func announce() {
        journal.plan(Self.step, "Verify messages")
        for watch in watches { journal.plan(step(watch), title(watch)) }
    }

    /// Subscribes to every expected topic.
    public func subscribe() async throws {
        for watch in watches {
            let spec = SubscriptionSpec(
                name: watch.subscription, topic: watch.topic, ackDeadlineSeconds: 10,
                expiration: .after(.seconds(24 * 60 * 60)))
            try await ignoring(.alreadyExists) { try await pubsub.createSubscription(spec) }
        }
    }

    /// Waits until all expectations are met, all at once.
    ///
    /// - Throws: `StepFailure` with DEADLINE_EXCEEDED naming the topic and how many messages arrived.
    public func verify() async throws {
        try await journal.step(Self.step, "Verify messages") {
            _ = try await parallelMap(watches) { watch in
                try await self.journal.step(self.step(watch), self.title(watch)) {
                    try await self.verify(watch)
                }
            }
        }
    }

    /// Deletes the subscriptions.
    public func close() async throws {
        for watch in watches {
            try await ignoring(.notFound) { try await pubsub.deleteSubscription(watch.subscription) }
        }
    }

    private func verify(_ watch: Watch) async throws {
        let received = Mutex<Set<String>>([])
        let wanted = watch.expectation.count
        journal.wait(step(watch), for: "0 of \(wanted)")
        do {
            try await journal.timeline.withTimeout(watch.expectation.limit, "waiting for messages") {
                while received.withLock({ $0.count }) < wanted {
                    let messages = try await self.pubsub.pull(watch.subscription, maxMessages: 100)
                    try await self.pubsub.acknowledge(messages.map(\.ackID), watch.subscription)
                    // A message that is delivered twice counts once.
                    received.withLock { $0.formUnion(messages.map(\.messageID)) }
                    self.journal.wait(self.step(watch), for: "\(received.withLock { $0.count }) of \(wanted)")
                }
            }
        } catch let status as Status where status.code == .deadlineExceeded {
            throw Status(
                .deadlineExceeded,
                "\(received.withLock { $0.count }) of \(wanted) messages arrived on \(watch.expectation.topic) "
                    + "within \(watch.expectation.limit.shortText)")
        }
        journal.resume(step(watch), "\(received.withLock { $0.count }) received")
    }

    private func step(_ watch: Watch) -> StepID { Self.step.child(watch.expectation.topic) }

    private func title(_ watch: Watch) -> String {
        let count = watch.expectation.count
        return "\(count) message\(count == 1 ? "" : "s") on \(watch.expectation.topic)"
    }
}
