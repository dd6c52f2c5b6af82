import CloudCore

extension Broker {
    /// What topics and snapshots are called in `replayDeadlines`.
    static func deadlineKey(topic slot: Int) -> Int { 2 * slot }
    static func deadlineKey(snapshot slot: Int) -> Int { 2 * slot + 1 }

    /// Appends a message to its topic's log, which is on.
    mutating func keep(_ message: StoredMessage, _ topic: Int) {
        topics[topic].log.append(message, at: context.now)
        let key = Self.deadlineKey(topic: topic)
        if replayDeadlines[key] == nil { replayDeadlines.set(key, topics[topic].log.nextTrim) }
    }

    /// Drops what a topic has kept long enough, or a snapshot that has expired.
    mutating func endReplay(_ key: Int) {
        guard key.isMultiple(of: 2) else {
            return isRecovering ? replayDeadlines.set(key, nil) : removeSnapshot(key / 2)
        }
        topics[key / 2].log.trim(at: context.now)
        replayDeadlines.set(key, topics[key / 2].log.nextTrim)
    }

    /// Takes over a topic's retention duration after a change, for its log and for its subscriptions, which keep
    /// messages as long, too; O(n) in the subscriptions.
    mutating func applyRetention(_ topic: Int) {
        let retention = topics[topic].settings.messageRetentionDuration
        topics[topic].log.setRetention(retention, at: context.now)
        replayDeadlines.set(Self.deadlineKey(topic: topic), topics[topic].log.nextTrim)
        for slot in topics[topic].subscriptions { setTopicRetention(retention, slot) }
    }

    /// Tells a subscription how long its topic keeps messages; nil when it keeps none.
    mutating func setTopicRetention(_ retention: Duration?, _ slot: Int) {
        guard subscriptions[slot].topicRetention != retention else { return }
        subscriptions[slot].sweep(&context)
        subscriptions[slot].topicRetention = retention
        subscriptions[slot].applySettings()
        subscriptions[slot].sweep(&context)
        touch(slot)
    }

    /// Separates the snapshots of a topic from it, before it goes: they stay, with what its log keeps for them. They
    /// are of `_deleted-topic_` from then on, as its subscriptions are; what its retention duration kept is gone.
    mutating func orphanSnapshots(_ topic: Int) {
        topics[topic].log.setRetention(nil, at: context.now)
        for entry in topics[topic].snapshotNames.all {
            snapshots[entry.slot].topic = nil
            snapshots[entry.slot].settings.topic = Self.deletedTopic
            snapshots[entry.slot].formerLog = topics[topic].log.messages
        }
        replayDeadlines.set(Self.deadlineKey(topic: topic), nil)
    }
}
