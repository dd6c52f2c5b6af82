import CloudCore

/// How a wait asks again: at once, then after growing delays with jitter, until its limit.
public struct PollPolicy: Sendable, Equatable {
    /// The delay after the first check.
    public var initialDelay: Duration
    /// The longest delay between two checks.
    public var maxDelay: Duration
    /// What each delay is multiplied by for the next.
    public var multiplier: Double
    /// The share of each delay that is random, 0 to 1.
    public var jitter: Double
    /// How many checks in a row must succeed: reads of a cloud may flicker while a change spreads.
    public var confirmations: Int
    /// The delay between two confirmations: long enough for another replica to answer.
    public var confirmationDelay: Duration
    /// How long it may take in all, on the timeline.
    public var limit: Duration

    /// Makes a policy; the defaults suit Google's propagation, which is documented to take 7 minutes and more.
    public init(
        initialDelay: Duration = .seconds(1), maxDelay: Duration = .seconds(15), multiplier: Double = 1.6,
        jitter: Double = 0.3, confirmations: Int = 1, confirmationDelay: Duration = .seconds(6),
        limit: Duration = .seconds(15 * 60)
    ) {
        self.initialDelay = initialDelay
        self.maxDelay = maxDelay
        self.multiplier = max(1, multiplier)
        self.jitter = min(max(jitter, 0), 1)
        self.confirmations = max(1, confirmations)
        self.confirmationDelay = confirmationDelay
        self.limit = limit
    }

    /// The delay after that many checks; `share` from 0 to 1 decides the jitter.
    func delay(afterChecks checks: Int, share: Double) -> Duration {
        var delay = initialDelay
        for _ in 1..<max(checks, 1) where delay < maxDelay { delay = delay * multiplier }
        return min(delay, maxDelay) * (1 - jitter * share)
    }
}

/// Waits for something to become true in the cloud.
struct Poller: Sendable {
    /// How far a wait is.
    struct Progress: Sendable {
        /// How often was checked.
        var checks: Int
        /// How often in a row it held.
        var confirmed: Int
        /// How often in a row it must hold.
        var wanted: Int

        /// The same for people.
        var text: String {
            confirmed > 0
                ? "seen \(confirmed) of \(wanted) times" : "not visible everywhere yet (check \(checks))"
        }
    }

    let timeline: any Timeline
    let jitter: Jitter

    /// Checks until `check` has answered true often enough in a row.
    ///
    /// - Parameters:
    ///   - what: what is waited for, as the end of "waiting for …".
    ///   - onWait: called before each wait.
    /// - Throws: what `check` throws; DEADLINE_EXCEEDED naming `what` after the policy's limit.
    func wait(
        for what: String, _ policy: PollPolicy, onWait: @Sendable (Progress) -> Void = { _ in },
        check: () async throws -> Bool
    ) async throws {
        let deadline = timeline.now + policy.limit
        var checks = 0
        var confirmed = 0
        var confirmedBefore = false
        while true {
            let holds = try await check()
            checks += 1
            confirmed = holds ? confirmed + 1 : 0
            if confirmed >= policy.confirmations { return }
            confirmedBefore = confirmedBefore || holds
            guard timeline.now < deadline else {
                let seen =
                    confirmedBefore ? "; it was seen, but not \(policy.confirmations) times in a row" : ""
                throw Status(
                    .deadlineExceeded,
                    "\(what): not so after \(policy.limit.shortText) and \(checks) checks\(seen)")
            }
            onWait(Progress(checks: checks, confirmed: confirmed, wanted: policy.confirmations))
            let share = jitter.share(what, attempt: checks)
            let delay =
                holds ? policy.confirmationDelay : policy.delay(afterChecks: checks, share: share)
            try await timeline.sleep(until: min(timeline.now + delay, deadline))
        }
    }

    /// Runs `body` again for as long as it fails in a way that `isTemporary` says will pass.
    ///
    /// - Throws: the last failure after the policy's limit, or the first that will not pass.
    func retry<T>(
        _ what: String, _ policy: PollPolicy, onWait: @Sendable (Int) -> Void = { _ in },
        while isTemporary: (Status) -> Bool, _ body: () async throws -> T
    ) async throws -> T {
        let deadline = timeline.now + policy.limit
        var attempts = 0
        while true {
            do {
                return try await body()
            } catch let status as Status {
                attempts += 1
                guard isTemporary(status), timeline.now < deadline else { throw status }
                onWait(attempts)
                let delay = policy.delay(afterChecks: attempts, share: jitter.share(what, attempt: attempts))
                try await timeline.sleep(until: min(timeline.now + delay, deadline))
            }
        }
    }
}
