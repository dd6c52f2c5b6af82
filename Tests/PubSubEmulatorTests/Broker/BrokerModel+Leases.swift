import CloudCore

@testable import PubSubEmulator

extension ModelSubscription {
    /// Ends leases and waits that are over; returns what is given up. Each lease that has expired counts, whatever
    /// others of its key do.
    mutating func expire(_ now: Instant, mayForward: Bool) -> [Letter] {
        for index in entries.indices {
            if case .delayed(let until) = entries[index].state, until <= now {
                entries[index].state = .available
            }
        }
        let due = entries.compactMap { entry -> String? in
            if case .leased(let ackID, let until, _) = entry.state, until <= now { ackID } else { nil }
        }
        let letters = due.reversed().compactMap { ackID in
            index(ofLease: ackID).flatMap { fail($0, .expired, now, mayForward: mayForward) }
        }
        dropOutlived(now)
        return letters
    }

    /// Ends a lease without an acknowledgement; returns the message if it is given up.
    mutating func fail(_ index: Int, _ failure: Failure, _ now: Instant, mayForward: Bool) -> Letter? {
        let entry = entries[index]
        let counts = failure != .undelivered
        if counts, mayForward, let topic = deadLetterTopic, let policy = settings.deadLetterPolicy,
            entry.attempts >= policy.maxDeliveryAttempts
        {
            finish(index)
            return Letter(entry: entry, subscription: name, topic: topic)
        }
        for later in entries.indices where later > index && isOrdered && !entry.key.isEmpty {
            guard entries[later].key == entry.key else { continue }
            makeAvailable(later, failure)
        }
        makeAvailable(index, failure)
        if counts {
            let delay = backoff(entry.attempts)
            entries[index].attempts += 1
            if delay > .zero { entries[index].state = .delayed(until: now + delay) }
        }
        return nil
    }

    private mutating func makeAvailable(_ index: Int, _ failure: Failure) {
        if case .leased(let ackID, _, _) = entries[index].state {
            entries[index].lateAckID = failure == .expired ? ackID : nil
        }
        entries[index].state = .available
    }

    private func backoff(_ attempts: Int) -> Duration {
        guard let policy = settings.retryPolicy else { return .zero }
        var delay = policy.minimumBackoff ?? .seconds(10)
        let maximum = policy.maximumBackoff ?? .seconds(600)
        for _ in 1..<max(attempts, 1) where delay < maximum { delay = delay * 2 }
        return min(delay, maximum)
    }

    /// Has done with a message, and with those of its key behind it that are acknowledged, if it was the first that
    /// is handed over. Before it there may be one that is outlived and waits for a retry policy, which the broker may
    /// have dropped already.
    mutating func finish(_ index: Int) {
        let key = entries[index].key
        entries.remove(at: index)
        guard isOrdered, !key.isEmpty else { return }
        while let first = entries.firstIndex(where: { $0.key == key && $0.isHandedOver }),
            entries[first].state == .acknowledged
        {
            entries.remove(at: first)
        }
    }

    /// Acknowledges without exactly-once delivery; whether the id meant anything.
    mutating func acknowledge(_ ackID: String) -> Bool {
        if let index = index(ofLease: ackID) {
            if isHeldBack(index) {
                entries[index].state = .acknowledged
            } else {
                finish(index)
            }
            return true
        }
        guard let index = entries.firstIndex(where: { $0.lateAckID == ackID }), earlier(index).isEmpty else {
            return false
        }
        finish(index)
        return true
    }

    /// Acknowledges under exactly-once delivery.
    mutating func acknowledgeExactly(_ ackIDs: [String]) -> AckOutcome {
        var outcome = AckOutcome()
        outcome.invalid = ackIDs.filter { index(ofLease: $0) == nil }
        // Whatever order they are in, what can be done is done.
        var left = ackIDs.filter { index(ofLease: $0) != nil }
        while let next = left.first(where: { index(ofLease: $0).map { !isHeldBack($0) } ?? false }) {
            left.removeAll { $0 == next }
            if let index = index(ofLease: next) { finish(index) }
            outcome.done.append(next)
        }
        outcome.unordered = left
        return outcome
    }
}
