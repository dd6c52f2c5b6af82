import CloudCore

extension Broker {
    /// Publishes what subscriptions have given up to their dead letter topics: at the same instant, with the data
    /// and the ordering key of the original.
    mutating func forwardDeadLetters() {
        var letters: [DeadLetter] = []
        swap(&letters, &context.deadLetters)
        for letter in letters {
            let id = MessageID.text(nextMessageNumber)
            let stored = StoredMessage(
                data: letter.message.data, attributes: letter.attributes,
                orderingKey: letter.message.orderingKey, messageID: id, publishTime: context.now)
            context.history.note(
                letter.message, .deadLettered(messageID: id), letter.subscription, context.now)
            if context.history.isOn {
                context.history.begin(
                    stored, number: nextMessageNumber, topic: topics[letter.topic].settings.name)
            }
            if context.journal.isOn { noteForwarded(letter, stored) }
            nextMessageNumber += 1
            if topics[letter.topic].log.isOn { keep(stored, letter.topic) }
            // To deliver fails no lease, so there are no further letters.
            for subscription in topics[letter.topic].subscriptions {
                if subscriptions[subscription].enqueue(stored, &context) { deliver(subscription) }
            }
        }
    }

    /// The slot of the topic that a dead letter policy names.
    ///
    /// - Throws: NOT_FOUND.
    func deadLetterTopic(of settings: Subscription) throws(Status) -> Int? {
        guard let name = settings.deadLetterPolicy?.deadLetterTopic else { return nil }
        guard let slot = topics.slot(of: name) else {
            throw .resource(.notFound, "Dead letter topic not found", "Topic", name)
        }
        return slot
    }

    /// Lets a subscription forward to the topic in that slot, or to none.
    mutating func setDeadLetterTopic(_ topic: Int?, of subscription: Int) {
        let former = subscriptions[subscription].deadLetterTopic
        guard former != topic else { return }
        if let former { topics[former].deadLetterSources.remove(subscription) }
        if let topic { topics[topic].deadLetterSources.insert(subscription) }
        subscriptions[subscription].deadLetterTopic = topic
    }

    /// Ends the forwarding to a topic that is deleted: what would have been forwarded stays in its subscription. The
    /// policy names the topic as a subscription does one that has been deleted; the documentation does not say.
    mutating func forgetDeadLetterTopic(_ topic: Int) {
        for subscription in topics[topic].deadLetterSources {
            subscriptions[subscription].deadLetterTopic = nil
            subscriptions[subscription].settings.deadLetterPolicy?.deadLetterTopic = Self.deletedTopic
        }
    }
}
