import CloudCore

/// What a `PUBSUB_PROJECTn` variable of the widespread emulator images asks for at start:
/// `project,topic1,topic2:subscription1:subscription2~300`.
///
/// A subscription may carry its ack deadline in seconds behind `~`. Source: the READMEs of
/// marcelcorso/gcloud-pubsub-emulator and thinkfluent/pubsub-emulator.
public struct ProjectVariable: Equatable, Sendable {
    /// A topic and its subscriptions.
    public struct TopicSpec: Equatable, Sendable {
        /// The topic's id, for example `orders`.
        public var topic: String
        /// The subscriptions to create on it.
        public var subscriptions: [SubscriptionSpec]
    }

    /// A subscription.
    public struct SubscriptionSpec: Equatable, Sendable {
        /// The subscription's id.
        public var subscription: String
        /// The ack deadline in seconds; nil for the service's default.
        public var ackDeadlineSeconds: Int32?
    }

    /// The variable that says so, for error texts.
    public var variable: String
    /// The project's id.
    public var project: String
    /// The topics to create.
    public var topics: [TopicSpec]

    /// Reads the value of a variable.
    ///
    /// - Throws: INVALID_ARGUMENT naming the variable, the part that is wrong, and what would be right.
    public init(_ value: String, variable: String) throws(Status) {
        let parts = value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard let project = parts.first, !project.isEmpty else {
            throw Self.wrong(variable, value, "it starts with a project, as in project,topic:subscription")
        }
        self.variable = variable
        self.project = project
        var topics: [TopicSpec] = []
        for part in parts.dropFirst() { topics.append(try Self.topic(part, variable)) }
        self.topics = topics
    }

    /// The variables `PUBSUB_PROJECT1`, `PUBSUB_PROJECT2` … of an environment, up to the first that is not set.
    ///
    /// - Throws: as `init(_:variable:)`.
    public static func all(in environment: [String: String]) throws(Status) -> [ProjectVariable] {
        var found: [ProjectVariable] = []
        while let value = environment["PUBSUB_PROJECT\(found.count + 1)"], !value.isEmpty {
            found.append(try ProjectVariable(value, variable: "PUBSUB_PROJECT\(found.count + 1)"))
        }
        return found
    }

    private static func topic(_ part: String, _ variable: String) throws(Status) -> TopicSpec {
        let names = part.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard let topic = names.first, !names.contains("") else {
            throw wrong(variable, part, "expected topic or topic:subscription:…")
        }
        var subscriptions: [SubscriptionSpec] = []
        for name in names.dropFirst() { subscriptions.append(try subscription(name, variable)) }
        return TopicSpec(topic: topic, subscriptions: subscriptions)
    }

    private static func subscription(_ part: String, _ variable: String) throws(Status) -> SubscriptionSpec {
        if part.contains("+") {
            throw Status(
                .unimplemented, "\(variable): \"\(part)\" asks for push, which is not supported yet.")
        }
        let pieces = part.split(separator: "~", omittingEmptySubsequences: false).map(String.init)
        // A tilde is also a legal character of a name, so only digits behind the last one are a deadline.
        guard pieces.count > 1, let last = pieces.last, let seconds = Int32(last) else {
            return SubscriptionSpec(subscription: part, ackDeadlineSeconds: nil)
        }
        guard (10...600).contains(seconds) else {
            throw wrong(variable, part, "an ack deadline is 10 to 600 seconds")
        }
        let name = pieces.dropLast().joined(separator: "~")
        return SubscriptionSpec(subscription: name, ackDeadlineSeconds: seconds)
    }

    private static func wrong(_ variable: String, _ value: String, _ expectation: String) -> Status {
        Status(.invalidArgument, "\(variable): \"\(value)\" is not valid; \(expectation).")
    }
}
