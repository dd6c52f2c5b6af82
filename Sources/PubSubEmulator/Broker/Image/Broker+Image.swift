import CloudCore

extension Broker {
    /// Everything that the broker holds; O(n log n) in all of it.
    mutating func image(at now: Instant) -> EmulatorState {
        expire(at: now)
        var messages = ImageMessages()
        var image = EmulatorState()
        image.time = Timestamp(context.now)
        image.nextMessageNumber = Int64(clamping: nextMessageNumber)
        image.topicCount = Int64(clamping: topicNumber)
        image.snapshotSeed = Int64(bitPattern: snapshotNumber)
        for entry in topics.names.all {
            image.topics.append(topics[entry.slot].image(&messages))
        }
        for entry in subscriptions.names.all {
            image.subscriptions.append(subscriptions[entry.slot].image(&messages))
        }
        for entry in snapshots.names.all {
            image.snapshots.append(snapshots[entry.slot].image(&messages))
        }
        for entry in schemas.names.all { image.schemas.append(schemas.state(at: entry.slot).image) }
        image.messages = messages.inOrder
        return image
    }
}

/// The messages of an image, each once.
struct ImageMessages {
    private var messages: [UInt64: StoredMessage] = [:]

    /// Adds messages; returns their ids.
    mutating func refer(to added: some Sequence<StoredMessage>) -> [String] {
        added.map { refer(to: $0) }
    }

    /// Adds a message; returns its id.
    mutating func refer(to message: StoredMessage) -> String {
        messages[message.number] = message
        return message.messageID
    }

    /// All of them, in the order of publishing.
    var inOrder: [PubsubMessage] { messages.sorted { $0.key < $1.key }.map(\.value.message) }
}

extension TopicState {
    func image(_ messages: inout ImageMessages) -> TopicImage {
        var image = TopicImage()
        image.settings = settings
        image.id = Int64(clamping: id)
        image.kept = messages.refer(to: log.messages.all)
        image.firstRevision = schema?.first ?? 0
        image.lastRevision = schema.map { $0.last == .max ? 0 : $0.last } ?? 0
        return image
    }
}

extension SchemaState {
    /// The schema with all revisions.
    var image: SchemaImage {
        var image = SchemaImage()
        image.name = name
        image.nextNumber = nextNumber
        image.revisions = revisions.map { revision in
            var image = RevisionImage()
            image.number = revision.number
            image.schema = revision.schema
            return image
        }
        return image
    }
}

extension SubscriptionState {
    func image(_ messages: inout ImageMessages) -> SubscriptionImage {
        var image = SubscriptionImage()
        image.settings = settings
        image.topicId = Int64(clamping: topicID)
        var (waiting, delivered) = (backlog.all + keys.keys.flatMap(\.waiting.all), [Lease]())
        for lease in leases.slots {
            guard let message = lease.message, !lease.isAcknowledgedEarly else { continue }
            if lease.attempts > 1 || lease.isLeased && !lease.isRaw {
                delivered.append(lease)
            } else {
                waiting.append(message)
            }
        }
        image.waiting = messages.refer(to: Self.inOrder(waiting))
        image.delivered = delivered.map { $0.image(&messages) }.sorted { $0.number < $1.number }
        var done = acknowledged.all
        if retainsAcknowledged, acknowledgedEarly > 0 {
            done += leases.slots.filter(\.isAcknowledgedEarly).compactMap(\.message)
        }
        image.acknowledged = messages.refer(to: Self.inOrder(done))
        return image
    }
}

extension Lease {
    fileprivate func image(_ messages: inout ImageMessages) -> DeliveredImage {
        var image = DeliveredImage()
        if let message { image.messageId = messages.refer(to: message) }
        image.attempt = attempts
        if isLeased, !isRaw { image.leasedUntil = Timestamp(deadline) }
        return image
    }
}

extension DeliveredImage {
    /// The number of its message.
    var number: UInt64 { UInt64(messageId) ?? 0 }
}

extension SnapshotState {
    func image(_ messages: inout ImageMessages) -> SnapshotImage {
        var image = SnapshotImage()
        image.settings = settings
        image.topicId = Int64(clamping: topicID)
        image.created = Timestamp(created)
        image.start = Int64(clamping: cut.start)
        image.backlog = messages.refer(to: cut.backlog)
        image.formerTopicKept = messages.refer(to: formerLog.all)
        return image
    }
}
