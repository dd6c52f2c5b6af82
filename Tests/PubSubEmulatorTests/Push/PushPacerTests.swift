import CloudCore
import Testing

@testable import PubSubEmulator

/// Window and pauses as a value.
struct PushPacerTests {
    @Test("The window ends at 3,000 and does not fall below 3")
    func bounds() {
        var pacer = PushPacer()
        let now = Instant(nanoseconds: 0)
        for _ in 0..<5_000 { pacer.succeeded() }
        #expect(pacer.limit(at: now) == 3_000)
        for _ in 0..<50 { pacer.failed(sentAt: now, at: now) }
        #expect(pacer.window == 3)
    }

    @Test("A pause is never longer than 60 s, however many failures there are")
    func longest() {
        var pacer = PushPacer()
        var now = Instant(nanoseconds: 0)
        for _ in 0..<100 {
            pacer.failed(sentAt: now, at: now)
            #expect(pacer.limit(at: now) == 0)
            #expect(pacer.resumesAt - now <= .seconds(60))
            now = pacer.resumesAt
            #expect(pacer.limit(at: now) == 3)
        }
        #expect(pacer.resumesAt == now)
    }

    @Test(
        "Whatever comes in whatever order, the limit is 0 in a pause and the window otherwise",
        arguments: 1...20)
    func random(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var pacer = PushPacer()
        var now = Instant(nanoseconds: 0)
        var sent = now
        for _ in 0..<500 {
            now = now + .milliseconds(Int64.random(in: 0...400, using: &generator))
            if Bool.random(using: &generator) { sent = now }
            let resumesAt = pacer.resumesAt
            if Bool.random(using: &generator) {
                pacer.succeeded()
                #expect(pacer.resumesAt == resumesAt)
            } else {
                pacer.failed(sentAt: sent, at: now)
                #expect(pacer.resumesAt >= resumesAt)
            }
            #expect((3...3_000).contains(pacer.window))
            #expect(pacer.limit(at: now) == (now < pacer.resumesAt ? 0 : pacer.window))
        }
    }
}
