import CloudCore

extension Broker {
    /// Makes a snapshot of what a subscription has not acknowledged, and of what its topic publishes from now on.
    /// O(n log n) in the subscription's backlog, which is put in order.
    ///
    /// - Parameter name: its name; empty for one that the broker makes up, in the subscription's project.
    /// - Throws: NOT_FOUND for a subscription that does not exist; ALREADY_EXISTS; FAILED_PRECONDITION when the
    ///   subscription is detached, or when its oldest message leaves the snapshot less than an hour to live.
    mutating func createSnapshot(
        _ name: String, of subscription: String, labels: StringMap, at now: Instant
    ) throws(Status) -> Snapshot {
        expire(at: now)
        let source = try attachedSlot(subscription)
        guard name.isEmpty || snapshots.slot(of: name) == nil else {
            throw Status.resource(.alreadyExists, "Snapshot already exists", "Snapshot", name)
        }
        let backlog = subscriptions[source].unacknowledgedMessages(at: context.now)
        let expiration = (backlog.first?.publishTime ?? context.now) + SnapshotState.maxLifetime
        guard isRecovering || expiration >= context.now + SnapshotState.minLifetime else {
            throw Status(
                .failedPrecondition,
                "The snapshot would expire in less than 1 hour: the oldest unacknowledged message of \(subscription) is "
                    + "\((SnapshotState.maxLifetime - (expiration - context.now)).shortText) old, must be at most 6 days "
                    + "and 23 hours.")
        }
        var settings = Snapshot()
        settings.name = name.isEmpty ? unusedSnapshotName(besides: subscription) : name
        settings.topic = subscriptions[source].settings.topic
        settings.expireTime = Timestamp(expiration)
        settings.labels = labels
        insert(settings, of: source, backlog)
        if context.journal.isOn { noteSnapshot(settings, of: subscription) }
        subscriptions[source].lastActive = context.now
        touch(source)
        return settings
    }

    private mutating func insert(_ settings: Snapshot, of source: Int, _ backlog: [StoredMessage]) {
        let topic = subscriptions[source].topic
        let state = SnapshotState(
            settings, topic: topic, id: subscriptions[source].topicID,
            SnapshotCut(backlog: backlog, start: nextMessageNumber), at: context.now)
        let slot = snapshots.insert(state, name: settings.name)
        replayDeadlines.set(Self.deadlineKey(snapshot: slot), snapshots[slot].expiration)
        guard let topic else { return }
        topics[topic].log.hold(from: nextMessageNumber)
        topics[topic].snapshotNames.insert(settings.name, slot: slot)
    }

    /// A name that no snapshot has. The numbers look random, as the service's do, and repeat from run to run.
    private mutating func unusedSnapshotName(besides subscription: String) -> String {
        let project = subscription.prefix(while: { $0 != "/" }).count + 1
        let parent = subscription.prefix(project) + subscription.dropFirst(project).prefix { $0 != "/" }
        while true {
            snapshotNumber &+= 0x9e37_79b9_7f4a_7c15
            let name = "\(parent)/snapshots/snapshot-\(String(snapshotNumber, radix: 36))"
            if snapshots.slot(of: name) == nil { return name }
        }
    }

    /// A snapshot.
    ///
    /// - Throws: NOT_FOUND.
    mutating func snapshot(_ name: String, at now: Instant) throws(Status) -> Snapshot {
        expire(at: now)
        return snapshots[try snapshotSlot(name)].settings
    }

    /// Replaces the labels and the expiry of the snapshot of that name.
    ///
    /// - Throws: NOT_FOUND; INVALID_ARGUMENT for an expiry that is not in the future, or more than 7 days after the
    ///   snapshot was made, which is the most that the definition lets a snapshot live.
    mutating func updateSnapshot(_ snapshot: Snapshot, at now: Instant) throws(Status) {
        expire(at: now)
        let slot = try snapshotSlot(snapshot.name)
        let latest = snapshots[slot].created + SnapshotState.maxLifetime
        guard let time = snapshot.expireTime, time.isValid, time.instant > context.now, time.instant <= latest
        else {
            throw Status(
                .invalidArgument,
                "Invalid snapshot.expire_time: it must be in the future, and at most 7 days after the snapshot was made.",
                details: [
                    .badRequest([
                        .init(
                            field: "snapshot.expire_time",
                            description: "It must be in the future, and at most 7 days after the creation.")
                    ])
                ])
        }
        snapshots[slot].settings = snapshot
        if context.journal.isOn { context.journal.note(context.now) { $0.updateSnapshot = snapshot } }
        replayDeadlines.set(Self.deadlineKey(snapshot: slot), time.instant)
    }

    /// Deletes a snapshot, with the messages that only it keeps.
    ///
    /// - Throws: NOT_FOUND.
    mutating func deleteSnapshot(_ name: String, at now: Instant) throws(Status) {
        expire(at: now)
        removeSnapshot(try snapshotSlot(name))
    }

    /// The snapshots of a project (`projects/p`), by name, from a page token on.
    mutating func listSnapshots(
        in project: String, after token: String, limit: Int, at now: Instant
    ) throws(Status) -> Page<Snapshot> {
        expire(at: now)
        let page = try names(snapshots.names, prefix: project + "/snapshots/", after: token, limit)
        return Page(items: page.items.map { snapshots[$0.slot].settings }, nextToken: page.nextToken)
    }

    /// The names of a topic's snapshots, in order, from a page token on.
    ///
    /// - Throws: NOT_FOUND for a topic that does not exist.
    mutating func listSnapshots(
        of topic: String, after token: String, limit: Int, at now: Instant
    ) throws(Status) -> Page<String> {
        expire(at: now)
        let slot = try topicSlot(topic)
        let page = try names(topics[slot].snapshotNames, prefix: "projects/", after: token, limit)
        return Page(items: page.items.map(\.name), nextToken: page.nextToken)
    }

    /// The slot of a snapshot.
    ///
    /// - Throws: NOT_FOUND.
    func snapshotSlot(_ name: String) throws(Status) -> Int {
        guard let slot = snapshots.slot(of: name) else {
            throw Status.resource(.notFound, "Snapshot does not exist", "Snapshot", name)
        }
        return slot
    }

    /// Removes a snapshot that was deleted or has expired.
    mutating func removeSnapshot(_ slot: Int) {
        let name = snapshots[slot].settings.name
        if let topic = snapshots[slot].topic {
            topics[topic].log.release(from: snapshots[slot].cut.start, at: context.now)
            topics[topic].snapshotNames.remove(name)
            replayDeadlines.set(Self.deadlineKey(topic: topic), topics[topic].log.nextTrim)
        }
        replayDeadlines.set(Self.deadlineKey(snapshot: slot), nil)
        snapshots.remove(name)
        context.effects.append(.removed(name))
        if context.journal.isOn { context.journal.note(context.now) { $0.deleteSnapshot = name } }
    }
}
