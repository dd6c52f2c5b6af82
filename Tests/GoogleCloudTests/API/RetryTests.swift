import CloudCore
import Synchronization
import Testing

@testable import GoogleCloud

@Suite("Retries: only where the API allows them")
struct RetryTests {
    private static let unavailable = Status(.unavailable, "lost on its way")
    private static let noQuota = Status(.resourceExhausted, "too fast")
    private static let notSent = Status.notSent("no connection")

    @Test(
        "A call is repeated by its method, unless it says that it may always or never be",
        arguments: [
            ("GET", Repeats.byMethod, unavailable, true), ("HEAD", .byMethod, unavailable, true),
            ("PUT", .byMethod, unavailable, true), ("DELETE", .byMethod, unavailable, true),
            ("POST", .byMethod, unavailable, false), ("PATCH", .byMethod, unavailable, false),
            ("POST", .byMethod, noQuota, true), ("POST", .byMethod, notSent, true),
            ("POST", .always, unavailable, true), ("DELETE", .never, unavailable, false),
            ("DELETE", .never, noQuota, true), ("DELETE", .never, notSent, true),
        ])
    func repeats(method: String, repeats: Repeats, status: Status, isRepeated: Bool) async {
        let transport = ScriptedTransport { _, _ in throw status }
        let api = GoogleAPI.scripted(transport, retry: RetryPolicy(attempts: 3))
        _ = await failure { try await api.call(method, "/", repeats: repeats) }
        #expect(transport.requests.count == (isRepeated ? 3 : 1))
    }

    @Test("A connection that nobody takes is known not to have sent anything")
    func refusedConnection() async {
        let request = HTTPRequest(method: "POST", url: "http://127.0.0.1:1/")
        #expect(await failure { try await CurlTransport().send(request) }?.wasNotSent == true)
    }

    @Test("When the budget is spent, each call is sent once; successes earn further retries")
    func budget() async throws {
        let isDown = Mutex(true)
        let transport = ScriptedTransport { _, _ in
            if isDown.withLock({ $0 }) { throw Self.unavailable }
            return .json([:])
        }
        let api = GoogleAPI(
            endpoint: "http://cloud", transport: transport, credentials: NoCredentials(),
            timeline: VirtualTimeline(mode: .automatic), retry: RetryPolicy(attempts: 3),
            budget: RetryBudget(capacity: 5, refill: 0.5))
        for _ in 0..<10 { _ = await failure { try await api.call("GET", "/") } }
        // Ten calls, and as many retries as the bucket had tokens.
        #expect(transport.requests.count == 15)
        isDown.withLock { $0 = false }
        for _ in 0..<4 { _ = try await api.call("GET", "/") }
        isDown.withLock { $0 = true }
        for _ in 0..<10 { _ = await failure { try await api.call("GET", "/") } }
        // Four successes have earned two retries.
        #expect(transport.requests.count == 31)
    }

    @Test(
        "A server's Retry-After is heeded; one that asks for too much ends the attempts",
        arguments: [(3, 3), (99, 0)])
    func retryAfter(asked: Int, waited: Int) async throws {
        let timeline = VirtualTimeline(mode: .automatic)
        let start = timeline.now
        let transport = ScriptedTransport([
            HTTPResponse(status: 503, headers: [("Retry-After", "\(asked)")]), .json([:]),
        ])
        let policy = RetryPolicy(attempts: 2, initialDelay: .seconds(1), maxDelay: .seconds(10), jitter: 0)
        let api = GoogleAPI.scripted(transport, timeline: timeline, retry: policy)
        let status = await failure { try await api.call("GET", "/") }
        #expect((status == nil) == (waited > 0))
        #expect(timeline.now - start == .seconds(waited))
        #expect(status == nil || status?.retryDelay == .seconds(asked))
    }

    @Test(
        "Retry-After is seconds or a date",
        arguments: [
            ("0", 0), ("120", 120), (" 7", 7), ("Tue, 01 Jan 2030 00:01:00 GMT", 60),
            ("Mon, 31 Dec 2029 23:59:00 GMT", 0), ("Tue, 01 Jan 2030 00:00:60 GMT", 59),
            ("-1", nil), ("1.5", nil), ("", nil), ("soon", nil), ("Tue, 32 Jan 2030 00:01:00 GMT", nil),
            ("Tue, 01 Jan 2030 00:01:00 CET", nil), ("Tue, 01 Jan 2030", nil),
            ("Tue, 01 Foo 2030 00:01:00 GMT", nil),
        ] as [(String, Int?)])
    func retryAfterTexts(text: String, seconds: Int?) {
        #expect(RetryAfter.delay(text, now: VirtualTimeline().now) == seconds.map { .seconds($0) })
    }

    @Test("A number of seconds beyond all bounds is a long time, not a trap")
    func hugeRetryAfter() {
        let delay = RetryAfter.delay(String(repeating: "9", count: 40), now: VirtualTimeline().now)
        #expect(delay.map { $0 > .seconds(1_000_000) } == true)
    }
}
