import CloudCore
import Dispatch
import Synchronization
import Testing

/// What has fired, in order, and a way to wait for a number of alarms that needs no clock.
private final class Log: Sendable {
    private let entries = Mutex<[Int]>([])
    private let arrived = DispatchSemaphore(value: 0)

    func note(_ entry: Int) {
        entries.withLock { $0.append(entry) }
        arrived.signal()
    }

    /// Blocks until that many entries more have been noted.
    func wait(for count: Int) {
        for _ in 0..<count { arrived.wait() }
    }

    var all: [Int] { entries.withLock { $0 } }
}

/// The machine's clock decides when these tests end, never whether they pass: what is due lies in the past, and
/// what must not happen is an hour away.
@Suite("RealTimeline", .serialized)
struct RealTimelineTests {
    let timeline = RealTimeline()
    private let log = Log()

    private func past(_ seconds: Int) -> Instant { Instant(nanoseconds: Int64(seconds) * 1_000_000_000) }
    private var farAway: Instant { timeline.now + .seconds(3_600) }

    /// Keeps the timeline busy with one action, so that what `body` schedules falls due all at once.
    private func atOnce(_ body: () -> Void) {
        let (isBusy, mayGo) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        timeline.schedule(at: past(0)) {
            isBusy.signal()
            mayGo.wait()
        }
        isBusy.wait()
        body()
        mayGo.signal()
    }

    @Test("Alarms fire in the order of their instants, then of their scheduling")
    func order() {
        atOnce {
            for (entry, seconds) in [5, 3, 9, 3, 1].enumerated() {
                timeline.schedule(at: past(seconds)) { [log] in log.note(entry) }
            }
        }
        log.wait(for: 5)
        #expect(log.all == [4, 1, 3, 0, 2])
    }

    @Test("Whatever is scheduled and cancelled, what fires is what a sorted list says", arguments: 1...20)
    func model(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var standing: [(seconds: Int, entry: Int)] = []
        atOnce {
            var alarms: [Int: Alarm] = [:]
            for entry in 0..<200 {
                if Int.random(in: 0..<3, using: &generator) == 0,
                    let victim = alarms.keys.sorted().randomElement(using: &generator)
                {
                    alarms.removeValue(forKey: victim)?.cancel()
                    standing.removeAll { $0.entry == victim }
                }
                let seconds = Int.random(in: 1...20, using: &generator)
                alarms[entry] = timeline.schedule(at: past(seconds)) { [log] in log.note(entry) }
                standing.append((seconds, entry))
            }
        }
        log.wait(for: standing.count)
        #expect(log.all == standing.sorted { ($0.seconds, $0.entry) < ($1.seconds, $1.entry) }.map(\.entry))
    }

    @Test("An earlier alarm does not wait for a later one that was scheduled before it")
    func earlierAfterLater() {
        let later = timeline.schedule(at: farAway) { [log] in log.note(2) }
        timeline.schedule(at: timeline.now + .milliseconds(1)) { [log] in log.note(1) }
        log.wait(for: 1)
        #expect(log.all == [1])
        later.cancel()
    }

    @Test("No alarm fires before its instant")
    func notEarly() {
        let timeline = timeline
        for step in 0..<20 {
            let instant = timeline.now + .microseconds(300 * (20 - step))
            timeline.schedule(at: instant) { [log] in log.note(timeline.now >= instant ? 1 : 0) }
        }
        log.wait(for: 20)
        #expect(log.all.allSatisfy { $0 == 1 })
    }

    @Test("An action may schedule, and cancel what is due after it")
    func fromAction() {
        let timeline = timeline
        atOnce {
            let victim = timeline.schedule(at: past(2)) { [log] in log.note(2) }
            timeline.schedule(at: past(1)) { [log, past = past(3)] in
                log.note(1)
                victim.cancel()
                victim.cancel()
                timeline.schedule(at: past) { log.note(3) }
            }
        }
        log.wait(for: 2)
        #expect(log.all == [1, 3])
    }

    @Test("Alarms of many threads fire once each, and cancelled ones not at all")
    func threads() {
        let (timeline, log, farAway, past) = (timeline, log, farAway, past(1))
        let (threads, alarms) = (8, 500)
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            for number in 0..<alarms {
                let entry = thread * alarms + number
                let never = timeline.schedule(at: farAway) { log.note(-1) }
                let instant = number.isMultiple(of: 2) ? past : timeline.now + .microseconds(number)
                timeline.schedule(at: instant) { log.note(entry) }
                never.cancel()
            }
        }
        log.wait(for: threads * alarms)
        #expect(log.all.sorted() == Array(0..<threads * alarms))
    }

    @Test("A sleep whose time has come ends; a cancelled one ends at once, with an error")
    func sleep() async throws {
        let timeline = timeline
        try await timeline.sleep(until: past(1))
        try await timeline.sleep(for: .microseconds(100))
        for _ in 0..<100 {
            let sleeper = Task { try await timeline.sleep(for: .seconds(3_600)) }
            sleeper.cancel()
            await #expect(throws: CancellationError.self) { try await sleeper.value }
        }
        let many = Task {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<50 { group.addTask { try await timeline.sleep(for: .seconds(3_600)) } }
                try await group.waitForAll()
            }
        }
        many.cancel()
        await #expect(throws: CancellationError.self) { try await many.value }
    }

    @Test("A body in time returns its value; one that is late is cancelled, and named")
    func timeout() async throws {
        let timeline = timeline
        #expect(try await timeline.withTimeout(.seconds(3_600), "the call") { 7 } == 7)
        let status = await #expect(throws: Status.self) {
            try await timeline.withTimeout(.microseconds(100), "the call") {
                try await timeline.sleep(for: .seconds(3_600))
            }
        }
        #expect(status?.code == .deadlineExceeded)
        #expect(status?.message.hasPrefix("the call did not finish within") == true)
    }

    @Test("A timeline that is released forgets its alarms")
    func released() {
        final class Token: Sendable {}
        weak var action: Token?
        do {
            let timeline = RealTimeline()
            let token = Token()
            action = token
            timeline.schedule(at: timeline.now + .seconds(3_600)) { _ = token }
        }
        #expect(action == nil)
    }
}
