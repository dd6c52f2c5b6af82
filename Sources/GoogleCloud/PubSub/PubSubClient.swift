import CloudCore

/// The client of Pub/Sub v1. Names are full: `projects/p/topics/t`, `projects/p/subscriptions/s`.
///
/// Source: `google/pubsub/v1/pubsub.proto`.
public struct PubSubClient: Sendable {
    private let api: GoogleAPI
    private let policies: PolicyCalls

    /// Makes a client of the API.
    public init(_ api: GoogleAPI) {
        self.api = api
        policies = PolicyCalls(api: api, readStyle: .get)
    }

    // MARK: Topics

    /// Creates a topic.
    ///
    /// - Throws: ALREADY_EXISTS.
    public func createTopic(_ name: String, labels: [String: String] = [:]) async throws {
        var body = JSONObject()
        body.set("labels", labels)
        _ = try await api.call("PUT", "/v1/\(name)", body: .object(body))
    }

    /// Whether the topic exists.
    public func topicExists(_ name: String) async throws -> Bool {
        do {
            _ = try await api.call("GET", "/v1/\(name)")
            return true
        } catch let status as Status where status.code == .notFound {
            return false
        }
    }

    /// Deletes a topic; its subscriptions stay, without a topic.
    ///
    /// - Throws: NOT_FOUND.
    public func deleteTopic(_ name: String) async throws { _ = try await api.call("DELETE", "/v1/\(name)") }

    // MARK: Subscriptions

    /// Creates a subscription.
    ///
    /// - Throws: ALREADY_EXISTS, NOT_FOUND when its topic does not exist.
    public func createSubscription(_ spec: SubscriptionSpec) async throws {
        _ = try await api.call("PUT", "/v1/\(spec.name)", body: spec.json)
    }

    /// The subscription as the server has it, with its defaults filled in.
    ///
    /// - Throws: NOT_FOUND.
    public func subscription(_ name: String) async throws -> SubscriptionSpec {
        SubscriptionSpec(json: try await api.call("GET", "/v1/\(name)"))
    }

    /// Deletes a subscription and the messages that it still holds.
    ///
    /// - Throws: NOT_FOUND.
    public func deleteSubscription(_ name: String) async throws {
        _ = try await api.call("DELETE", "/v1/\(name)")
    }

    // MARK: Messages

    /// Publishes messages, at most 1,000 and 10 MB, and returns their ids in the same order.
    public func publish(_ messages: [OutgoingMessage], to topic: String) async throws -> [String] {
        var body = JSONObject()
        body["messages"] = .array(messages.map(\.json))
        // Pub/Sub delivers at least once anyway, and Google's clients repeat publishing as well.
        let answer = try await api.call(
            "POST", "/v1/\(topic):publish", body: .object(body), repeats: .always)
        return answer.texts("messageIds")
    }

    /// Waits until there is a message and returns at most `maxMessages`; empty when the server's wait ends.
    public func pull(_ subscription: String, maxMessages: Int) async throws -> [IncomingMessage] {
        var body = JSONObject()
        body.set("maxMessages", maxMessages)
        do {
            let answer = try await api.call(
                "POST", "/v1/\(subscription):pull", body: .object(body), longPoll: true, repeats: .always)
            return try answer.elements("receivedMessages").map(IncomingMessage.init(json:))
        } catch let status as Status where status.code == .deadlineExceeded {
            return []
        }
    }

    /// Acknowledges messages: they are not delivered again.
    public func acknowledge(_ ackIDs: [String], _ subscription: String) async throws {
        guard !ackIDs.isEmpty else { return }
        var body = JSONObject()
        body.set("ackIds", ackIDs)
        _ = try await api.call(
            "POST", "/v1/\(subscription):acknowledge", body: .object(body), repeats: .always)
    }

    /// Moves the deadlines of leased messages to `seconds` from now, 0 to 600; 0 asks for redelivery.
    public func modifyAckDeadline(_ ackIDs: [String], seconds: Int, _ subscription: String) async throws {
        guard !ackIDs.isEmpty else { return }
        var body = JSONObject()
        body.set("ackIds", ackIDs)
        body["ackDeadlineSeconds"] = .int(Int64(seconds))
        _ = try await api.call(
            "POST", "/v1/\(subscription):modifyAckDeadline", body: .object(body), repeats: .always)
    }

    // MARK: Policies

    /// The policy of a topic or subscription.
    public func policy(of resource: String) async throws -> IAMPolicy {
        try await policies.read("/v1/\(resource)")
    }

    /// Replaces the policy of a topic or subscription.
    ///
    /// - Throws: ABORTED when the policy has changed since its etag was read.
    public func setPolicy(_ policy: IAMPolicy, of resource: String) async throws -> IAMPolicy {
        try await policies.write(policy, "/v1/\(resource)")
    }

    /// Reads, changes and writes the policy of a topic or subscription. See `modifyPolicy`.
    public func modifyPolicy(
        of resource: String, _ change: (inout IAMPolicy) throws -> Void
    ) async throws -> IAMPolicy {
        try await policies.modify("/v1/\(resource)", change)
    }

    /// The permissions, of those asked, that the caller holds on a topic or subscription.
    public func testPermissions(_ permissions: [String], on resource: String) async throws -> [String] {
        try await policies.test(permissions, "/v1/\(resource)")
    }
}
