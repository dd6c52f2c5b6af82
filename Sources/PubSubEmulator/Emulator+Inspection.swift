import CloudCore

extension Emulator {
    /// What happened to the messages of a topic, or of all topics, oldest first. The latest 10,000 messages of the
    /// emulator are remembered, if it records history.
    public func messages(of topic: String? = nil) -> [MessageRecord] {
        let name = topic.map { topicName($0) }
        return host.perform { broker, now in
            broker.expire(at: now)
            return broker.context.history.records(topic: name)
        }
    }

    /// What happened to a message; nil when it is not remembered.
    public func history(of messageID: String) -> MessageRecord? {
        host.perform { broker, now in
            broker.expire(at: now)
            return broker.context.history.record(of: messageID)
        }
    }

    /// A page of what happened to the messages that a query wants, oldest first.
    ///
    /// - Throws: FAILED_PRECONDITION when no history is kept; INVALID_ARGUMENT for a page token that is none.
    public func messages(matching query: MessageQuery) throws(Status) -> MessagePage {
        try host.perform { (broker, now) throws(Status) in
            broker.expire(at: now)
            guard broker.context.history.isOn else {
                throw Status(.failedPrecondition, "No history is kept; start the emulator with --history N.")
            }
            return try broker.context.history.page(query)
        }
    }

    /// What a subscription holds now.
    ///
    /// - Throws: NOT_FOUND.
    public func statistics(of subscription: String) throws(Status) -> SubscriptionStatistics {
        let name = subscriptionName(subscription)
        return try host.perform { (broker, now) throws(Status) in try broker.statistics(name, at: now) }
    }
}
