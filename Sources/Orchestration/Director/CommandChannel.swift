import CloudCore
import GoogleCloud

/// The topics and subscriptions through which one run and its director speak.
public struct CommandChannel: Sendable, Equatable {
    /// The topic that carries commands, in full.
    public var commandTopic: String
    /// The subscription on which the director receives them, in full.
    public var commandSubscription: String
    /// The topic that carries the director's events, in full.
    public var completionTopic: String
    /// The subscription on which this run receives them, in full; no other run has it.
    public var listenerSubscription: String

    /// How long a command is leased before the director extends it.
    static let commandLeaseSeconds = 60
    /// How long an event is leased, the least that Pub/Sub allows: the listener acknowledges at once, and an event
    /// that was handed to a pull that had just been cancelled comes again soon.
    static let listenerLeaseSeconds = 10
    /// The listener of a run that died is removed by Pub/Sub: the least time that it allows.
    static let listenerExpiration = Duration.seconds(24 * 60 * 60)

    /// The channel of a hydrated architecture for one run.
    public init(_ hydrated: HydratedArchitecture, runID: String) {
        let names = ProjectNames(project: hydrated.architecture.projectID)
        commandTopic = names.topic(hydrated.director.commandTopic.name)
        commandSubscription = names.subscription(hydrated.commandSubscription)
        completionTopic = names.topic(hydrated.director.completionTopic.name)
        listenerSubscription = names.subscription("conductor-listener-\(runID)")
    }

    /// Creates what is missing; answers the names of what it created.
    func open(_ pubsub: PubSubClient) async throws -> Set<String> {
        var created: Set<String> = []
        for topic in [commandTopic, completionTopic] {
            try await ignoring(.alreadyExists) {
                try await pubsub.createTopic(topic)
                created.insert(topic)
            }
        }
        let command = SubscriptionSpec(
            name: commandSubscription, topic: commandTopic, ackDeadlineSeconds: Self.commandLeaseSeconds)
        let listener = SubscriptionSpec(
            name: listenerSubscription, topic: completionTopic, ackDeadlineSeconds: Self.listenerLeaseSeconds,
            expiration: .after(Self.listenerExpiration))
        for subscription in [command, listener] {
            try await ignoring(.alreadyExists) {
                try await pubsub.createSubscription(subscription)
                created.insert(subscription.name)
            }
        }
        return created
    }

    /// Deletes this run's own part of the channel; the director and other runs keep theirs.
    func close(_ pubsub: PubSubClient) async throws {
        try await ignoring(.notFound) { try await pubsub.deleteSubscription(listenerSubscription) }
    }

    /// Deletes those parts of the channel that are in `created`.
    func delete(_ created: Set<String>, _ pubsub: PubSubClient) async throws {
        for subscription in [commandSubscription, listenerSubscription] where created.contains(subscription) {
            try await ignoring(.notFound) { try await pubsub.deleteSubscription(subscription) }
        }
        for topic in [commandTopic, completionTopic] where created.contains(topic) {
            try await ignoring(.notFound) { try await pubsub.deleteTopic(topic) }
        }
    }
}
