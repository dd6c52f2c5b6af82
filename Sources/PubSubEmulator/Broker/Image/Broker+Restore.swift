import CloudCore

extension Broker {
    /// Makes the broker of a state.
    ///
    /// - Throws: INVALID_ARGUMENT when the state contradicts itself, which one that was made here does not.
    init(_ image: EmulatorState, at now: Instant) throws(Status) {
        self.init()
        try restore(image, at: now)
    }

    /// Puts a state in the place of everything that there is. Consumers end with NOT_FOUND.
    ///
    /// - Throws: INVALID_ARGUMENT when the state contradicts itself; then nothing has changed.
    mutating func replaceAll(by image: EmulatorState, at now: Instant) throws(Status) {
        _ = try Broker(image, at: now)
        removeAll(at: now)
        try restore(image, at: now)
        guard context.journal.isOn else { return }
        var noted = image
        noted.time = Timestamp(context.now)
        noted.nextMessageNumber = Int64(clamping: nextMessageNumber)
        noted.forEachPart { part in context.journal.note(context.now) { $0.image = part } }
    }

    /// Takes a state over, where there is nothing yet. All subscriptions count as used now. Ids go on where the
    /// state's or those of the broker end, whichever is later.
    ///
    /// - Throws: INVALID_ARGUMENT; then a part of it is there.
    mutating func restore(_ image: EmulatorState, at now: Instant) throws(Status) {
        let messages = try RestoredMessages(image)
        context.now = max(context.now, now)
        let next = min(UInt64(clamping: image.nextMessageNumber), RestoredMessages.numberLimit)
        nextMessageNumber = max(nextMessageNumber, next, messages.lastNumber + 1)
        if image.snapshotSeed != 0 { snapshotNumber = UInt64(bitPattern: image.snapshotSeed) }
        reserveTopicIDs(image)
        for schema in image.schemas { try restore(schema) }
        var slots: [Int64: Int] = [:]
        for topic in image.topics { try restore(topic, messages, &slots) }
        for subscription in image.subscriptions { try restore(subscription, slots, messages) }
        // The log of a topic wants them in the order in which they were made.
        for snapshot in image.snapshots.sorted(by: { $0.start < $1.start }) {
            try restore(snapshot, slots, messages)
        }
        for entry in topics.names.all { applyRetention(entry.slot) }
        for entry in subscriptions.names.all { deliver(entry.slot) }
    }

    /// Lets ids of later topics be greater than all that the state has.
    private mutating func reserveTopicIDs(_ image: EmulatorState) {
        let ids =
            [image.topicCount] + image.topics.map(\.id) + image.subscriptions.map(\.topicId)
            + image.snapshots.map(\.topicId)
        topicNumber = max(topicNumber, min(UInt64(clamping: ids.max() ?? 0), UInt64(Int64.max / 2)))
    }

    /// Puts a schema in the place of what there is of that name.
    ///
    /// - Throws: INVALID_ARGUMENT for one without revisions, or with a definition that is none.
    mutating func restore(_ image: SchemaImage) throws(Status) {
        var revisions: [SchemaRevision] = []
        for revision in image.revisions {
            guard let schema = revision.schema, schema.name == image.name, revision.number > 0,
                revision.number < Int64.max / 2, revision.number > revisions.last?.number ?? 0
            else {
                throw Self.contradiction(
                    "schemas", image.name, "has revisions out of order, or of another name")
            }
            revisions.append(
                SchemaRevision(
                    number: revision.number, schema: schema, definition: try SchemaDefinition.parse(schema)))
        }
        guard !revisions.isEmpty, revisions.count <= SchemaStore.revisionLimit else {
            throw Self.contradiction(
                "schemas", image.name, "must have 1 to \(SchemaStore.revisionLimit) revisions")
        }
        schemas.put(image.name, revisions, nextNumber: min(image.nextNumber, Int64.max / 2))
    }

    private mutating func restore(
        _ image: TopicImage, _ messages: borrowing RestoredMessages, _ slots: inout [Int64: Int]
    ) throws(Status) {
        guard let settings = image.settings, topics.slot(of: settings.name) == nil, image.id >= 0,
            image.id == 0 || slots[image.id] == nil
        else {
            throw Self.contradiction("topics", image.settings?.name, "is not there, or there twice")
        }
        if image.id == 0 { topicNumber += 1 }
        let id = image.id == 0 ? topicNumber : UInt64(clamping: image.id)
        let schema = try schema(of: settings, image)
        let slot = topics.insert(TopicState(settings, id: id), name: settings.name)
        slots[Int64(clamping: id)] = slot
        topics[slot].log.restore(try messages.all(image.kept))
        setSchema(schema, ofTopic: slot)
    }

