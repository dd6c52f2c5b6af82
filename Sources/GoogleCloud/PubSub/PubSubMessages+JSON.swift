import CloudCore

extension SubscriptionSpec {
    init(json: JSON) {
        self.init(name: json.text("name"), topic: json.text("topic"))
        ackDeadlineSeconds = json.integer("ackDeadlineSeconds") ?? 0
        messageRetention = json.duration("messageRetentionDuration")
        enableMessageOrdering = json.flag("enableMessageOrdering")
        labels = json.stringMap("labels")
        let retry = json.member("retryPolicy")
        minimumBackoff = retry.duration("minimumBackoff")
        maximumBackoff = retry.duration("maximumBackoff")
        if case .object = json.member("expirationPolicy") {
            let lifetime = json.member("expirationPolicy").duration("ttl")
            expiration = lifetime.map(Expiration.after) ?? .never
        }
    }

    /// The body of a create request: the name goes into the path.
    var json: JSON {
        var object = JSONObject()
        object.set("topic", topic)
        object.set("ackDeadlineSeconds", ackDeadlineSeconds)
        object.set("messageRetentionDuration", messageRetention)
        object.set("enableMessageOrdering", enableMessageOrdering)
        object.set("labels", labels)
        if minimumBackoff != nil || maximumBackoff != nil {
            var retry = JSONObject()
            retry.set("minimumBackoff", minimumBackoff)
            retry.set("maximumBackoff", maximumBackoff)
            object["retryPolicy"] = .object(retry)
        }
        if let expiration {
            var policy = JSONObject()
            // A policy without a lifetime means never; no policy at all means the default.
            if case .after(let lifetime) = expiration { policy.set("ttl", lifetime) }
            object["expirationPolicy"] = .object(policy)
        }
        return .object(object)
    }
}

extension OutgoingMessage {
    var json: JSON {
        var object = JSONObject()
        object.set("data", Base64.encode(data))
        object.set("attributes", attributes)
        object.set("orderingKey", orderingKey)
        return .object(object)
    }
}

extension IncomingMessage {
    /// Reads a `ReceivedMessage`.
    ///
    /// - Throws: INTERNAL when its data is not base64.
    init(json: JSON) throws(Status) {
        let message = json.member("message")
        guard let data = Base64.decode(message.text("data")) else {
            throw Status(.internal, "The data of message \(message.text("messageId")) is not base64.")
        }
        self.init(
            ackID: json.text("ackId"), messageID: message.text("messageId"), data: data,
            attributes: message.stringMap("attributes"), orderingKey: message.text("orderingKey"),
            deliveryAttempt: json.integer("deliveryAttempt") ?? 0)
    }
}
