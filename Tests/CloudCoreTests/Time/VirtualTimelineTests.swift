import CloudCore
import Synchronization
import Testing

/// Virtual time: moved by hand, and by itself.
struct VirtualTimelineTests {
    @Test("Advancing runs what falls due, in order, with the time standing at each alarm's instant")
    func advances() {
        let timeline = VirtualTimeline(start: Instant(nanoseconds: 0))
        let log = Mutex<[Int64]>([])
        for second in [3, 1, 2, 9] {
            timeline.schedule(at: Instant(nanoseconds: Int64(second))) {
                log.withLock { $0.append(timeline.now.nanoseconds) }
            }
        }
        timeline.advance(by: .nanoseconds(5))
        #expect(log.withLock { $0 } == [1, 2, 3])
        #expect(timeline.now.nanoseconds == 5)
        #expect(timeline.nextAlarm?.nanoseconds == 9)
    }

    @Test("A cancelled alarm does not run, and an alarm in the past runs at once")
    func cancelled() {
        let timeline = VirtualTimeline()
        let runs = Mutex(0)
        timeline.schedule(at: timeline.now + .seconds(1)) { runs.withLock { $0 += 1 } }.cancel()
        timeline.advance(by: .seconds(2))
        #expect(runs.withLock { $0 } == 0)
        timeline.schedule(at: timeline.now) { runs.withLock { $0 += 1 } }
        #expect(runs.withLock { $0 } == 1)
    }

    @Test("An alarm that an action schedules within the advance runs in it")
    func nested() {
        let timeline = VirtualTimeline()
        let runs = Mutex(0)
        timeline.schedule(at: timeline.now + .seconds(1)) {
            timeline.schedule(at: timeline.now + .seconds(1)) { runs.withLock { $0 += 1 } }
        }
        timeline.advance(by: .seconds(2))
        #expect(runs.withLock { $0 } == 1)
    }

    @Test("In automatic mode hours of sleep pass by themselves")
    func automatic() async throws {
        let timeline = VirtualTimeline(mode: .automatic)
        let start = timeline.now
        try await timeline.sleep(for: .seconds(7200))
        #expect(timeline.now - start == .seconds(7200))
    }

    @Test("A timeout cancels its body, and names what did not finish")
    func timeout() async {
        let timeline = VirtualTimeline(mode: .automatic)
        await #expect(throws: Status(.deadlineExceeded, "the sleep did not finish within 5.0 s")) {
            try await timeline.withTimeout(.seconds(5), "the sleep") {
                try await timeline.sleep(for: .seconds(3600))
            }
        }
    }

    @Test("A cancelled sleeper leaves nothing scheduled")
    func cancelledSleep() async {
        let timeline = VirtualTimeline()
        let task = Task { try await timeline.sleep(for: .seconds(1)) }
        while timeline.nextAlarm == nil { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(timeline.nextAlarm == nil)
    }
}
