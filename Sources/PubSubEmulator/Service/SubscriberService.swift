import CloudCore

/// `google.pubsub.v1.Subscriber`: from request to response, whichever front door the call came through.
struct SubscriberService: Sendable {
    let host: BrokerHost

    /// Creates a subscription, once its transforms have been looked at.
    func createSubscription(_ subscription: Subscription, _ answer: @escaping Answer<Subscription>) {
        host.checking(subscription.messageTransforms, answer) { () throws(Status) in
            try createSubscription(subscription)
        }
    }

    private func createSubscription(_ subscription: Subscription) throws(Status) -> Subscription {
        try ResourceNames.check(subscription.name, .subscriptions, field: "name")
        try ResourceNames.check(subscription.topic, .topics, field: "topic")
        if subscription.detached {
            throw Settings.invalid("detached", "is set by DetachSubscription, must not be set on creation")
        }
        let subscription = try Settings.complete(subscription)
        try host.outlets.check(subscription)
        let created = try host.perform { (broker, now) throws(Status) in
            if host.quotas != nil { try checkRoom(for: subscription, in: broker) }
            try broker.createSubscription(subscription, at: now)
            return try broker.subscription(subscription.name, at: now)
        }
        if DeliveryTarget(subscription) != .pull { host.serve(subscription.name) }
        return created
    }

    private func checkRoom(for subscription: Subscription, in broker: borrowing Broker) throws(Status) {
        if broker.subscriptions.slot(of: subscription.name) != nil { return }
        try ResourceQuotas.check(
            subscription.name, broker.subscriptions.names, ResourceQuotas.subscriptionsPerProject,
            "subscriptions")
        guard let topic = broker.topics.slot(of: subscription.topic) else { return }
        try ResourceQuotas.check(
            subscription.topic, subscriptions: broker.topics[topic].subscriptions.count)
    }

    /// The settings of a subscription.
    func getSubscription(_ request: GetSubscriptionRequest) throws(Status) -> Subscription {
        try check(request.subscription)
        return try host.perform { (broker, now) throws(Status) in
            try broker.subscription(request.subscription, at: now)
        }
    }

    /// Changes the settings that the mask names, once transforms among them have been looked at.
    func updateSubscription(_ request: UpdateSubscriptionRequest, _ answer: @escaping Answer<Subscription>) {
        let transforms = UpdateMasks.transforms(request.updateMask, request.subscription?.messageTransforms)
        host.checking(transforms, answer) { () throws(Status) in try updateSubscription(request) }
    }

    private func updateSubscription(_ request: UpdateSubscriptionRequest) throws(Status) -> Subscription {
        let changes = request.subscription ?? Subscription()
        try ResourceNames.check(changes.name, .subscriptions, field: "subscription.name")
        return try update(changes.name) { (current) throws(Status) in
            try UpdateMasks.apply(request.updateMask, changes, to: current)
        }
    }

    /// Changes where messages are pushed to; with an empty config, they are pulled from then on.
    func modifyPushConfig(_ request: ModifyPushConfigRequest) throws(Status) -> Empty {
        try check(request.subscription)
        _ = try update(request.subscription) { (current) throws(Status) in
            var updated = current
            updated.pushConfig = request.pushConfig ?? PushConfig()
            // "If not present in a ModifyPushConfig call, its value will not be changed"
            // (google/pubsub/v1/pubsub.proto).
            if updated.pushConfig?.attributes[PushConfigRules.versionAttribute] == nil {
                updated.pushConfig?.attributes[PushConfigRules.versionAttribute] =
                    current.pushConfig?.attributes[PushConfigRules.versionAttribute]
            }
            return updated
        }
        return Empty()
    }

    private func update(
        _ name: String, _ change: (Subscription) throws(Status) -> Subscription
    ) throws(Status) -> Subscription {
        let updated = try host.perform { (broker, now) throws(Status) in
            let updated = try Settings.complete(change(broker.subscription(name, at: now)))
            try host.outlets.check(updated)
            try broker.updateSubscription(updated, at: now)
            return try broker.subscription(name, at: now)
        }
        if DeliveryTarget(updated) != .pull { host.serve(name) }
        return updated
    }

    /// The subscriptions of a project, by name.
    func listSubscriptions(_ request: ListSubscriptionsRequest) throws(Status) -> ListSubscriptionsResponse {
        try ResourceNames.checkProject(request.project, field: "project")
        let limit = try Paging.limit(request.pageSize)
        let page = try host.perform { (broker, now) throws(Status) in
            try broker.listSubscriptions(
                in: request.project, after: request.pageToken, limit: limit, at: now)
        }
        var response = ListSubscriptionsResponse()
        response.subscriptions = page.items
        response.nextPageToken = page.nextToken
        return response
    }

    /// Deletes a subscription; whoever receives from it ends with NOT_FOUND.
    func deleteSubscription(_ request: DeleteSubscriptionRequest) throws(Status) -> Empty {
        try check(request.subscription)
        try host.perform { (broker, now) throws(Status) in
            try broker.deleteSubscription(request.subscription, at: now)
        }
        return Empty()
    }

    /// Acknowledges messages.
    func acknowledge(_ request: AcknowledgeRequest) throws(Status) -> Empty {
        try AckRules.check(request.ackIds, of: request.subscription)
        try host.meterAcks(request.ackIds.count, of: request.subscription)
        try perform(request.subscription) { (broker, now) throws(Status) in
            try broker.acknowledge(request.ackIds, of: request.subscription, at: now)
        }
        return Empty()
    }

    /// Gives receivers more time, or takes messages back.
    func modifyAckDeadline(_ request: ModifyAckDeadlineRequest) throws(Status) -> Empty {
        try AckRules.check(
            request.ackIds, of: request.subscription, deadline: request.ackDeadlineSeconds)
        guard (0...Limits.ackDeadlineSeconds.upperBound).contains(request.ackDeadlineSeconds) else {
            throw Status(
                .invalidArgument,
                "ack_deadline_secs out of bounds (ack_deadline_seconds=\(request.ackDeadlineSeconds), must be 0 to 600)"
            )
        }
        try host.meterAcks(request.ackIds.count, of: request.subscription)
        try perform(request.subscription) { (broker, now) throws(Status) in
            try broker.modifyAckDeadline(
                request.ackIds, of: request.subscription, seconds: request.ackDeadlineSeconds, at: now)
        }
        return Empty()
    }

    func check(_ name: String) throws(Status) {
        try ResourceNames.check(name, .subscriptions, field: "subscription")
    }

    /// Runs an operation on a subscription. Names that exist are good, so only others are checked.
    func perform<R: Sendable>(
        _ subscription: String, _ operation: (inout Broker, Instant) throws(Status) -> R
    ) throws(Status) -> R {
        do throws(Status) {
            return try host.perform(operation)
        } catch {
            if error.code == .notFound { try check(subscription) }
            throw error
        }
    }
}
