import CloudCore

/// A page of a listing.
struct Page<Item> {
    var items: [Item]
    /// Where the listing goes on, empty at its end.
    var nextToken: String
}

extension Page: Sendable where Item: Sendable {}

extension Broker {
    /// The topic field of a subscription whose topic has been deleted (`google/pubsub/v1/pubsub.proto`).
    static var deletedTopic: String { "_deleted-topic_" }

    /// Creates a topic.
    ///
    /// - Throws: ALREADY_EXISTS, or NOT_FOUND for a schema that does not exist.
    mutating func createTopic(_ topic: Topic) throws(Status) {
        guard topics.slot(of: topic.name) == nil else {
            throw Status.resource(.alreadyExists, "Topic already exists", "Topic", topic.name)
        }
        let schema = try topicSchema(topic.schemaSettings)
        topicNumber += 1
        let slot = topics.insert(TopicState(topic, id: topicNumber), name: topic.name)
        applyRetention(slot)
        setSchema(schema, ofTopic: slot)
        if context.journal.isOn { context.journal.note(context.now) { $0.createTopic = topic } }
    }

    /// The settings of a topic.
    ///
    /// - Throws: NOT_FOUND.
    func topic(_ name: String) throws(Status) -> Topic { topics[try topicSlot(name)].settings }

    /// Replaces the settings of the topic of that name.
    ///
    /// - Throws: NOT_FOUND, also for a schema that does not exist.
    mutating func updateTopic(_ topic: Topic, at now: Instant) throws(Status) {
        expire(at: now)
        let slot = try topicSlot(topic.name)
        if topic.schemaSettings != topics[slot].settings.schemaSettings {
            setSchema(try topicSchema(topic.schemaSettings), ofTopic: slot)
        }
        topics[slot].settings = topic
        applyRetention(slot)
        if context.journal.isOn { context.journal.note(context.now) { $0.updateTopic = topic } }
    }

    /// Deletes a topic. Its subscriptions and snapshots stay, with what they hold.
    ///
    /// - Throws: NOT_FOUND.
    mutating func deleteTopic(_ name: String) throws(Status) {
        let slot = try topicSlot(name)
        orphanSnapshots(slot)
        for subscription in topics[slot].subscriptions {
            setTopicRetention(nil, subscription)
            subscriptions[subscription].topic = nil
            subscriptions[subscription].settings.topic = Self.deletedTopic
        }
        setSchema(nil, ofTopic: slot)
        forgetDeadLetterTopic(slot)
        topics.remove(name)
        context.effects.append(.removed(name))
        if context.journal.isOn { context.journal.note(context.now) { $0.deleteTopic = name } }
    }

    /// The topics of a project (`projects/p`), by name, from a page token on.
    func listTopics(in project: String, after token: String, limit: Int) throws(Status) -> Page<Topic> {
        let page = try names(topics.names, prefix: project + "/topics/", after: token, limit)
        return Page(items: page.items.map { topics[$0.slot].settings }, nextToken: page.nextToken)
    }

    /// The names of a topic's subscriptions, in order, from a page token on.
    ///
    /// - Throws: NOT_FOUND for a topic that does not exist.
    func listSubscriptions(of topic: String, after token: String, limit: Int) throws(Status) -> Page<String> {
        let slot = try topicSlot(topic)
        let page = try names(topics[slot].subscriptionNames, prefix: "projects/", after: token, limit)
        return Page(items: page.items.map(\.name), nextToken: page.nextToken)
    }

    /// The slot of a topic.
    ///
    /// - Throws: NOT_FOUND.
    func topicSlot(_ name: String) throws(Status) -> Int {
        guard let slot = topics.slot(of: name) else { throw Self.noTopic(name) }
        return slot
    }

    /// What a call about a topic that does not exist ends with.
    static func noTopic(_ name: String) -> Status { .resource(.notFound, "Topic not found", "Topic", name) }

    /// A page of names. A token is the last name of the page before, so it stays good whatever comes and goes.
    func names(
        _ names: SortedNames, prefix: String, after token: String, _ limit: Int
    ) throws(Status) -> Page<SortedNames.Entry> {
        guard token.isEmpty || token.hasPrefix(prefix) else {
            throw Status(.invalidArgument, "The page_token is not of this listing: (page_token=\(token))")
        }
        let (entries, hasMore) = names.page(prefix: prefix, after: token, limit: limit)
        return Page(items: entries, nextToken: hasMore ? entries.last?.name ?? "" : "")
    }
}

extension Status {
    /// An error about a Pub/Sub resource, with its name in text and details.
    static func resource(_ code: Code, _ text: String, _ type: String, _ name: String) -> Status {
        let detail = Detail.resourceInfo(
            type: "pubsub.googleapis.com/\(type)", name: name, owner: "", description: text)
        return Status(code, "\(text) (resource=\(name))", details: [detail])
    }
}
