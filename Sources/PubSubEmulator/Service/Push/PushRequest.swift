import CloudCore

/// Makes the HTTP requests of a push subscription from messages.
///
/// Sources: "Push subscriptions" and "Payload unwrapping" in the Pub/Sub documentation, and `PushConfig` of
/// `google/pubsub/v1/pubsub.proto`.
struct PushRequest {
    /// What push requests of Google's APIs call themselves ("APIs-Google" in the documentation of Google's
    /// user agents).
    static let userAgent = "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)"

    let config: PushConfig
    let subscription: String
    /// The ack deadline of the subscription.
    let timeout: Duration
    /// Whether the subscription has a dead letter policy, so that attempts are told.
    let tellsAttempts: Bool

    /// The request that delivers a message.
    ///
    /// - Parameter token: the OIDC token to authenticate with, if the config asks for one.
    func make(_ delivery: Delivery, token: String?) -> OutgoingRequest {
        var request = OutgoingRequest(url: config.pushEndpoint, timeout: timeout)
        if let noWrapper = config.noWrapper {
            request.body = delivery.message.data
            request.headers = [("Content-Type", "application/octet-stream")]
            if noWrapper.writeMetadata { addMetadata(of: delivery.message, to: &request) }
        } else {
            request.body = wrapped(delivery).bytes()
            request.headers = [("Content-Type", "application/json")]
        }
        request.headers.append(("User-Agent", Self.userAgent))
        if let token { request.headers.append(("Authorization", "Bearer \(token)")) }
        return request
    }

    // MARK: Wrapped

    private func wrapped(_ delivery: Delivery) -> JSON {
        let stored = delivery.message
        let time = JSON.string(Self.publishTime(of: stored))
        var message = JSONObject()
        if !stored.attributes.isEmpty {
            message["attributes"] = .object(
                JSONObject(stored.attributes.entries.map { (key: $0.key, value: .string($0.value)) }))
        }
        if !stored.data.isEmpty { message["data"] = .string(Base64.encode(stored.data)) }
        message["messageId"] = .string(stored.messageID)
        message["message_id"] = .string(stored.messageID)
        if !stored.orderingKey.isEmpty { message["orderingKey"] = .string(stored.orderingKey) }
        message["publishTime"] = time
        message["publish_time"] = time
        var body = JSONObject()
        if tellsAttempts { body["deliveryAttempt"] = .int(Int64(delivery.attempt)) }
        body["message"] = .object(message)
        body["subscription"] = .string(subscription)
        return .object(body)
    }

    /// The publish time with milliseconds, as the service pushes it.
    static func publishTime(of message: StoredMessage) -> String {
        let milliseconds = message.publishTime.nanoseconds / 1_000_000
        return Timestamp(Instant(nanoseconds: milliseconds * 1_000_000)).rfc3339
    }

    // MARK: Unwrapped

    /// Attributes become headers of their names, and the rest of the message headers of its own. Metadata comes
    /// last, so that an attribute does not pass for it.
    private func addMetadata(of message: StoredMessage, to request: inout OutgoingRequest) {
        for (name, value) in message.attributes.entries where Self.isHeader(name, value) {
            request.headers.removeAll { $0.name.lowercased() == name.lowercased() }
            request.headers.append((name, value))
        }
        request.headers.append(("x-goog-pubsub-subscription-name", subscription))
        request.headers.append(("x-goog-pubsub-message-id", message.messageID))
        request.headers.append(("x-goog-pubsub-publish-time", Self.publishTime(of: message)))
        if !message.orderingKey.isEmpty, Self.isHeaderValue(message.orderingKey) {
            request.headers.append(("x-goog-pubsub-ordering-key", message.orderingKey))
        }
    }

    /// Names that belong to the transport or to the service, whatever the message says.
    private static let reserved: Set<String> = [
        "authorization", "connection", "content-length", "expect", "host", "keep-alive", "te", "trailer",
        "transfer-encoding", "upgrade", "user-agent",
    ]

    /// Whether an attribute can be sent as a header; what cannot is left out. How the service handles such
    /// attributes is not documented.
    private static func isHeader(_ name: String, _ value: String) -> Bool {
        let isToken = name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
            default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
        }
        let lower = name.lowercased()
        return !name.isEmpty && isToken && !reserved.contains(lower) && !lower.hasPrefix("x-goog-pubsub-")
            && isHeaderValue(value)
    }

    private static func isHeaderValue(_ value: String) -> Bool {
        value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }
    }

    // MARK: The answer

    /// The status codes that acknowledge a message; any other gives it back.
    static let acknowledgingCodes: Set<Int> = [102, 200, 201, 202, 204]
}
