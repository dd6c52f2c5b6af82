import CloudCore

extension SubscriberService {
    /// Makes a snapshot of a subscription's acknowledgements.
    func createSnapshot(_ request: CreateSnapshotRequest) throws(Status) -> Snapshot {
        if !request.name.isEmpty { try ResourceNames.check(request.name, .snapshots, field: "name") }
        try check(request.subscription)
        try Settings.checkLabels(request.labels)
        return try host.perform { (broker, now) throws(Status) in
            if host.quotas != nil, broker.snapshots.slot(of: request.name) == nil {
                try ResourceQuotas.check(
                    request.subscription, broker.snapshots.names, ResourceQuotas.snapshotsPerProject,
                    "snapshots")
            }
            return try broker.createSnapshot(
                request.name, of: request.subscription, labels: request.labels, at: now)
        }
    }

    /// A snapshot.
    func getSnapshot(_ request: GetSnapshotRequest) throws(Status) -> Snapshot {
        try ResourceNames.check(request.snapshot, .snapshots, field: "snapshot")
        return try host.perform { (broker, now) throws(Status) in
            try broker.snapshot(request.snapshot, at: now)
        }
    }

    /// Changes the fields that the mask names.
    func updateSnapshot(_ request: UpdateSnapshotRequest) throws(Status) -> Snapshot {
        let changes = request.snapshot ?? Snapshot()
        try ResourceNames.check(changes.name, .snapshots, field: "snapshot.name")
        return try host.perform { (broker, now) throws(Status) in
            let current = try broker.snapshot(changes.name, at: now)
            let updated = try UpdateMasks.apply(request.updateMask, changes, to: current)
            try Settings.checkLabels(updated.labels)
            try broker.updateSnapshot(updated, at: now)
            return updated
        }
    }

    /// The snapshots of a project, by name.
    func listSnapshots(_ request: ListSnapshotsRequest) throws(Status) -> ListSnapshotsResponse {
        try ResourceNames.checkProject(request.project, field: "project")
        let limit = try Paging.limit(request.pageSize)
        let page = try host.perform { (broker, now) throws(Status) in
            try broker.listSnapshots(in: request.project, after: request.pageToken, limit: limit, at: now)
        }
        var response = ListSnapshotsResponse()
        response.snapshots = page.items
        response.nextPageToken = page.nextToken
        return response
    }

    /// Deletes a snapshot, with the messages that only it keeps.
    func deleteSnapshot(_ request: DeleteSnapshotRequest) throws(Status) -> Empty {
        try ResourceNames.check(request.snapshot, .snapshots, field: "snapshot")
        try host.perform { (broker, now) throws(Status) in
            try broker.deleteSnapshot(request.snapshot, at: now)
        }
        return Empty()
    }

    /// Moves a subscription to a time, or to a snapshot of its topic.
    func seek(_ request: SeekRequest) throws(Status) -> SeekResponse {
        try check(request.subscription)
        switch (request.time, request.snapshot) {
        case (let time?, nil):
            guard time.isValid else {
                throw Settings.invalid("time", "is out of range, must be from year 1 to 9999")
            }
            try host.perform { (broker, now) throws(Status) in
                try broker.seek(request.subscription, to: time.instant, at: now)
            }
        case (nil, let snapshot?):
            try ResourceNames.check(snapshot, .snapshots, field: "snapshot")
            try host.perform { (broker, now) throws(Status) in
                try broker.seek(request.subscription, toSnapshot: snapshot, at: now)
            }
        default:
            let what = request.time == nil ? "neither" : "both"
            throw Settings.invalid("target", "has \(what) of time and snapshot, must have one of them")
        }
        return SeekResponse()
    }
}
