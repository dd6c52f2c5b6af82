import CloudCore
import Synchronization
import Testing

@testable import GoogleCloud

@Suite("GoogleAPI: requests, answers, retries")
struct GoogleAPITests {
    @Test("A call names method, path and query, and sends JSON")
    func request() async throws {
        let transport = ScriptedTransport([.json(["answer": 1])])
        let api = GoogleAPI.scripted(transport, credentials: StaticCredentials(token: "secret"))
        let answer = try await api.call(
            "POST", "/v1/a", query: [("q", "x y&z"), ("r", "")], body: ["k": "v"])
        let request = try #require(transport.requests.first)
        #expect(request.summary == "POST /v1/a?q=x%20y%26z&r=")
        #expect(request.header("Authorization") == "Bearer secret")
        #expect(request.header("Content-Type") == "application/json")
        #expect(request.json == ["k": "v"])
        #expect(answer == ["answer": 1])
    }

    @Test(
        "A path is encoded so that the server reads the same name",
        arguments: [
            ("/v1/projects/p/topics/a-b_c.d~e", "/v1/projects/p/topics/a-b_c.d~e"),
            ("/v1/projects/p/topics/a+b:publish", "/v1/projects/p/topics/a+b:publish"),
            ("/v1/projects/p/topics/100%", "/v1/projects/p/topics/100%25"),
            ("/v1/a b?c#d", "/v1/a%20b%3Fc%23d"),
            (
                "/v1/serviceAccounts/a@p.iam.gserviceaccount.com",
                "/v1/serviceAccounts/a@p.iam.gserviceaccount.com"
            ),
            ("/v1/ü", "/v1/%C3%BC"),
        ])
    func paths(path: String, encoded: String) {
        #expect(PercentEncoding.path(path) == encoded)
    }

    @Test("An empty answer is null, an answer that is not JSON is INTERNAL")
    func answers() async throws {
        let empty = GoogleAPI.scripted(ScriptedTransport([HTTPResponse(status: 200)]))
        #expect(try await empty.call("DELETE", "/") == .null)
        let broken = GoogleAPI.scripted(ScriptedTransport([HTTPResponse(status: 200, body: Array("{".utf8))]))
        let status = await #expect(throws: Status.self) { try await broken.call("GET", "/") }
        #expect(status?.code == .internal)
    }

    @Test("An error answer becomes the status that it carries, with its details")
    func errors() async {
        let sent = Status(.resourceExhausted, "Too many.", details: [.retryInfo(delay: .seconds(86_401))])
        let api = GoogleAPI.scripted(ScriptedTransport([.failure(sent)]), retry: .standard)
        let status = await #expect(throws: Status.self) { try await api.call("GET", "/") }
        #expect(status == sent)
        #expect(status?.retryDelay == .seconds(86_401))
    }

    @Test("A temporary failure is tried again after growing delays, on the timeline")
    func retries() async throws {
        let timeline = VirtualTimeline(mode: .automatic)
        let instants = Mutex<[Instant]>([])
        let transport = ScriptedTransport { _, number in
            instants.withLock { $0.append(timeline.now) }
            if number < 5 { throw Status(.unavailable, "not now") }
            return .json(["ok": true])
        }
        let policy = RetryPolicy(
            attempts: 5, initialDelay: .seconds(1), maxDelay: .seconds(3), multiplier: 2, jitter: 0)
        let answer = try await GoogleAPI.scripted(transport, timeline: timeline, retry: policy).call(
            "GET", "/")
        #expect(answer == ["ok": true])
        let times = instants.withLock { $0 }
        let delays = zip(times.dropFirst(), times).map { $0 - $1 }
        #expect(delays == [.seconds(1), .seconds(2), .seconds(3), .seconds(3)])
    }

    @Test("The last attempt's failure is what the caller gets")
    func exhausted() async {
        let transport = ScriptedTransport { _, number in throw Status(.unavailable, "attempt \(number)") }
        let api = GoogleAPI.scripted(transport, retry: RetryPolicy(attempts: 3))
        let status = await #expect(throws: Status.self) { try await api.call("GET", "/") }
        #expect(status?.message == "attempt 3")
        #expect(transport.requests.count == 3)
    }

    @Test(
        "What will not get better is not tried again",
        arguments: [
            Status.Code.invalidArgument, .notFound, .alreadyExists, .permissionDenied, .failedPrecondition,
            .aborted,
            .unauthenticated, .unimplemented, .internal, .deadlineExceeded,
        ])
    func permanent(code: Status.Code) async {
        let transport = ScriptedTransport([.failure(Status(code, "no"))])
        let api = GoogleAPI.scripted(transport, retry: .standard)
        let status = await #expect(throws: Status.self) { try await api.call("GET", "/") }
        #expect(status?.code == code)
        #expect(transport.requests.count == 1)
    }

