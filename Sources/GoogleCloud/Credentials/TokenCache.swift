import CloudCore

/// A token and how long it is good for.
struct ExpiringToken: Sendable {
    let value: Secret<String>
    let obtained: Instant
    let expires: Instant

    /// From when on a new one is fetched while this one still serves: 225 s before it expires, as Google's client
    /// libraries for Python do (google.auth `REFRESH_THRESHOLD`), or a quarter of a shorter life.
    var refreshTime: Instant { expires - min(.seconds(225), (expires - obtained) / 4) }
    /// From when on it is not sent any more: it would expire on its way.
    var lastUse: Instant { expires - min(.seconds(10), (expires - obtained) / 10) }
}

/// Keeps tokens until they have to be fetched anew, early enough that nobody waits for it, by one fetch at a time for
/// each of them.
actor TokenCache {
    typealias Fetch = @Sendable () async throws -> ExpiringToken
    private typealias Waiter = CheckedContinuation<ExpiringToken, any Error>

    private struct Entry {
        var token: ExpiringToken?
        var isFetching = false
        /// After an early fetch has failed, when to try again.
        var nextAttempt = Instant(nanoseconds: .min)
        var waiters: [UInt64: Waiter] = [:]
        var lastUsed: UInt64 = 0
    }

    /// The most tokens kept: those used least recently go first.
    private static let maxEntries = 100
    private static let delayAfterFailure = Duration.seconds(10)

    private let timeline: any Timeline
    private var entries: [String: Entry] = [:]
    private var counter: UInt64 = 0

    init(timeline: any Timeline) { self.timeline = timeline }

    /// The token of that key, from the cache or by `fetch`.
    ///
    /// - Throws: what `fetch` throws, when there is no token that serves; `CancellationError` when the task is cancelled
    ///   while it waits: the fetch itself goes on for the others.
    func token(_ key: String, _ fetch: @escaping Fetch) async throws -> Secret<String> {
        counter += 1
        let number = counter
        entries[key, default: Entry()].lastUsed = number
        let now = timeline.now
        if let token = entries[key]?.token, now < token.lastUse {
            if now >= token.refreshTime, now >= entries[key]?.nextAttempt ?? now { start(key, fetch) }
            return token.value
        }
        let token = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (waiter: Waiter) in
                guard !Task.isCancelled else { return waiter.resume(throwing: CancellationError()) }
                entries[key, default: Entry()].waiters[number] = waiter
                start(key, fetch)
            }
        } onCancel: {
            Task { await self.abandon(key, number) }
        }
        return token.value
    }

    /// Forgets a token that a server has refused, unless there is another one by now.
    func forget(_ key: String, _ token: Secret<String>) {
        if entries[key]?.token?.value == token { entries[key]?.token = nil }
    }

    private func start(_ key: String, _ fetch: @escaping Fetch) {
        guard entries[key]?.isFetching != true else { return }
        entries[key, default: Entry()].isFetching = true
        dropOldest()
        let activity = timeline.beginActivity(.working)
        Task {
            do {
                finish(key, .success(try await fetch()))
            } catch {
                finish(key, .failure(error))
            }
            activity.end()
        }
    }

    private func finish(_ key: String, _ result: Result<ExpiringToken, any Error>) {
        guard var entry = entries[key] else { return }
        entry.isFetching = false
        switch result {
        case .success(let token): entry.token = token
        case .failure: entry.nextAttempt = timeline.now + Self.delayAfterFailure
        }
        let waiters = entry.waiters.values
        entry.waiters = [:]
        entries[key] = entry
        for waiter in waiters { waiter.resume(with: result) }
    }

    private func abandon(_ key: String, _ number: UInt64) {
        entries[key]?.waiters.removeValue(forKey: number)?.resume(throwing: CancellationError())
    }

    private func dropOldest() {
        guard entries.count > Self.maxEntries else { return }
        let oldest = entries.filter { !$0.value.isFetching }.min { $0.value.lastUsed < $1.value.lastUsed }
        if let oldest { entries[oldest.key] = nil }
    }
}
