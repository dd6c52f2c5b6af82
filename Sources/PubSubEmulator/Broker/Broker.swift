import CloudCore

/// The whole of Pub/Sub's behaviour as a value: topics, subscriptions, backlogs, leases, ordering and flow control.
///
/// It knows no clock, lock, task or socket. Each operation is told the time, and appends what its caller has to do
/// to `effects`; `nextDeadline` says when `expire` is due. Names and settings are valid when they get here: the
/// service layer sees to that. Every operation is O(1) or O(log n) in backlog, topics and subscriptions, but for those
/// that say otherwise: seeks, snapshots and changes of settings.
struct Broker: ~Copyable {
    var topics = NamedSlab<TopicState>()
    var subscriptions = NamedSlab<SubscriptionState>()
    var snapshots = NamedSlab<SnapshotState>()
    var schemas = SchemaStore()
    var context: DeliveryContext
    /// At or before the next end of a lease of each subscription: corrected when it is looked at.
    private var deadlines = DeadlineHeap()
    /// Likewise for what no receiver waits for: retention and expiration.
    private var housekeeping = DeadlineHeap()
    /// Likewise for the logs of topics, and when snapshots expire: see `deadlineKey`.
    var replayDeadlines = DeadlineHeap()
    var nextMessageNumber: UInt64
    /// Counts topics, and snapshots that were not given a name.
    var topicNumber: UInt64 = 0
    var snapshotNumber: UInt64 = 0
    /// Whether the records of a log are being applied: then nothing expires by itself, for that is a record, too, and
    /// what was accepted once is not checked again.
    var isRecovering: Bool {
        get { context.isRecovering }
        set { context.isRecovering = newValue }
    }

    /// Makes an empty broker.
    init(recordsHistory: Bool = false) {
        context = DeliveryContext(recordsHistory: recordsHistory)
        nextMessageNumber = MessageID.first
    }

    /// Lets the ids of messages and leases begin where the seed says: 0 is where every broker begins, others
    /// begin far apart, so that a test which relies on particular ids is found out.
    mutating func beginIDs(seed: UInt64) {
        let bits = seed == 0 ? 0 : SeededGenerator.mix(seed)
        // The first message id, and all that will follow, have 15 digits.
        nextMessageNumber = MessageID.first + bits % 800_000_000_000_000
        context.restartSequence(at: bits % (AckID.sequenceLimit / 2))
    }

    /// Leases that stand, of all subscriptions.
    var leasedCount: Int { context.leasedCount }

    /// Whether there is something for the caller to do.
    var hasEffects: Bool { !context.effects.isEmpty }

    /// Takes what the caller has to do, in order.
    mutating func takeEffects() -> [Effect] {
        var effects: [Effect] = []
        swap(&effects, &context.effects)
        return effects
    }

    /// Publishes messages to a topic; returns their ids.
    ///
    /// - Throws: NOT_FOUND for a topic that does not exist; INVALID_ARGUMENT for messages that do not fit its schema.
    mutating func publish(_ messages: [PubsubMessage], to topic: String, at now: Instant) throws(Status)
        -> [String]
    {
        expire(at: now)
        guard let topic = topics.recentSlot(of: topic) else { throw Self.noTopic(topic) }
        let messages = topics[topic].schema == nil ? messages : try checked(messages, byTopic: topic)
        if context.journal.isOn { notePublished(messages, topic) }
        if messages.count == 1 {
            let (message, id) = store(messages, 0, topic)
            offer(message, topic)
            return [id]
        }
        var ids: [String] = []
        var stored: [StoredMessage] = []
        ids.reserveCapacity(messages.count)
        stored.reserveCapacity(messages.count)
        for index in messages.indices {
            let (message, id) = store(messages, index, topic)
            ids.append(id)
            stored.append(message)
        }
        for subscription in topics[topic].subscriptions {
            var isDeliveryDue = false
            for message in stored where subscriptions[subscription].enqueue(message, &context) {
                isDeliveryDue = true
            }
            if isDeliveryDue { deliver(subscription) }
        }
        return ids
    }

    /// Gives a message that a transform of its topic has filtered an id, and no subscription the message.
    ///
    /// - Throws: NOT_FOUND for a topic that does not exist.
    mutating func drop(_ message: PubsubMessage, of topic: String, at now: Instant) throws(Status) -> String {
        expire(at: now)
        guard let topic = topics.recentSlot(of: topic) else { throw Self.noTopic(topic) }
        let (dropped, id) = store([message], 0, topic)
        if context.journal.isOn { notePublished([], topic) }
        context.history.note(dropped, .transformedAway, "", context.now)
        return id
    }

