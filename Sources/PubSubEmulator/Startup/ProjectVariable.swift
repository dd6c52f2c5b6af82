import CloudCore

/// What a `PUBSUB_PROJECTn` variable of the widespread emulator images asks for at start:
/// `project,topic1,topic2:subscription1:subscription2~300`.
///
/// A subscription may carry its ack deadline in seconds behind `~`, and the endpoint that it is pushed to behind
/// `+`: `subscription~60+localhost:8080/path`. An endpoint without a scheme is an http one; its port may follow a
/// `#` instead of a colon, as in images that have no other use for colons. Source: the READMEs of
/// marcelcorso/gcloud-pubsub-emulator, thinkfluent/pubsub-emulator and ciglenecki/gcloud-pubsub-emulator.
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
        /// The URL that messages are pushed to; nil for pull.
        public var pushEndpoint: String?
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
        let names = pieces(of: part)
        guard let topic = names.first, !names.contains("") else {
            throw wrong(variable, part, "expected topic or topic:subscription:…")
        }
        var subscriptions: [SubscriptionSpec] = []
        for name in names.dropFirst() { subscriptions.append(try subscription(name, variable)) }
        return TopicSpec(topic: topic, subscriptions: subscriptions)
    }

    /// The topic and its subscriptions. A colon also stands in endpoints: as no name begins with a digit or a slash,
    /// what does belongs to the endpoint before.
    private static func pieces(of part: String) -> [String] {
        var pieces: [String] = []
        for piece in part.split(separator: ":", omittingEmptySubsequences: false) {
            let isOfEndpoint = piece.first.map { $0 == "/" || $0.isNumber } ?? false
            if isOfEndpoint, let last = pieces.last, last.contains("+") {
                pieces[pieces.count - 1] = "\(last):\(piece)"
            } else {
                pieces.append(String(piece))
            }
        }
        return pieces
    }

    private static func subscription(_ part: String, _ variable: String) throws(Status) -> SubscriptionSpec {
        guard let plus = part.firstIndex(of: "+") else { return try pulled(part, part, variable) }
        var spec = try pulled(String(part[..<plus]), part, variable)
        let endpoint = String(part[part.index(after: plus)...]).replacing("#", with: ":")
        guard !endpoint.isEmpty, !spec.subscription.isEmpty else {
            throw wrong(variable, part, "expected subscription+endpoint")
        }
        spec.pushEndpoint = endpoint.contains("://") ? endpoint : "http://\(endpoint)"
        return spec
    }

    private static func pulled(
        _ name: String, _ part: String, _ variable: String
    ) throws(Status) -> SubscriptionSpec {
        let pieces = name.split(separator: "~", omittingEmptySubsequences: false).map(String.init)
        // A tilde is also a legal character of a name, so only digits behind the last one are a deadline.
        guard pieces.count > 1, let last = pieces.last, let seconds = Int32(last) else {
            return SubscriptionSpec(subscription: name, ackDeadlineSeconds: nil)
        }
        guard (10...600).contains(seconds) else {
            throw wrong(variable, part, "an ack deadline is 10 to 600 seconds")
        }
        let name = pieces.dropLast().joined(separator: "~")
        guard !name.isEmpty else { throw wrong(variable, part, "a deadline follows a subscription") }
        return SubscriptionSpec(subscription: name, ackDeadlineSeconds: seconds)
    }

    private static func wrong(_ variable: String, _ value: String, _ expectation: String) -> Status {
        Status(.invalidArgument, "\(variable): \"\(value)\" is not valid; \(expectation).")
    }
}
