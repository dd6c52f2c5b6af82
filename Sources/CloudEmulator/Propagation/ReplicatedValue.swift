import CloudCore

/// A value with replicas that learn of each write at their own time, in the order of the writes.
///
/// Reading takes O(log n) in the versions that not every replica has seen yet; older ones are dropped.
struct ReplicatedValue<Value: Sendable>: Sendable {
    private struct Version {
        let value: Value
        /// When each replica learns of it, plane by plane. Never earlier than of the version before.
        let visibleAt: [Instant]
        let settledAt: Instant
    }

    private let replicas: Int
    /// Oldest first, never empty. The first one is visible everywhere.
    private var versions: [Version]

    /// A value that every replica has always known.
    init(_ value: Value, replicas: Int) {
        self.replicas = replicas
        let always = Instant(nanoseconds: .min)
        let count = replicas * PropagationModel.Plane.allCases.count
        versions = [
            Version(value: value, visibleAt: Array(repeating: always, count: count), settledAt: always)
        ]
    }

    /// The value as it was written last.
    var latest: Value { versions[versions.count - 1].value }

    /// When every replica has the latest value, on both planes.
    var settledAt: Instant { versions[versions.count - 1].settledAt }

    /// The number of versions that some replica may still answer with.
    var versionCount: Int { versions.count }

    /// Writes a value, of which the replicas learn after `delays`, plane by plane.
    mutating func write(_ value: Value, delays: [Duration], at now: Instant) {
        let previous = versions[versions.count - 1].visibleAt
        let visibleAt = zip(previous, delays).map { max($0, now + $1) }
        let settledAt = visibleAt.reduce(Instant(nanoseconds: .min), max)
        prune(at: now)
        versions.append(Version(value: value, visibleAt: visibleAt, settledAt: settledAt))
    }

    /// What a replica knows on a plane.
    func value(_ plane: PropagationModel.Plane, replica: Int, at now: Instant) -> Value {
        let slot = plane.rawValue * replicas + replica
        return versions[lastIndex { $0.visibleAt[slot] <= now }].value
    }

    private mutating func prune(at now: Instant) {
        let index = lastIndex { $0.settledAt <= now }
        if index > 0 { versions.removeFirst(index) }
    }

    /// The last version that fulfils a condition, which holds for the first and up to some version.
    private func lastIndex(where holds: (Version) -> Bool) -> Int {
        var low = 0
        var high = versions.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if holds(versions[middle]) { low = middle } else { high = middle }
        }
        return low
    }
}
