import CloudCore

/// Which APIs the project may use, as Service Usage says and as the servers that answer calls know it.
struct ServiceStore: Sendable {
    /// What takes its own time after a change.
    private enum Plane: Int, PropagationPlane {
        /// Service Usage says so: when the operation is done.
        case listed
        /// The servers that answer calls heed it.
        case heeded
    }

    private struct Record: Sendable {
        var isEnabled: ReplicatedValue<Bool, Plane>
        /// When the operation of the last change is done.
        var doneAt = Instant(nanoseconds: .min)
    }

    /// How long the operation of enabling or disabling goes on. Google says only that it is one; some seconds is what
    /// deployments see.
    static let operationTime: ClosedRange<Duration> = .seconds(2) ... .seconds(8)

    var model: PropagationModel
    private var records: [String: Record] = [:]
    private var changeCount: UInt64 = 0

    /// The services of the catalogue, enabled from the beginning: all of them, or those of `enabled`.
    init(enabled: Set<String>?, model: PropagationModel) {
        self.model = model
        for name in ServiceCatalog.names {
            let isEnabled = enabled?.contains(name) ?? true
            records[name] = Record(isEnabled: ReplicatedValue(isEnabled, replicas: model.replicas))
        }
    }

    /// Whether there is such a service.
    func exists(_ service: String) -> Bool { records[service] != nil }

    /// Whether a service is enabled, as Service Usage says.
    func isEnabled(_ service: String, at now: Instant) -> Bool {
        records[service]?.isEnabled.value(.listed, replica: 0, at: model.clock.time(at: now)) ?? false
    }

    /// The services that are not enabled once the operations under way are done.
    var disabled: [String] { records.filter { !$0.value.isEnabled.latest }.map(\.key) }

    /// Whether some service is not enabled, or was not at some time.
    var hasDisabled: Bool {
        records.values.contains { !$0.isEnabled.latest || $0.isEnabled.versionCount > 1 }
    }

    /// Whether a service is enabled once the operations under way are done.
    func willBeEnabled(_ service: String) -> Bool { records[service]?.isEnabled.latest ?? false }

    /// When the last change of a service is done; nil when that has passed.
    func pendingEnd(_ service: String, at now: Instant) -> Instant? {
        guard let record = records[service], record.doneAt > now else { return nil }
        return record.doneAt
    }

    /// Whether a call of a service is served.
    func isServed(_ service: String, at now: Instant) -> Bool {
        guard let record = records[service] else { return true }
        let replica = model.replica(for: "services/\(service)", at: now)
        return record.isEnabled.value(.heeded, replica: replica, at: model.clock.time(at: now))
    }

    /// When the last change of every service has arrived everywhere.
    var settledAt: Instant {
        model.clock.instant(
            of: records.values.map(\.isEnabled.settledAt).max() ?? Instant(nanoseconds: .min))
    }

    /// How long an operation that begins now goes on.
    mutating func drawOperationTime() -> Duration {
        changeCount += 1
        let unit = Dice.unit(Dice(seed: model.seed).bits("services", changeCount))
        return PropagationShape.uniform.duration(unit, in: Self.operationTime)
    }

    /// Changes a service by an operation that goes on for `duration`. What it says reaches the servers later ("If you
    /// enabled this API recently, wait a few minutes for the action to propagate to our systems and retry").
    mutating func set(_ service: String, isEnabled: Bool, after duration: Duration, at now: Instant) {
        guard var record = records[service] else { return }
        changeCount += 1
        let heeded = model.delay(isEnabled ? .apisEnabled : .apisDisabled).shifted(by: duration)
        let delays = model.delays(
            of: "services/\(service)", version: changeCount, planes: [.exactly(duration), heeded])
        record.isEnabled.write(isEnabled, delays: delays, at: model.clock.time(at: now))
        record.doneAt = max(record.doneAt, now + duration)
        records[service] = record
    }
}
