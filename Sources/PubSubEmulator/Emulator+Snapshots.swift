import CloudCore

extension Emulator {
    /// The full name of a snapshot.
    public func snapshotName(_ snapshot: String) -> String {
        snapshot.utf8.contains(UInt8(ascii: "/"))
            ? snapshot : "projects/\(project)/snapshots/\(snapshot)"
    }

    /// Makes a snapshot of what a subscription has not acknowledged, to which subscriptions of the same topic can
    /// seek. It lives for 7 days less the age of the oldest such message.
    ///
    /// - Parameters:
    ///   - snapshot: its name; a name is made up unless given.
    ///   - labels: at most 64.
    /// - Returns: the snapshot as the service returns it.
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, or FAILED_PRECONDITION when it would live for less than
    ///   an hour, or the subscription is detached.
    @discardableResult public func createSnapshot(
        _ snapshot: String = "", of subscription: String, labels: StringMap = [:]
    ) throws(Status) -> Snapshot {
        var request = CreateSnapshotRequest()
        request.name = snapshot.isEmpty ? "" : snapshotName(snapshot)
        request.subscription = subscriptionName(subscription)
        request.labels = labels
        return try call("Subscriber/CreateSnapshot", request.name, request, subscriber.createSnapshot)
    }

    /// A snapshot.
    ///
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND.
    public func snapshot(_ snapshot: String) throws(Status) -> Snapshot {
        var request = GetSnapshotRequest()
        request.snapshot = snapshotName(snapshot)
        return try call("Subscriber/GetSnapshot", request.snapshot, request, subscriber.getSnapshot)
    }

    /// All snapshots of a project, by name; of the emulator's own project unless given.
    ///
    /// - Throws: INVALID_ARGUMENT.
    public func snapshots(in project: String? = nil) throws(Status) -> [Snapshot] {
        var request = ListSnapshotsRequest()
        request.project = "projects/\(project ?? self.project)"
        return try allPages { (token) throws(Status) in
            request.pageToken = token
            let page = try call(
                "Subscriber/ListSnapshots", request.project, request, subscriber.listSnapshots)
            return (page.snapshots, page.nextPageToken)
        }
    }

    /// The names of a topic's snapshots, in order.
    ///
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND.
    public func snapshots(of topic: String) throws(Status) -> [String] {
        var request = ListTopicSnapshotsRequest()
        request.topic = topicName(topic)
        return try allPages { (token) throws(Status) in
            request.pageToken = token
            let page = try call(
                "Publisher/ListTopicSnapshots", request.topic, request, publisher.listTopicSnapshots)
            return (page.snapshots, page.nextPageToken)
        }
    }

    /// Changes the fields of a snapshot that `fields` names, `labels` and `expire_time`, to those of `snapshot`.
    ///
    /// - Returns: the snapshot as it is now.
    /// - Throws: INVALID_ARGUMENT, also for an expiry that is past, or more than 7 days after the creation; NOT_FOUND.
    @discardableResult public func updateSnapshot(
        _ snapshot: Snapshot, fields: [String]
    ) throws(Status) -> Snapshot {
        var request = UpdateSnapshotRequest()
        request.snapshot = snapshot
        request.snapshot?.name = snapshotName(snapshot.name)
        request.updateMask = FieldMask(fields)
        return try call(
            "Subscriber/UpdateSnapshot", request.snapshot?.name ?? "", request, subscriber.updateSnapshot)
    }

    /// Deletes a snapshot, with the messages that only it keeps.
    ///
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND.
    public func deleteSnapshot(_ snapshot: String) throws(Status) {
        var request = DeleteSnapshotRequest()
        request.snapshot = snapshotName(snapshot)
        _ = try call("Subscriber/DeleteSnapshot", request.snapshot, request, subscriber.deleteSnapshot)
    }
}
