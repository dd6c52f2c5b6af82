import CloudCore
import Synchronization

/// What permissions callers have asked for, and which refusals there were: what suggestions are made of.
///
/// It observes and decides nothing, so that copies of the control plane may share it.
final class PolicyAudit: Sendable {
    /// A permission that a caller has needed on a resource.
    struct Need: Hashable, Sendable {
        /// The email address of the caller; nil for nobody.
        let email: String?
        let permission: String
        let resource: String

        /// The caller as a member of policies.
        var member: String { Caller(email: email).member }
    }

    /// How often a need arose.
    struct Count: Sendable {
        var allowed = 0
        var refused = 0
    }

    /// The most different needs that are kept; beyond that, new ones are only counted.
    static let maxNeeds = 50_000
    /// The most refusals that are kept; beyond that, the oldest are dropped.
    static let maxRefusals = 1_000

    private struct State {
        var needs: [Need: Count] = [:]
        var dropped = 0
        var refusals: [AccessExplanation] = []
        /// Where the oldest refusal stands, once there are as many as are kept.
        var oldest = 0
    }

    private let state = Mutex(State())

    /// Notes that a permission was needed.
    func note(_ permission: String, on resource: String, by caller: Caller, isAllowed: Bool) {
        let need = Need(email: caller.email, permission: permission, resource: resource)
        state.withLock { state in
            guard let place = state.needs.index(forKey: need) else {
                if state.needs.count >= Self.maxNeeds {
                    state.dropped += 1
                } else {
                    state.needs[need] = isAllowed ? Count(allowed: 1) : Count(refused: 1)
                }
                return
            }
            if isAllowed {
                state.needs.values[place].allowed += 1
            } else {
                state.needs.values[place].refused += 1
            }
        }
    }

    /// Notes a refusal.
    func note(_ refusal: AccessExplanation) {
        state.withLock { state in
            if state.refusals.count < Self.maxRefusals { return state.refusals.append(refusal) }
            state.refusals[state.oldest] = refusal
            state.oldest = (state.oldest + 1) % Self.maxRefusals
        }
    }

    /// All needs so far, and how many more there were than are kept.
    var needs: (all: [Need: Count], dropped: Int) { state.withLock { ($0.needs, $0.dropped) } }

    /// The latest refusals, oldest first.
    var refusals: [AccessExplanation] {
        state.withLock { Array($0.refusals[$0.oldest...] + $0.refusals[..<$0.oldest]) }
    }

    /// Forgets everything.
    func reset() { state.withLock { $0 = State() } }
}
