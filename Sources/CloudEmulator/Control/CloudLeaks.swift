import CloudCore
import PubSubEmulator

/// What existed at some instant, to tell later what has come since.
public struct CloudMark: Sendable {
    let names: [String: Set<String>]
    let pubsub: EmulatorMark
}

/// What exists now and did not exist at a mark.
public struct CloudLeaks: Sendable, Equatable {
    /// What the control plane has: by kind (`serviceAccounts`, `bindings`, `secrets`, …) the names, sorted.
    public var resources: [String: [String]]
    /// What Pub/Sub has.
    public var pubsub: EmulatorLeaks

    /// Whether there is nothing.
    public var isEmpty: Bool { resources.isEmpty && pubsub.isEmpty }
}

extension LocalCloud {
    /// Remembers what exists now, for `leaks(since:)`.
    public func mark() -> CloudMark {
        let now = timeline.now
        return CloudMark(names: inspect { $0.inventory(at: now).names }, pubsub: pubsub.mark())
    }

    /// What exists now and did not at the mark.
    public func leaks(since mark: CloudMark) -> CloudLeaks {
        let now = timeline.now
        var resources: [String: [String]] = [:]
        for (kind, names) in inspect({ $0.inventory(at: now).names }) {
            let new = names.subtracting(mark.names[kind] ?? [])
            if !new.isEmpty { resources[kind] = new.sorted() }
        }
        return CloudLeaks(resources: resources, pubsub: pubsub.leaks(since: mark.pubsub))
    }

    /// In what two states differ: in what exists in the control plane, and in what Pub/Sub holds.
    ///
    /// - Parameter after: the state as it is now unless given.
    /// - Throws: INVALID_ARGUMENT for a state that could not have come about here.
    public func differences(
        from before: CloudState, to after: CloudState? = nil
    ) throws(Status) -> [StateDifference] {
        let after = after ?? exportState()
        return StateDifference.between(try inventory(of: before), try inventory(of: after), at: "resources")
            + before.pubsub.differences(to: after.pubsub).map { difference in
                var difference = difference
                difference.path = "pubsub.\(difference.path)"
                return difference
            }
    }

    private func inventory(of state: CloudState) throws(Status) -> JSON {
        try state.history.replayed(by: PlaneReplays(methods)).inventory(at: state.time).json
    }
}
