import CloudCore
import GoogleCloud

/// Creates and deletes the resources of a dataflow. Every method may be repeated: what is as wanted stays.
public protocol ResourceProvisioner: Sendable {
    /// Creates what is missing.
    ///
    /// - Throws: `DirectorFailure(.unsupportedResource)` naming what it cannot provide, before it changes anything.
    func setUp(_ dataflow: Dataflow) async throws

    /// Deletes what is there and not protected.
    func tearDown(_ dataflow: Dataflow) async throws

    /// The resources of the dataflow that do not exist, as `<type>:<id>`.
    func missing(in dataflow: Dataflow) async throws -> [String]
}

/// Provides Pub/Sub topics and subscriptions.
public struct PubSubProvisioner: ResourceProvisioner {
    private let pubsub: PubSubClient
    private let names: ProjectNames

    /// Makes a provisioner for a project.
    public init(pubsub: PubSubClient, project: String) {
        self.pubsub = pubsub
        names = ProjectNames(project: project)
    }

    /// Creates the topics and then the subscriptions. An existing subscription with other settings is an error.
    public func setUp(_ dataflow: Dataflow) async throws {
        try Self.checkSupport(dataflow)
        let names = names
        let pubsub = pubsub
        _ = try await parallelMap(dataflow.resources.topics) { topic in
            try await ignoring(.alreadyExists) {
                try await pubsub.createTopic(names.topic(topic.name), labels: topic.labels)
            }
        }
        _ = try await parallelMap(dataflow.resources.subscriptions) { subscription in
            let wanted = Self.spec(subscription, names)
            do {
                try await pubsub.createSubscription(wanted)
            } catch let status as Status where status.code == .alreadyExists {
                try Self.check(try await pubsub.subscription(wanted.name), against: wanted)
            }
        }
    }

    /// Deletes the subscriptions and then the topics that are not protected.
    public func tearDown(_ dataflow: Dataflow) async throws {
        let names = names
        let pubsub = pubsub
        _ = try await parallelMap(dataflow.resources.subscriptions.filter { !$0.isProtected }) {
            subscription in
            try await ignoring(.notFound) {
                try await pubsub.deleteSubscription(names.subscription(subscription.name))
            }
        }
        _ = try await parallelMap(dataflow.resources.topics.filter { !$0.isProtected }) { topic in
            try await ignoring(.notFound) { try await pubsub.deleteTopic(names.topic(topic.name)) }
        }
    }

    /// The topics and subscriptions that do not exist, as `<type>:<id>`.
    public func missing(in dataflow: Dataflow) async throws -> [String] {
        try Self.checkSupport(dataflow)
        let names = names
        let pubsub = pubsub
        let topics = try await parallelMap(dataflow.resources.topics) { topic in
            try await pubsub.topicExists(names.topic(topic.name))
                ? nil : IAMResource.pubsubTopic(topic.name).description
        }
        let subscriptions = try await parallelMap(dataflow.resources.subscriptions) { subscription in
            do {
                _ = try await pubsub.subscription(names.subscription(subscription.name))
                return nil as String?
            } catch let status as Status where status.code == .notFound {
                return IAMResource.pubsubSubscription(subscription.name).description
            }
        }
        return (topics + subscriptions).compactMap { $0 }
    }

    /// What a dataflow asks for that cannot be provided yet.
    static func checkSupport(_ dataflow: Dataflow) throws(DirectorFailure) {
        let resources = dataflow.resources
        let unsupported: [(key: String, names: [String])] = [
            ("bigquery_datasets", resources.datasets.map(\.name)),
            ("bigquery_tables", resources.tables.map(\.name)),
            ("gcs_buckets", resources.buckets.map(\.name)),
            ("firestore_databases", resources.firestoreDatabases.map(\.name)),
            ("cloud_scheduler_jobs", resources.schedulerJobs.map(\.name)),
        ]
        let found = unsupported.filter { !$0.names.isEmpty }
        guard !found.isEmpty else { return }
        let list = found.map { "\($0.key) (\($0.names.joined(separator: ", ")))" }.joined(separator: "; ")
        throw DirectorFailure(
            .unsupportedResource,
            "dataflow \"\(dataflow.name)\" has \(list); only topics and subscriptions can be provided yet")
    }

    static func spec(_ subscription: Subscription, _ names: ProjectNames) -> SubscriptionSpec {
        SubscriptionSpec(
            name: names.subscription(subscription.name), topic: names.topic(subscription.topic),
            ackDeadlineSeconds: subscription.ackDeadlineSeconds ?? 0,
            messageRetention: subscription.messageRetention, labels: subscription.labels,
            minimumBackoff: subscription.retryPolicy?.minimumBackoff,
            maximumBackoff: subscription.retryPolicy?.maximumBackoff)
    }

    /// Changing a subscription is not offered, so one that differs from what is asked for is an error.
    private static func check(_ found: SubscriptionSpec, against wanted: SubscriptionSpec) throws(Status) {
        var differences: [String] = []
        if found.topic != wanted.topic { differences.append("topic \(found.topic), not \(wanted.topic)") }
        if wanted.ackDeadlineSeconds != 0, found.ackDeadlineSeconds != wanted.ackDeadlineSeconds {
            differences.append(
                "ack_deadline_seconds \(found.ackDeadlineSeconds), not \(wanted.ackDeadlineSeconds)")
        }
        if let retention = wanted.messageRetention, found.messageRetention != retention {
            differences.append("another message_retention_duration than \(retention.shortText)")
        }
        if let backoff = wanted.minimumBackoff, found.minimumBackoff != backoff {
            differences.append("another minimum_backoff than \(backoff.shortText)")
        }
        if let backoff = wanted.maximumBackoff, found.maximumBackoff != backoff {
            differences.append("another maximum_backoff than \(backoff.shortText)")
        }
        guard !differences.isEmpty else { return }
        throw Status(
            .failedPrecondition,
            "\(wanted.name) exists with \(differences.joined(separator: "; ")): delete it or change the file, "
                + "since existing subscriptions are not updated")
    }
}

/// Runs `body`; an error of that code is as good as success.
func ignoring(_ code: Status.Code, _ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let status as Status where status.code == code {
        return
    }
}