    /// Gives every subscription of a topic a message.
    ///
    /// Each count of a reference is a locked instruction, and waits until the memory written before it is there. So
    /// the references of subscriptions that have nothing to do but to append are counted after all of these, and
    /// their waiting for memory overlaps.
    @inline(__always) private mutating func offer(_ message: StoredMessage, _ topic: Int) {
        let isKeyed = !message.orderingKey.isEmpty
        let reference = Backlog.Reference.passUnretained(message)
        var uncounted = 0
        for subscription in topics[topic].subscriptions {
            if subscriptions[subscription].letWaitUncounted(reference, isKeyed: isKeyed) {
                uncounted += 1
            } else if subscriptions[subscription].enqueue(message, &context) {
                deliver(subscription)
            }
        }
        withExtendedLifetime(message) {
            for _ in 0..<uncounted { _ = reference.retain() }
        }
    }

    /// Takes a message over field by field: a copy of the whole would cost more than the rest of this.
    private mutating func store(
        _ messages: [PubsubMessage], _ index: Int, _ topic: Int
    ) -> (StoredMessage, id: String) {
        let id = MessageID.text(nextMessageNumber)
        let stored = StoredMessage(
            data: messages[index].data, attributes: messages[index].attributes,
            orderingKey: messages[index].orderingKey, messageID: id, publishTime: context.now)
        if context.history.isOn {
            context.history.begin(stored, number: nextMessageNumber, topic: topics[topic].settings.name)
        }
        nextMessageNumber += 1
        if topics[topic].log.isOn { keep(stored, topic) }
        return (stored, id)
    }

    mutating func deliver(_ subscription: Int) {
        subscriptions[subscription].pump(&context)
        touch(subscription)
    }

    // MARK: Time

    /// When `expire` is due next; nil while there is no lease.
    var nextDeadline: Instant? {
        mutating get {
            while let (instant, slot) = deadlines.first {
                let actual = subscriptions[slot].leases.earliest
                if actual == instant { return instant }
                deadlines.set(slot, actual)
            }
            return nil
        }
    }

    /// At or before `nextDeadline`, without the effort of making sure.
    var nextDeadlineEstimate: Instant? { deadlines.first?.instant }

    /// When something is due that no receiver waits for, or before.
    var nextHousekeepingEstimate: Instant? { housekeeping.first?.instant }

    /// Does what is due: leases that end, messages that outlive their retention, subscriptions that expire.
    mutating func expire(at now: Instant) {
        if now > context.now { context.now = now }
        while let (instant, slot) = deadlines.first, instant <= context.now { expireLeases(slot) }
        // Not before all leases that are over have ended: what is forwarded must not go behind messages of its key
        // that are.
        if !context.deadLetters.isEmpty { forwardDeadLetters() }
        while let (instant, slot) = housekeeping.first, instant <= context.now { keepHouse(slot) }
        while let (instant, key) = replayDeadlines.first, instant <= context.now { endReplay(key) }
    }

    private mutating func expireLeases(_ slot: Int) {
        subscriptions[slot].expireLeases(&context)
        subscriptions[slot].pump(&context)
        deadlines.set(slot, subscriptions[slot].leases.earliest)
    }

    private mutating func keepHouse(_ slot: Int) {
        if !isRecovering, let expiration = subscriptions[slot].expiration, expiration <= context.now {
            return removeSubscription(slot)
        }
        if subscriptions[slot].nextSweep <= context.now { subscriptions[slot].sweep(&context) }
        let nextSweep = subscriptions[slot].nextSweep
        housekeeping.set(
            slot,
            isRecovering
                ? (nextSweep == .distantFuture ? nil : nextSweep) : subscriptions[slot].nextHousekeeping)
    }

    /// Registers a subscription's deadlines after an operation that may have brought earlier ones.
    @inline(__always) mutating func touch(_ slot: Int) {
        if let earliest = subscriptions[slot].leases.earliest, earliest < deadlines[slot] ?? .distantFuture {
            deadlines.set(slot, earliest)
        }
        if let next = subscriptions[slot].nextHousekeeping, next < housekeeping[slot] ?? .distantFuture {
            housekeeping.set(slot, next)
        }
    }

    /// Forgets the deadlines of a subscription that is going.
    mutating func forgetDeadlines(_ slot: Int) {
        deadlines.set(slot, nil)
        housekeeping.set(slot, nil)
    }
}
