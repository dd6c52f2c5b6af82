import CloudCore

extension SubscriptionState {
    /// Whether a message may be delivered here at all.
    func admits(_ message: StoredMessage) -> Bool { filter?.matches(message.attributes) ?? true }

    /// Whether a new message is for this subscription, which has a filter.
    func applyFilter(_ message: StoredMessage, _ context: inout DeliveryContext) -> Bool {
        let isMatch = admits(message)
        context.history.note(message, .filtered(isMatch: isMatch), settings.name, context.now)
        return isMatch
    }

    /// Keeps a message that has been acknowledged, if the subscription retains such messages.
    mutating func retainAcknowledged(_ message: StoredMessage?) {
        if retainsAcknowledged, let message { acknowledged.append(message) }
    }

    /// Drops acknowledged messages that have outlived their retention. They stand in the order of their
    /// acknowledgements, so all are looked through, at most sixteen times in a retention duration.
    mutating func sweepAcknowledged(_ oldest: Instant) {
        if acknowledged.isEmpty { return }
        var left = RingBuffer<StoredMessage>()
        for message in acknowledged.all
        where message.publishTime > oldest {
            left.append(message)
        }
        acknowledged = left
    }
}
