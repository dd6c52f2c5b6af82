import CloudCore

extension Emulator {
    /// Creates a subscription.
    ///
    /// - Returns: the subscription as the service returns it, with defaults filled in.
    /// - Throws: INVALID_ARGUMENT, OUT_OF_RANGE, ALREADY_EXISTS, NOT_FOUND when there is no such topic or dead letter
    ///   topic, or UNIMPLEMENTED for settings that are not supported.
    @discardableResult public func createSubscription(
        _ subscription: Subscription
    ) throws(Status) -> Subscription {
        var subscription = subscription
        subscription.name = subscriptionName(subscription.name)
        subscription.topic = topicName(subscription.topic)
        return try call("Subscriber/CreateSubscription", subscription.name, subscription) {
            (request) throws(Status) in try PendingAnswer.wait { subscriber.createSubscription(request, $0) }
        }
    }

    /// Creates a subscription, with the default settings unless `configure` changes them.
    ///
    /// - Throws: as for a whole `Subscription`.
    @discardableResult public func createSubscription(
        _ subscription: String, topic: String, _ configure: (inout Subscription) -> Void = { _ in }
    ) throws(Status) -> Subscription {
        var settings = Subscription(name: subscription, topic: topic)
        configure(&settings)
        return try createSubscription(settings)
    }

    /// A subscription's settings.
    ///
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND.
    public func subscription(_ subscription: String) throws(Status) -> Subscription {
        var request = GetSubscriptionRequest()
        request.subscription = subscriptionName(subscription)
        return try call(
            "Subscriber/GetSubscription", request.subscription, request, subscriber.getSubscription)
    }

    /// All subscriptions of a project, by name; of the emulator's own project unless given.
    ///
    /// - Throws: INVALID_ARGUMENT.
    public func subscriptions(in project: String? = nil) throws(Status) -> [Subscription] {
        var request = ListSubscriptionsRequest()
        request.project = "projects/\(project ?? self.project)"
        return try allPages { (token) throws(Status) in
            request.pageToken = token
            let page = try call(
                "Subscriber/ListSubscriptions", request.project, request, subscriber.listSubscriptions)
            return (page.subscriptions, page.nextPageToken)
        }
    }

    /// The names of a topic's subscriptions, in order.
    ///
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND.
    public func subscriptions(of topic: String) throws(Status) -> [String] {
        var request = ListTopicSubscriptionsRequest()
        request.topic = topicName(topic)
        return try allPages { (token) throws(Status) in
            request.pageToken = token
            let page = try call(
                "Publisher/ListTopicSubscriptions", request.topic, request, publisher.listTopicSubscriptions)
            return (page.subscriptions, page.nextPageToken)
        }
    }

    /// Changes the settings of a subscription that `fields` names, in snake_case, to those of `subscription`.
    ///
    /// - Returns: the subscription as it is now.
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND, or UNIMPLEMENTED for settings that are not supported.
    @discardableResult public func updateSubscription(
        _ subscription: Subscription, fields: [String]
    ) throws(Status) -> Subscription {
        var request = UpdateSubscriptionRequest()
        request.subscription = subscription
        request.subscription?.name = subscriptionName(subscription.name)
        request.updateMask = FieldMask(fields)
        return try call("Subscriber/UpdateSubscription", request.subscription?.name ?? "", request) {
            (request) throws(Status) in try PendingAnswer.wait { subscriber.updateSubscription(request, $0) }
        }
    }

    /// Changes where a subscription's messages are pushed to; with an empty config, they are pulled from then on.
    ///
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND.
    public func modifyPushConfig(_ config: PushConfig, of subscription: String) throws(Status) {
        var request = ModifyPushConfigRequest()
        request.subscription = subscriptionName(subscription)
        request.pushConfig = config
        _ = try call(
            "Subscriber/ModifyPushConfig", request.subscription, request, subscriber.modifyPushConfig)
    }

    /// Deletes a subscription with all that it holds. Whoever receives from it ends with NOT_FOUND.
    ///
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND.
    public func deleteSubscription(_ subscription: String) throws(Status) {
        var request = DeleteSubscriptionRequest()
        request.subscription = subscriptionName(subscription)
        _ = try call(
            "Subscriber/DeleteSubscription", request.subscription, request, subscriber.deleteSubscription)
    }

    /// Acknowledges messages by their ack ids.
    ///
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND; under exactly-once delivery as `Received.ack`, after the ids that are good
    ///   are done.
    public func acknowledge(_ ackIDs: [String], on subscription: String) throws(Status) {
        var request = AcknowledgeRequest()
        request.subscription = subscriptionName(subscription)
        request.ackIds = ackIDs
        _ = try call("Subscriber/Acknowledge", request.subscription, request, subscriber.acknowledge)
    }

    /// Gives the receivers of messages so many seconds from now, 0 to 600; 0 gives the messages back.
    ///
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND.
    public func modifyAckDeadline(
        _ ackIDs: [String], on subscription: String, seconds: Int32
    ) throws(Status) {
        var request = ModifyAckDeadlineRequest()
        request.subscription = subscriptionName(subscription)
        request.ackIds = ackIDs
        request.ackDeadlineSeconds = seconds
        _ = try call(
            "Subscriber/ModifyAckDeadline", request.subscription, request, subscriber.modifyAckDeadline)
    }
}
