import CloudCore
import Synchronization
import Testing

@testable import GoogleCloud

@Suite("The cache of tokens, in virtual time")
struct TokenCacheTests {
    /// Makes numbered tokens; each fetch waits until it is let go.
    final class Issuer: Sendable {
        private let state = Mutex((count: 0, failing: false))
        private let timeline: VirtualTimeline
        private let lifetime: Duration
        private let gate: AsyncStream<Void>?

        init(
            _ timeline: VirtualTimeline, lifetime: Duration = .seconds(3_600), gate: AsyncStream<Void>? = nil
        ) {
            self.timeline = timeline
            self.lifetime = lifetime
            self.gate = gate
        }

        var count: Int { state.withLock { $0.count } }
        func fail(_ failing: Bool) { state.withLock { $0.failing = failing } }

        func fetch() async throws -> ExpiringToken {
            let (number, failing) = state.withLock { state in
                state.count += 1
                return (state.count, state.failing)
            }
            if let gate { for await _ in gate { break } }
            if failing { throw Status(.unavailable, "fetch \(number)") }
            return ExpiringToken(
                value: Secret("token-\(number)"), obtained: timeline.now, expires: timeline.now + lifetime)
        }
    }

    private func token(_ cache: TokenCache, _ issuer: Issuer, _ key: String = "k") async throws -> String {
        try await cache.token(key) { try await issuer.fetch() }.revealed
    }

    /// Lets tasks that are ready run until a fetch more has been made.
    private func waitForFetches(_ count: Int, _ issuer: Issuer) async {
        while issuer.count < count { await Task.yield() }
    }

    @Test("A token serves until it is time for a new one; callers do not wait for that")
    func earlyRefresh() async throws {
        let timeline = VirtualTimeline()
        let (cache, issuer) = (TokenCache(timeline: timeline), Issuer(timeline))
        #expect(try await token(cache, issuer) == "token-1")
        timeline.advance(by: .seconds(3_374))
        #expect(try await token(cache, issuer) == "token-1")
        #expect(issuer.count == 1)
        timeline.advance(by: .seconds(1))
        #expect(try await token(cache, issuer) == "token-1")
        await waitForFetches(2, issuer)
        var second = "token-1"
        while second == "token-1" { second = try await token(cache, issuer) }
        #expect(second == "token-2" && issuer.count == 2)
    }

    @Test("Whoever asks at the same time waits for the same fetch")
    func singleFlight() async throws {
        let timeline = VirtualTimeline()
        let gate = AsyncStream.makeStream(of: Void.self)
        let (cache, issuer) = (TokenCache(timeline: timeline), Issuer(timeline, gate: gate.stream))
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try await self.token(cache, issuer) } }
            await waitForFetches(1, issuer)
            gate.continuation.yield()
            for try await token in group { #expect(token == "token-1") }
        }
        #expect(issuer.count == 1)
    }

    @Test("A failure reaches all who wait, and is not kept")
    func failure() async throws {
        let timeline = VirtualTimeline()
        let (cache, issuer) = (TokenCache(timeline: timeline), Issuer(timeline))
        issuer.fail(true)
        let status = await #expect(throws: Status.self) { try await token(cache, issuer) }
        #expect(status?.message == "fetch 1")
        issuer.fail(false)
        #expect(try await token(cache, issuer) == "token-2")
    }

    @Test(
        "An early fetch that fails costs nobody anything while the old token is good, and is not made again at once"
    )
    func failingEarly() async throws {
        let timeline = VirtualTimeline()
        let (cache, issuer) = (TokenCache(timeline: timeline), Issuer(timeline))
        _ = try await token(cache, issuer)
        issuer.fail(true)
        timeline.advance(by: .seconds(3_400))
        #expect(try await token(cache, issuer) == "token-1")
        await waitForFetches(2, issuer)
        for _ in 0..<20 {
            await Task.yield()
            #expect(try await token(cache, issuer) == "token-1")
        }
        #expect(issuer.count == 2)
        timeline.advance(by: .seconds(195))
        await #expect(throws: Status.self) { try await token(cache, issuer) }
    }

    @Test("Cancelling one who waits leaves the fetch to the others")
    func cancellation() async throws {
        let timeline = VirtualTimeline()
        let gate = AsyncStream.makeStream(of: Void.self)
        let (cache, issuer) = (TokenCache(timeline: timeline), Issuer(timeline, gate: gate.stream))
        let first = Task { try await token(cache, issuer) }
        await waitForFetches(1, issuer)
        let second = Task { try await token(cache, issuer) }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        gate.continuation.yield()
        #expect(try await second.value == "token-1")
    }

    @Test("Virtual time stands still while a token is fetched")
    func activity() async throws {
        let timeline = CountingTimeline()
        let during = Mutex(0)
        _ = try await TokenCache(timeline: timeline).token("k") {
            during.withLock { $0 = timeline.working.withLock { $0 } }
            return ExpiringToken(
                value: Secret("t"), obtained: timeline.now, expires: timeline.now + .seconds(1))
        }
        #expect(during.withLock { $0 } == 1)
        while timeline.working.withLock({ $0 }) > 0 { await Task.yield() }
    }

    @Test("A token that was refused is fetched anew, unless that has happened already")
    func refused() async throws {
        let timeline = VirtualTimeline()
        let (cache, issuer) = (TokenCache(timeline: timeline), Issuer(timeline))
        _ = try await token(cache, issuer)
        for _ in 0..<3 { await cache.forget("k", Secret("token-1")) }
        #expect(try await token(cache, issuer) == "token-2")
        await cache.forget("k", Secret("token-1"))
        #expect(try await token(cache, issuer) == "token-2")
    }

    @Test("Audiences do not share tokens, and not more than a hundred are kept")
    func audiences() async throws {
        let timeline = VirtualTimeline()
        let (cache, issuer) = (TokenCache(timeline: timeline), Issuer(timeline))
        for number in 0..<150 {
            #expect(try await token(cache, issuer, "k\(number)") == "token-\(number + 1)")
        }
        #expect(try await token(cache, issuer, "k149") == "token-150")
        #expect(try await token(cache, issuer, "k0") == "token-151")
    }

    @Test(
        "A short life is refreshed early in proportion",
        arguments: [(3_600, 3_375, 3_590), (60, 45, 54), (0, 0, 0)])
    func margins(lifetime: Int, refresh: Int, last: Int) {
        let start = VirtualTimeline().now
        let token = ExpiringToken(value: Secret("x"), obtained: start, expires: start + .seconds(lifetime))
        #expect(token.refreshTime == start + .seconds(refresh) && token.lastUse == start + .seconds(last))
    }
}
