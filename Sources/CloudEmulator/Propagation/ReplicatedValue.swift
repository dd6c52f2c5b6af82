import CloudCore

/// The ways in which a replica's knowledge of a value counts, each of which takes its own time: being read, deciding, ….
protocol PropagationPlane: RawRepresentable<Int>, CaseIterable, Sendable {}

/// A value with replicas that learn of each write at their own time, in the order of the writes.
///
/// Reading takes O(log n) in the versions that not every replica has seen yet, at most `maxVersions`; older ones
/// are dropped.
struct ReplicatedValue<Value: Sendable, Plane: PropagationPlane>: Sendable {
    private struct Version {
        let value: Value
        /// When each replica learns of it, plane by plane. Never earlier than of the version before.
        let visibleAt: [Instant]
        let settledAt: Instant
    }

    private let replicas: Int
    /// Oldest first, never empty. The first one is visible everywhere.
    private var versions: [Version]

    /// The most versions that are kept. With more writes than that under way, the oldest is taken to have arrived.
    static var maxVersions: Int { 24 }

    /// A value that every replica has always known.
    init(_ value: Value, replicas: Int) {
        self.replicas = replicas
        let always = Instant(nanoseconds: .min)
        let count = replicas * Plane.allCases.count
        versions = [
            Version(value: value, visibleAt: Array(repeating: always, count: count), settledAt: always)
        ]
    }

    /// The value as it was written last.
    var latest: Value { versions[versions.count - 1].value }

    /// When every replica has the latest value, on all planes.
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
    func value(_ plane: Plane, replica: Int, at now: Instant) -> Value {
        let slot = slot(plane, replica)
        return versions[lastIndex { $0.visibleAt[slot] <= now }].value
    }

    /// What a replica answers to a question, when a yes arrives on one plane and a no on another: the answer changes
    /// when the version that changes it has arrived.
    func answer(
        yes: Plane, no: Plane, replica: Int, at now: Instant, _ question: (Value) -> Bool
    ) -> Bool {
        // One version that is everywhere is what there mostly is.
        let first = versions.count == 1 ? 0 : lastIndex { $0.settledAt <= now }
        var answer = question(versions[first].value)
        guard first + 1 < versions.count else { return answer }
        for version in versions[(first + 1)...] {
            let next = question(version.value)
            if next != answer, version.visibleAt[slot(next ? yes : no, replica)] <= now { answer = next }
        }
        return answer
    }

    private func slot(_ plane: Plane, _ replica: Int) -> Int { plane.rawValue * replicas + replica }

    private mutating func prune(at now: Instant) {
        let index = max(lastIndex { $0.settledAt <= now }, versions.count - Self.maxVersions + 1)
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
