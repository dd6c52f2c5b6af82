import CloudCore

/// Subscriptions whose messages are not pulled but pushed or exported, by one consumer of the emulator's own.
extension Broker {
    /// What asking for the messages of such a subscription ends with, in the words of the service.
    static var notPulled: Status {
        Status(.failedPrecondition, "This method is not supported for this subscription type.")
    }

    /// The settings of a subscription that is not pulled and has nobody yet to take its messages; nil otherwise.
    mutating func unservedSubscription(_ name: String, at now: Instant) -> Subscription? {
        expire(at: now)
        guard let slot = subscriptions.slot(of: name), !subscriptions[slot].isPulled,
            !subscriptions[slot].settings.detached, subscriptions[slot].consumers.isEmpty
        else { return nil }
        return subscriptions[slot].settings
    }

    /// Ends the consumers of a subscription whose target has changed, or of one that goes.
    mutating func endConsumers(_ slot: Int, _ status: Status = notPulled) {
        while let index = subscriptions[slot].consumers.first {
            context.effects.append(.end(context.consumers.id(of: index), status))
            subscriptions[slot].remove(consumer: index, &context)
        }
    }

    /// Changes how many messages may be outstanding with a consumer; 0 stops deliveries to it.
    mutating func setMaxOutstanding(_ messages: Int, of id: ConsumerID, at now: Instant) {
        expire(at: now)
        guard context.consumers.contains(id) else { return }
        let slot = Int(context.consumers[id.index].subscription)
        context.consumers[id.index].maxMessages = messages
        if !context.consumers[id.index].hasCredit {
            context.consumers.makeUnready(id.index, &subscriptions[slot].readyConsumers)
        }
        subscriptions[slot].resume(consumer: id.index, &context)
        touch(slot)
    }

    /// Changes the settings that tell how an export is doing, and nothing else.
    mutating func noteState(
        of name: String, at now: Instant, _ change: (inout Subscription) -> Void
    ) {
        expire(at: now)
        guard let slot = subscriptions.slot(of: name) else { return }
        change(&subscriptions[slot].settings)
    }
}
