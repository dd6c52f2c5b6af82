import CloudCore

/// Everything that has made a control plane what it is: how it began, and the writes since, in order.
struct PlaneHistory: Sendable, Equatable {
    /// How it began.
    var origin: PlaneOrigin
    /// The writes, oldest first.
    private(set) var records: [PlaneRecord] = []

    init(_ origin: PlaneOrigin) { self.origin = origin }

    /// Adds a write.
    mutating func append(_ record: PlaneRecord) { records.append(record) }

    /// Whether nothing was written but images that who runs the cloud has put there, as a program does before all else.
    var hasOnlyImages: Bool { records.allSatisfy { $0.method == ImagePut.eventName } }

    /// The latest instant in it: the time must not stand before it when it is gone on with.
    var latest: Instant { records.map(\.time).reduce(origin.start, max) }

    /// The control plane that it leads to, which refuses nobody anything yet.
    ///
    /// - Throws: INVALID_ARGUMENT, naming the record, for one that is not of this cloud, or ends otherwise than it
    ///   did.
    func replayed(by replays: PlaneReplays) throws(Status) -> ControlPlane {
        var plane = origin.makePlane(mode: .off)
        plane.isReplaying = true
        for (index, record) in records.enumerated() {
            plane.settle(at: record.time)
            do throws(Status) {
                try replays.apply(record, to: &plane)
            } catch {
                throw Status(error.code, "writes[\(index)], \(record.method): \(error.message)")
            }
        }
        // The engine has done what there was to do then.
        _ = plane.run.takeWork()
        plane.isReplaying = false
        return plane
    }
}

/// How a control plane began.
struct PlaneOrigin: Sendable, Equatable {
    var project: LocalProject
    var owner: String
    var model: PropagationModel
    var accountQuota: Int
    /// How many builds could go on at a time.
    var buildPlaces = BuildSettings().places
    /// The APIs that were enabled from the beginning; nil for all.
    var enabledServices: Set<String>?
    /// When it began.
    var start: Instant

    /// A control plane that nothing has been written to yet.
    func makePlane(mode: PolicyMode) -> ControlPlane {
        var plane = ControlPlane(
            project: project, owner: owner, model: model, accountQuota: accountQuota, mode: mode,
            enabledServices: enabledServices, at: start)
        plane.builds.places = buildPlaces
        return plane
    }
}