    @Test("A server's own delay is the least that is waited", arguments: [(1, 5), (7, 7)])
    func retryInfo(asked: Int, waited: Int) async throws {
        let timeline = VirtualTimeline(mode: .automatic)
        let start = timeline.now
        let refusal = Status(.unavailable, "later", details: [.retryInfo(delay: .seconds(asked))])
        let transport = ScriptedTransport([.failure(refusal), .json([:])])
        let policy = RetryPolicy(attempts: 2, initialDelay: .seconds(5), maxDelay: .seconds(10), jitter: 0)
        _ = try await GoogleAPI.scripted(transport, timeline: timeline, retry: policy).call("GET", "/")
        #expect(timeline.now - start == .seconds(waited))
    }

    @Test("The same seed waits the same, and jitter only shortens")
    func jitter() {
        let policy = RetryPolicy(attempts: 9, initialDelay: .seconds(1), jitter: 0.5, seed: 7)
        func delays(_ seed: UInt64) -> [Duration] {
            let source = JitterSource(seed: seed)
            return (1...8).compactMap {
                policy.delay(after: Status(.unavailable, ""), attempt: $0, random: source.next())
            }
        }
        #expect(delays(7) == delays(7))
        #expect(delays(7) != delays(8))
        for (attempt, delay) in delays(7).enumerated() {
            let full = min(Duration.seconds(1 << attempt), policy.maxDelay)
            #expect(delay <= full && delay >= full * 0.5)
        }
    }

    @Test("A call whose token is refused is sent once more with another one", arguments: [1, 2])
    func renewal(refusals: Int) async throws {
        let tokens = ScriptedTransport { _, number in .json(["access_token": .string("t\(number)")]) }
        let user: JSON = [
            "type": "authorized_user", "client_id": "i", "client_secret": "s", "refresh_token": "r",
        ]
        let timeline = VirtualTimeline(mode: .automatic)
        let source = try CredentialFile(user).source(.scripted(tokens, timeline: timeline))
        let credentials = GoogleCredentials(
            source, origin: "", project: nil, quotaProject: nil, scopes: [], timeline: timeline)
        let transport = ScriptedTransport { _, number in
            number <= refusals ? .failure(Status(.unauthenticated, "revoked")) : .json([:])
        }
        let api = GoogleAPI.scripted(transport, timeline: timeline, credentials: credentials)
        let status = await failure { try await api.call("POST", "/") }
        #expect(status?.code == (refusals == 1 ? nil : .unauthenticated))
        #expect(transport.requests.map { $0.header("authorization") } == ["Bearer t1", "Bearer t2"])
    }

    @Test("Cancelling ends the wait between attempts")
    func cancellation() async {
        let timeline = VirtualTimeline()
        let failed = AsyncStream.makeStream(of: Void.self)
        let transport = ScriptedTransport { _, _ in
            failed.continuation.yield()
            throw Status(.unavailable, "")
        }
        let api = GoogleAPI.scripted(transport, timeline: timeline, retry: .standard)
        let task = Task { try await api.call("GET", "/") }
        for await _ in failed.stream { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(transport.requests.count == 1)
    }

    @Test(
        "Virtual time stands still while a call is in flight, but not for a long poll",
        arguments: [false, true])
    func activity(longPoll: Bool) async throws {
        let timeline = CountingTimeline()
        let transport = ScriptedTransport { _, _ in
            .json(["working": .int(Int64(timeline.working.withLock { $0 }))])
        }
        let answer = try await GoogleAPI.scripted(transport, timeline: timeline)
            .call("GET", "/", longPoll: longPoll)
        #expect(answer == ["working": longPoll ? 0 : 1])
        #expect(timeline.working.withLock { $0 } == 0)
    }
}

/// A timeline that counts the work in progress.
final class CountingTimeline: Timeline {
    let working = Mutex(0)
    private let base = VirtualTimeline()

    var now: Instant { base.now }

    @discardableResult
    func schedule(at instant: Instant, _ action: @escaping @Sendable () -> Void) -> Alarm {
        base.schedule(at: instant, action)
    }

    func beginActivity(_ kind: Activity.Kind) -> Activity {
        working.withLock { $0 += 1 }
        return Activity { self.working.withLock { $0 -= 1 } }
    }
}
