import CloudCore

extension SubscriptionState {
    /// Gives a leased message up, whose last delivery has failed, to be forwarded to the dead letter topic; false
    /// when that may not be or there is no such topic any more, so that the message is delivered again instead.
    ///
    /// The messages of its key that are outstanding behind it stay so, for it is not delivered again before them:
    /// "Order messages" excepts dead letter topics from the redelivery of what follows.
    mutating func deadLetter(_ slot: Int32, _ end: LeaseEnd, _ context: inout DeliveryContext) -> Bool {
        guard let topic = deadLetterTopic, let message = leases[slot].message,
            let policy = settings.deadLetterPolicy
        else { return false }
        if let mayForward = context.deadLetterPermission, !mayForward(settings.name, policy.deadLetterTopic) {
            return false
        }
        context.deadLetters.append(
            DeadLetter(
                message: message, subscription: settings.name, topic: topic, attempts: leases[slot].attempts,
                transformFault: end.transformFault))
        endLease(slot, end, &context)
        retainAcknowledged(message)
        let key = leases[slot].key
        if key == SlotList.none {
            leases.remove(slot)
        } else {
            remove(slot, ofKey: key, &context)
        }
        return true
    }
}

extension LeaseEnd {
    /// Why a transform failed, if that ended the lease.
    fileprivate var transformFault: String? {
        if case .untransformed(let reason) = self { reason } else { nil }
    }
}
