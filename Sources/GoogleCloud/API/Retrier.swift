import CloudCore

/// Tries again: by a policy, within a budget, on a timeline.
struct Retrier: Sendable {
    let policy: RetryPolicy
    let timeline: any Timeline
    private let budget: RetryBudget
    private let jitter: JitterSource

    init(policy: RetryPolicy, timeline: any Timeline, budget: RetryBudget = RetryBudget()) {
        self.policy = policy
        self.timeline = timeline
        self.budget = budget
        jitter = JitterSource(seed: policy.seed)
    }

    /// Runs `attempt` until it succeeds, fails in a way that `isRepeatable` does not allow to repeat, or policy or budget
    /// end it.
    ///
    /// - Throws: what the last attempt threw; `CancellationError` when the task is cancelled while it waits.
    func run<R>(
        isRepeatable: (Status) -> Bool, _ attempt: () async throws -> R
    ) async throws -> R {
        var number = 1
        while true {
            do {
                let result = try await attempt()
                budget.noteSuccess()
                return result
            } catch let status as Status {
                guard isRepeatable(status),
                    let delay = policy.delay(after: status, attempt: number, random: jitter.next()),
                    budget.take()
                else { throw status }
                try await timeline.sleep(for: delay)
                number += 1
            }
        }
    }
}
