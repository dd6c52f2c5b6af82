import CloudCore
import Synchronization
import Testing

@testable import Orchestration

@Suite("Poller", .timeLimit(.minutes(1)))
struct PollerTests {
    private let timeline = VirtualTimeline(mode: .automatic)
    private var poller: Poller { Poller(timeline: timeline, jitter: Jitter(seed: 7)) }

    @Test("What holds already is found without waiting")
    func immediate() async throws {
        let start = timeline.now
        try await poller.wait(for: "it", PollPolicy()) { true }
        #expect(timeline.now == start)
    }

    @Test("A check that flickers must hold several times in a row")
    func confirmations() async throws {
        let answers = Mutex([false, true, false, true, true, true, false])
        try await poller.wait(for: "it", PollPolicy(confirmations: 3)) {
            answers.withLock { $0.removeFirst() }
        }
        #expect(answers.withLock { $0 } == [false])
    }

    @Test("After the limit the error names what was waited for, and the last check is at the limit")
    func limit() async throws {
        let start = timeline.now
        let error = await #expect(throws: Status.self) {
            try await poller.wait(for: "account a", PollPolicy(limit: .seconds(420))) { false }
        }
        #expect(error?.code == .deadlineExceeded)
        #expect(error?.message.hasPrefix("account a: not so after 7m 0s") == true)
        #expect(timeline.now - start == .seconds(420))
    }

    @Test(
        "Delays grow to their maximum and never exceed it, whatever the jitter", arguments: [0.0, 0.5, 1.0])
    func delays(_ share: Double) {
        let policy = PollPolicy(initialDelay: .seconds(1), maxDelay: .seconds(10), multiplier: 2, jitter: 0.5)
        let delays = (1...8).map { policy.delay(afterChecks: $0, share: share) }
        #expect(delays == delays.sorted())
        #expect(delays.first == .seconds(1) * (1 - share / 2))
        #expect(delays.last == .seconds(10) * (1 - share / 2))
    }

    @Test("Only what is temporary is tried again")
    func retry() async throws {
        let attempts = Mutex(0)
        let result = try await poller.retry("it", PollPolicy(), while: { $0.code == .aborted }) {
            try attempts.withLock { count in
                count += 1
                if count < 4 { throw Status(.aborted, "") }
                return count
            }
        }
        #expect(result == 4)
        await #expect(throws: Status(.internal, "")) {
            try await poller.retry("it", PollPolicy(), while: { $0.code == .aborted }) {
                throw Status(.internal, "")
            }
        }
    }
}
