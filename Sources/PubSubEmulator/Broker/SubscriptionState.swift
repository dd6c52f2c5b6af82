import CloudCore

/// A subscription: its settings, its backlog, its leases and those who wait for its messages.
///
/// A message is in one place: the backlog (never handed over), the key table (never handed over, and ordered),
/// or a slot of the lease table (leased, or come back from a lease).
///
/// What a new message has to look at comes first, so that it is in one or two lines of the cache.
struct SubscriptionState: ~Copyable {
    var backlog = Backlog()
    /// When messages that have outlived their retention are next looked for.
    var nextSweep = Instant.distantFuture
    /// Decides on each message whether it is for this subscription; nil when all are.
    let filter: MessageFilter?
    /// Consumers that wait for a message.
    var readyConsumers = SlotList()
    private(set) var isOrdered = false
    private(set) var hasTransforms = false

    var settings: Subscription
    /// The topic's slot; nil when the topic has been deleted.
    var topic: Int?
    /// The id of its topic, deleted or not.
    let topicID: UInt64
    /// Where the topic's list has this subscription.
    var indexInTopic = 0
    let salt: UInt64

    var leases = LeaseTable()
    var keys = KeyTable()
    /// Leases that are acknowledged and kept because an earlier message of their key is not.
    var acknowledgedEarly = 0
    /// All consumers.
    var consumers = SlotList()
    /// Acknowledged, and retained to be replayed, in the order of their acknowledgements.
    var acknowledged = RingBuffer<StoredMessage>()
    /// How long the topic keeps messages; nil when it keeps none.
    var topicRetention: Duration?
    /// Whether it has been cut off from its topic.
    var isDetached = false
    /// When a receiver last asked for something.
    var lastActive: Instant

    // Settings in the form that the hot path uses.
    private(set) var leaseDuration: Int64 = 0
    private(set) var retention: Int64 = 0
    private var timeToLive: Int64?
    private(set) var retainsAcknowledged = false
    private(set) var isExactlyOnce = false
    private(set) var traits: SubscriptionTraits = []
    private(set) var backoff: Backoff?
    /// Where the messages go; only with `pull` may receivers ask for them.
    private(set) var target = DeliveryTarget.pull
    private(set) var isPulled = true
    /// The transforms that apply, in order; those that are disabled left out.
    private(set) var transforms: [MessageTransform] = []
    /// The job that is with the transformer, one at a time so that their results come in order.
    var transformJob: UInt64?
    /// The slot of the dead letter topic; nil without one, or when that has been deleted.
    var deadLetterTopic: Int?
    /// The delivery after which a message is dead-lettered; none is without a dead letter policy.
    private(set) var maxDeliveryAttempts = Int32.max

    /// The delays of a retry policy, in nanoseconds.
    struct Backoff {
        var minimum: Int64
        var maximum: Int64

        /// The delay after that many deliveries: the minimum, doubled each time, up to the maximum.
        func delay(afterAttempts attempts: Int32) -> Int64 {
            let doublings = max(0, min(Int(attempts) - 1, 40))
            let (delay, overflow) = minimum.multipliedReportingOverflow(by: 1 << Int64(doublings))
            return overflow ? maximum : min(delay, maximum)
        }
    }

    init(_ settings: Subscription, topic: Int?, id topicID: UInt64, retention: Duration?, at now: Instant) {
        self.settings = settings
        self.topic = topic
        self.topicID = topicID
        topicRetention = retention
        filter =
            settings.filter.isEmpty ? nil : (try? FilterParser.parse(settings.filter)).map(MessageFilter.init)
        salt = AckID.salt(of: settings.name)
        lastActive = now
        applySettings()
    }

    /// Takes over the settings after a change.
    mutating func applySettings() {
        leaseDuration = Int64(settings.ackDeadlineSeconds) * 1_000_000_000
        // What the topic keeps is always available to its subscriptions (pubsub.proto,
        // Topic.message_retention_duration).
        retention =
            max(
                settings.messageRetentionDuration ?? SubscriptionDefaults.messageRetention,
                topicRetention ?? .zero
            ).clampedNanoseconds
        timeToLive = settings.expirationPolicy?.ttl?.clampedNanoseconds
        isOrdered = settings.enableMessageOrdering
        retainsAcknowledged = settings.retainAckedMessages
        if !retainsAcknowledged { acknowledged.removeAll() }
        target = DeliveryTarget(settings)
        isPulled = target == .pull
        transforms = settings.messageTransforms.filter { !$0.disabled }
        hasTransforms = !transforms.isEmpty
        isExactlyOnce = settings.enableExactlyOnceDelivery
        traits = SubscriptionTraits(settings)
        maxDeliveryAttempts = settings.deadLetterPolicy?.maxDeliveryAttempts ?? .max
        backoff = settings.retryPolicy.map {
            let minimum = ($0.minimumBackoff ?? SubscriptionDefaults.minimumBackoff).clampedNanoseconds
            let maximum = ($0.maximumBackoff ?? SubscriptionDefaults.maximumBackoff).clampedNanoseconds
            return Backoff(minimum: minimum, maximum: max(minimum, maximum))
        }
    }

    /// Messages that are not acknowledged.
    var unacknowledgedCount: Int { backlog.count + keys.waitingCount + leases.count - acknowledgedEarly }

    /// When the subscription expires, unless something happens before; nil for never. Being served by the emulator
    /// itself is no activity, only what comes of it.
    var expiration: Instant? {
        guard consumers.isEmpty || !isPulled, let timeToLive else { return nil }
        return lastActive.adding(nanoseconds: timeToLive)
    }

    /// When something is due that no receiver waits for.
    var nextHousekeeping: Instant? {
        let next = min(expiration ?? .distantFuture, nextSweep)
        return next == .distantFuture ? nil : next
    }

    /// Lets a new message wait if nothing else can come of it; false, and nothing done, when more has to be looked at.
    /// The caller counts the reference before anything else is done with the subscription.
    @inline(__always) mutating func letWaitUncounted(_ message: Backlog.Reference, isKeyed: Bool) -> Bool {
        guard readyConsumers.isEmpty, filter == nil, !hasTransforms, !(isKeyed && isOrdered),
            nextSweep.nanoseconds != .max
        else { return false }
        return backlog.appendUncounted(message)
    }

    /// Lets a new message wait; true when there is more to do than that: somebody waits for it, or it is the first.
    /// What the filter does not let in counts as acknowledged.
    @inline(__always) mutating func enqueue(
        _ message: StoredMessage, _ context: inout DeliveryContext
    ) -> Bool {
        if filter != nil, !applyFilter(message, &context) { return false }
        if isOrdered, !message.orderingKey.isEmpty {
            keys.append(message, raw: hasTransforms)
        } else {
            backlog.append(message)
        }
        if nextSweep != .distantFuture { return !readyConsumers.isEmpty || hasTransforms }
        nextSweep = message.publishTime.adding(nanoseconds: retention)
        return true
    }
}

/// What the service fills in for settings that are not given (`google/pubsub/v1/pubsub.proto`).
enum SubscriptionDefaults {
    static let ackDeadlineSeconds: Int32 = 10
    static let messageRetention = Duration.seconds(7 * 86_400)
    static let expiration = Duration.seconds(31 * 86_400)
    static let minimumBackoff = Duration.seconds(10)
    static let maximumBackoff = Duration.seconds(600)
}
