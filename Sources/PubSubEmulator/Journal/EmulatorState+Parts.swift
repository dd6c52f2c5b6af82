import CloudCore

/// A state of any size, in records of bounded size.
extension EmulatorState {
    private static var idsOfPart: Int { 100_000 }
    private static var bytesOfPart: Int { 4 << 20 }

    /// The state in parts, in order; at least one.
    func forEachPart<E: Error>(_ body: (EmulatorState) throws(E) -> Void) throws(E) {
        var head = EmulatorState()
        head.time = time
        head.nextMessageNumber = nextMessageNumber
        head.topicCount = topicCount
        head.snapshotSeed = snapshotSeed
        try body(head)
        for schema in schemas { try body(Self.part { $0.schemas = [schema] }) }
        for topic in topics { try Self.split(topic, body) }
        for subscription in subscriptions { try Self.split(subscription, body) }
        for snapshot in snapshots { try Self.split(snapshot, body) }
        for policy in policies { try body(Self.part { $0.policies = [policy] }) }
        var first = 0
        while first < messages.count {
            var (end, bytes) = (first, 0)
            while end < messages.count, bytes < Self.bytesOfPart {
                bytes += messages[end].data.count + 200
                end += 1
            }
            let range = first..<end
            try body(Self.part { $0.messages = Array(messages[range]) })
            first = end
        }
    }

    /// Takes over the next part.
    mutating func append(_ part: EmulatorState) {
        if part.time != nil { time = part.time }
        nextMessageNumber = max(nextMessageNumber, part.nextMessageNumber)
        topicCount = max(topicCount, part.topicCount)
        if part.snapshotSeed != 0 { snapshotSeed = part.snapshotSeed }
        schemas += part.schemas
        policies += part.policies
        messages += part.messages
        for topic in part.topics {
            if topic.settings != nil || topics.isEmpty {
                topics.append(topic)
            } else {
                topics[topics.count - 1].kept += topic.kept
            }
        }
        for subscription in part.subscriptions { append(subscription) }
        for snapshot in part.snapshots {
            if snapshot.settings != nil || snapshots.isEmpty {
                snapshots.append(snapshot)
            } else {
                snapshots[snapshots.count - 1].backlog += snapshot.backlog
                snapshots[snapshots.count - 1].formerTopicKept += snapshot.formerTopicKept
            }
        }
    }

    private mutating func append(_ subscription: SubscriptionImage) {
        guard subscription.settings == nil, !subscriptions.isEmpty else {
            return subscriptions.append(subscription)
        }
        let last = subscriptions.count - 1
        subscriptions[last].waiting += subscription.waiting
        subscriptions[last].delivered += subscription.delivered
        subscriptions[last].acknowledged += subscription.acknowledged
    }

    private static func part(_ fill: (inout EmulatorState) -> Void) -> EmulatorState {
        var part = EmulatorState()
        fill(&part)
        return part
    }

    // A part without settings goes on with the resource of the part before.

    private static func split<E: Error>(
        _ topic: TopicImage, _ body: (EmulatorState) throws(E) -> Void
    ) throws(E) {
        var first = topic
        first.kept = []
        try body(part { $0.topics = [first] })
        try chunks(of: topic.kept) { (ids) throws(E) in
            var more = TopicImage()
            more.kept = ids
            try body(part { $0.topics = [more] })
        }
    }

    private static func split<E: Error>(
        _ subscription: SubscriptionImage, _ body: (EmulatorState) throws(E) -> Void
    ) throws(E) {
        var first = subscription
        (first.waiting, first.delivered, first.acknowledged) = ([], [], [])
        try body(part { $0.subscriptions = [first] })
        func more(_ fill: (inout SubscriptionImage) -> Void) throws(E) {
            var more = SubscriptionImage()
            fill(&more)
            try body(part { $0.subscriptions = [more] })
        }
        try chunks(of: subscription.waiting) { (ids) throws(E) in try more { $0.waiting = ids } }
        try chunks(of: subscription.delivered) { (all) throws(E) in try more { $0.delivered = all } }
        try chunks(of: subscription.acknowledged) { (ids) throws(E) in try more { $0.acknowledged = ids } }
    }

    private static func split<E: Error>(
        _ snapshot: SnapshotImage, _ body: (EmulatorState) throws(E) -> Void
    ) throws(E) {
        var first = snapshot
        (first.backlog, first.formerTopicKept) = ([], [])
        try body(part { $0.snapshots = [first] })
        func more(_ fill: (inout SnapshotImage) -> Void) throws(E) {
            var more = SnapshotImage()
            fill(&more)
            try body(part { $0.snapshots = [more] })
        }
        try chunks(of: snapshot.backlog) { (ids) throws(E) in try more { $0.backlog = ids } }
        try chunks(of: snapshot.formerTopicKept) { (ids) throws(E) in
            try more { $0.formerTopicKept = ids }
        }
    }

    private static func chunks<T, E: Error>(of all: [T], _ body: ([T]) throws(E) -> Void) throws(E) {
        var first = 0
        while first < all.count {
            let end = min(first + idsOfPart, all.count)
            try body(Array(all[first..<end]))
            first = end
        }
    }
}
