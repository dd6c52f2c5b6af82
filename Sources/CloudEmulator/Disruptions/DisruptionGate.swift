import CloudCore
import RPCServer
import Synchronization

/// The disruptions that there are, and what calls end with because of them. Without any, a call pays one load of a
/// flag.
final class DisruptionGate: Sendable {
    private struct State {
        var disruptions: [(id: Int, disruption: Disruption)] = []
        var lastID = 0
    }

    private let isActive = Atomic(false)
    private let state = Mutex(State())

    /// How long a caller over quota is told to wait.
    static let retryDelay = Duration.seconds(30)

    /// The disruptions with their numbers, in order.
    var all: [(id: Int, disruption: Disruption)] { state.withLock { $0.disruptions } }

    /// Adds a disruption; of equal ones there is one.
    func add(_ disruption: Disruption) -> Int {
        change { state in
            if let known = state.disruptions.first(where: { $0.disruption == disruption }) { return known.id }
            state.lastID += 1
            state.disruptions.append((state.lastID, disruption))
            return state.lastID
        }
    }

    /// Removes those that a condition holds for; returns them.
    func remove(where holds: (Int, Disruption) -> Bool) -> [Disruption] {
        change { state in
            let gone = state.disruptions.filter { holds($0.id, $0.disruption) }
            state.disruptions.removeAll { holds($0.id, $0.disruption) }
            return gone.map(\.disruption)
        }
    }

    private func change<R: Sendable>(_ body: (inout State) -> R) -> R {
        state.withLock { state in
            defer { isActive.store(!state.disruptions.isEmpty, ordering: .releasing) }
            return body(&state)
        }
    }

    /// Whether there is any.
    var isOn: Bool { isActive.load(ordering: .acquiring) }

    /// Refuses a call of a service whose quota is exhausted.
    ///
    /// - Throws: RESOURCE_EXHAUSTED.
    func admit(_ service: String, of project: LocalProject) throws(Status) {
        guard isOn, all.contains(where: { $0.disruption == .quotaExhausted(service) }) else { return }
        throw Self.exhausted(service, project)
    }

    /// Refuses a call about a resource whose location is down.
    ///
    /// - Throws: UNAVAILABLE.
    func admit(resourceIn location: String?) throws(Status) {
        guard let location = location?.lowercased() else { return }
        guard all.contains(where: { $0.disruption == .regionDown(location) }) else { return }
        throw Status(
            .unavailable, "The service is currently unavailable. (Disruption region-down=\(location).)")
    }

    /// The texts and the ErrorInfo are those of the errors that many issues quote, for example
    /// terraform-provider-google #9505; which quota it is cannot be known.
    static func exhausted(_ service: String, _ project: LocalProject) -> Status {
        let metric = "\(service)/default_requests"
        let limit = "DefaultRequestsPerMinutePerProject"
        let text =
            "Quota exceeded for quota metric 'Requests' and limit 'Requests per minute' of service '\(service)' for "
            + "consumer 'project_number:\(project.number)'."
        return Status(
            .resourceExhausted, text,
            details: [
                .errorInfo(
                    reason: "RATE_LIMIT_EXCEEDED", domain: "googleapis.com",
                    metadata: [
                        "consumer": "projects/\(project.number)", "service": service, "quota_metric": metric,
                        "quota_limit": limit, "quota_limit_value": "0", "quota_location": "global",
                    ]),
                .quotaFailure([
                    .init(subject: "project_number:\(project.number)", description: text)
                ]),
                .retryInfo(delay: retryDelay),
            ])
    }
}