    private func schema(of settings: Topic, _ image: TopicImage) throws(Status) -> TopicSchema? {
        guard let wanted = settings.schemaSettings else { return nil }
        let last = image.lastRevision == 0 ? Int64.max : image.lastRevision
        guard wanted.schema != Self.deletedSchema else {
            return TopicSchema(name: nil, encoding: wanted.encoding, first: image.firstRevision, last: last)
        }
        guard schemas.contains(wanted.schema), image.firstRevision <= last else {
            throw Self.contradiction("topics", settings.name, "has a schema that is not among the schemas")
        }
        return TopicSchema(
            name: wanted.schema, encoding: wanted.encoding, first: image.firstRevision, last: last)
    }

    private mutating func restore(
        _ image: SubscriptionImage, _ slots: [Int64: Int], _ messages: borrowing RestoredMessages
    ) throws(Status) {
        guard let settings = image.settings, subscriptions.slot(of: settings.name) == nil else {
            throw Self.contradiction("subscriptions", image.settings?.name, "is not there, or there twice")
        }
        let topic = try topic(of: settings, image.topicId, slots)
        var deadLetterTopic: Int?
        if let name = settings.deadLetterPolicy?.deadLetterTopic, name != Self.deletedTopic {
            deadLetterTopic = topics.slot(of: name)
            if deadLetterTopic == nil {
                throw Self.contradiction(
                    "subscriptions", settings.name, "has a dead letter topic that is not among the topics")
            }
        }
        let topicID = topic.map { topics[$0].id } ?? UInt64(clamping: image.topicId)
        var state = SubscriptionState(
            settings, topic: topic, id: topicID,
            retention: topic.flatMap { topics[$0].settings.messageRetentionDuration }, at: context.now)
        state.isDetached = settings.detached
        try state.restore(image, messages, &context)
        state.indexInTopic = topic.map { topics[$0].subscriptions.count } ?? 0
        let slot = subscriptions.insert(state, name: settings.name)
        if let topic {
            topics[topic].subscriptions.append(slot)
            topics[topic].subscriptionNames.insert(settings.name, slot: slot)
        }
        setDeadLetterTopic(deadLetterTopic, of: slot)
        touch(slot)
    }

    /// The slot of a subscription's topic: by its id, or, where a document has none, by its name.
    private func topic(of settings: Subscription, _ id: Int64, _ slots: [Int64: Int]) throws(Status) -> Int? {
        if settings.detached || settings.topic == Self.deletedTopic { return nil }
        let slot = id == 0 ? topics.slot(of: settings.topic) : slots[id]
        guard let slot, topics[slot].settings.name == settings.topic else {
            throw Self.contradiction(
                "subscriptions", settings.name, "is of a topic that is not among the topics")
        }
        return slot
    }

    private mutating func restore(
        _ image: SnapshotImage, _ slots: [Int64: Int], _ messages: borrowing RestoredMessages
    ) throws(Status) {
        guard let settings = image.settings, snapshots.slot(of: settings.name) == nil else {
            throw Self.contradiction("snapshots", image.settings?.name, "is not there, or there twice")
        }
        guard settings.topic == Self.deletedTopic || slots[image.topicId] != nil else {
            throw Self.contradiction("snapshots", settings.name, "is of a topic that is not among the topics")
        }
        let topic = settings.topic == Self.deletedTopic ? nil : slots[image.topicId]
        let start = UInt64(clamping: image.start)
        var state = SnapshotState(
            settings, topic: topic, id: UInt64(clamping: image.topicId),
            SnapshotCut(backlog: try messages.all(image.backlog), start: start),
            at: image.created?.instant ?? context.now)
        for message in try messages.all(image.formerTopicKept) { state.formerLog.append(message) }
        let slot = snapshots.insert(state, name: settings.name)
        replayDeadlines.set(Self.deadlineKey(snapshot: slot), snapshots[slot].expiration)
        guard let topic else { return }
        topics[topic].log.hold(from: start)
        topics[topic].snapshotNames.insert(settings.name, slot: slot)
    }

    private static func contradiction(_ field: String, _ name: String?, _ problem: String) -> Status {
        let name = name.map { String($0.prefix(300)) } ?? "a resource without settings"
        return Status(.invalidArgument, "Invalid state: \(field): \(name) \(problem).")
    }
}
