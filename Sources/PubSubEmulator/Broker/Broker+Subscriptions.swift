import CloudCore

extension Broker {
    /// Creates a subscription.
    ///
    /// - Throws: ALREADY_EXISTS; NOT_FOUND when there is no such topic, or dead letter topic.
    mutating func createSubscription(_ subscription: Subscription, at now: Instant) throws(Status) {
        expire(at: now)
        guard subscriptions.slot(of: subscription.name) == nil else {
            throw Status.resource(
                .alreadyExists, "Subscription already exists", "Subscription", subscription.name)
        }
        guard let topic = topics.slot(of: subscription.topic) else {
            throw Status.resource(
                .notFound, "Subscription topic does not exist", "Topic", subscription.topic)
        }
        let deadLetterTopic = try deadLetterTopic(of: subscription)
        var state = SubscriptionState(
            subscription, topic: topic, id: topics[topic].id,
            retention: topics[topic].settings.messageRetentionDuration, at: context.now)
        state.indexInTopic = topics[topic].subscriptions.count
        let slot = subscriptions.insert(state, name: subscription.name)
        topics[topic].subscriptions.append(slot)
        topics[topic].subscriptionNames.insert(subscription.name, slot: slot)
        setDeadLetterTopic(deadLetterTopic, of: slot)
        touch(slot)
        if context.journal.isOn { context.journal.note(context.now) { $0.createSubscription = subscription } }
    }

    /// The settings of a subscription.
    ///
    /// - Throws: NOT_FOUND.
    mutating func subscription(_ name: String, at now: Instant) throws(Status) -> Subscription {
        expire(at: now)
        return settings(try subscriptionSlot(name))
    }

    private func settings(_ slot: Int) -> Subscription {
        var settings = subscriptions[slot].settings
        settings.topicMessageRetentionDuration = subscriptions[slot].topic.flatMap {
            topics[$0].settings.messageRetentionDuration
        }
        let isOrphan = subscriptions[slot].isDetached && !isTopic(settings.topic, subscriptions[slot].topicID)
        if isOrphan { settings.topic = Self.deletedTopic }
        return settings
    }

    private func isTopic(_ name: String, _ id: UInt64) -> Bool {
        topics.slot(of: name).map { topics[$0].id == id } ?? false
    }

    /// Replaces the settings of the subscription of that name. What is outstanding stays so, under its former
    /// deadline; its next failure goes by the new settings. Attempts are counted from when there is a dead letter policy
    /// ("Dead-letter topics" in the Pub/Sub documentation).
    ///
    /// - Throws: NOT_FOUND for the subscription, or a dead letter topic that is new to it.
    mutating func updateSubscription(_ subscription: Subscription, at now: Instant) throws(Status) {
        expire(at: now)
        let slot = try subscriptionSlot(subscription.name)
        let formerPolicy = subscriptions[slot].settings.deadLetterPolicy
        if subscription.deadLetterPolicy?.deadLetterTopic != formerPolicy?.deadLetterTopic {
            setDeadLetterTopic(try deadLetterTopic(of: subscription), of: slot)
        }
        if formerPolicy == nil, subscription.deadLetterPolicy != nil {
            subscriptions[slot].leases.resetAttempts()
        }
        // A longer retention does not bring back what has outlived the former; a shorter one applies at once.
        subscriptions[slot].sweep(&context)
        let formerTarget = subscriptions[slot].target
        subscriptions[slot].settings = subscription
        let formerTransforms = subscriptions[slot].transforms
        subscriptions[slot].applySettings()
        if subscriptions[slot].target != formerTarget { endConsumers(slot) }
        if subscriptions[slot].transforms != formerTransforms {
            subscriptions[slot].adoptTransforms(&context)
        }
        subscriptions[slot].sweep(&context)
        subscriptions[slot].lastActive = context.now
        if context.journal.isOn { context.journal.note(context.now) { $0.updateSubscription = subscription } }
        subscriptions[slot].pump(&context)
        touch(slot)
    }

    /// Deletes a subscription with all that it holds; its consumers end with NOT_FOUND.
    ///
    /// - Throws: NOT_FOUND.
    mutating func deleteSubscription(_ name: String, at now: Instant) throws(Status) {
        expire(at: now)
        removeSubscription(try subscriptionSlot(name))
    }

    /// The subscriptions of a project (`projects/p`), by name, from a page token on.
    mutating func listSubscriptions(
        in project: String, after token: String, limit: Int, at now: Instant
    ) throws(Status) -> Page<Subscription> {
        expire(at: now)
        let page = try names(
            subscriptions.names, prefix: project + "/subscriptions/", after: token, limit)
        return Page(items: page.items.map { settings($0.slot) }, nextToken: page.nextToken)
    }

    /// The slot of a subscription.
    ///
    /// - Throws: NOT_FOUND.
    mutating func subscriptionSlot(_ name: String) throws(Status) -> Int {
        guard let slot = subscriptions.recentSlot(of: name) else { throw Self.noSubscription(name) }
        return slot
    }

    /// What a call about a subscription that does not exist, or exists no more, ends with.
    static func noSubscription(_ name: String) -> Status {
        .resource(.notFound, "Subscription does not exist", "Subscription", name)
    }

    /// Removes a subscription that was deleted or has expired.
    mutating func removeSubscription(_ slot: Int) {
        let name = subscriptions[slot].settings.name
        endConsumers(slot, Self.noSubscription(name))
        context.leasedCount -= subscriptions[slot].leases.leasedCount
        leaveTopic(slot)
        setDeadLetterTopic(nil, of: slot)
        forgetDeadlines(slot)
        subscriptions.remove(name)
        context.effects.append(.removed(name))
        if context.journal.isOn { context.journal.note(context.now) { $0.deleteSubscription = name } }
    }

    /// Takes a subscription out of its topic's list.
    mutating func leaveTopic(_ slot: Int) {
        guard let topic = subscriptions[slot].topic else { return }
        let index = subscriptions[slot].indexInTopic
        topics[topic].subscriptionNames.remove(subscriptions[slot].settings.name)
        let last = topics[topic].subscriptions.removeLast()
        guard last != slot else { return }
        topics[topic].subscriptions[index] = last
        subscriptions[last].indexInTopic = index
    }
}
