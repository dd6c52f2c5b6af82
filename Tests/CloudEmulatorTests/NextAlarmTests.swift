import CloudCore
import Synchronization
import Testing

@testable import CloudEmulator

@Suite("The one alarm of many instants")
struct NextAlarmTests {
    private let timeline = VirtualTimeline(start: start)

    @Test("It rings at the instant that it was set for last, once")
    func setAnew() {
        let alarm = NextAlarm(timeline)
        let rung = Mutex<[Int]>([])
        for (number, seconds) in [(1, 10), (2, 5), (3, 5), (4, 7)] {
            alarm.set(for: { start + .seconds(seconds) }, ring: { rung.withLock { $0.append(number) } })
        }
        timeline.advance(by: .seconds(6))
        #expect(rung.withLock { $0 }.isEmpty)
        timeline.advance(by: .seconds(100))
        #expect(rung.withLock { $0 } == [4])
    }

    @Test("Set for no instant, cancelled or gone, it does not ring")
    func never() {
        let rung = Atomic<Int>(0)
        let ring: @Sendable () -> Void = { rung.wrappingAdd(1, ordering: .relaxed) }
        let alarms = (0..<2).map { _ in NextAlarm(timeline) }
        for alarm in alarms + [NextAlarm(timeline)] { alarm.set(for: { start + .seconds(1) }, ring: ring) }
        alarms[0].set(for: { nil }, ring: ring)
        alarms[1].cancel()
        timeline.advance(by: .seconds(2))
        #expect(rung.load(ordering: .relaxed) == 0)
    }

    @Test(
        "It can be set from within its ring, and what is due already rings a moment later", arguments: 0..<20)
    func repeated(seed: UInt64) {
        var random = TestRandom(seed)
        let instants = (0..<30).map { _ in start + .milliseconds(Int.random(in: -50...2_000, using: &random))
        }
        let left = Mutex(instants.sorted())
        let rung = Mutex<[Instant]>([])
        let bell = Bell(NextAlarm(timeline, delay: .nanoseconds(1))) {
            left.withLock { $0.first }
        } ring: { now in
            let due = left.withLock { left -> [Instant] in
                let due = left.prefix { $0 <= now }
                left.removeFirst(due.count)
                return Array(due)
            }
            rung.withLock { $0 += due }
        }
        bell.arm(timeline)
        #expect(rung.withLock { $0 }.isEmpty)
        timeline.advance(by: .seconds(3))
        #expect(rung.withLock { $0 } == instants.sorted())
    }
}

/// Sets its alarm again after each ring, as dispatchers do.
private final class Bell: Sendable {
    private let alarm: NextAlarm
    private let next: @Sendable () -> Instant?
    private let ring: @Sendable (Instant) -> Void

    init(
        _ alarm: NextAlarm, next: @escaping @Sendable () -> Instant?,
        ring: @escaping @Sendable (Instant) -> Void
    ) {
        self.alarm = alarm
        self.next = next
        self.ring = ring
    }

    func arm(_ timeline: VirtualTimeline) {
        alarm.set(for: next) { [weak self] in
            self?.ring(timeline.now)
            self?.arm(timeline)
        }
    }
}
