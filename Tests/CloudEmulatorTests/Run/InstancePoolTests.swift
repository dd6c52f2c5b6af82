import CloudCore
import Testing

@testable import CloudEmulator

/// A pool whose effects are looked at after each step.
private struct PoolFixture {
    var pool: InstancePool
    var now = start

    init(minimum: Int = 0, maximum: Int = 10, concurrency: Int = 2) {
        var settings = InstancePool.Settings()
        settings.minimum = minimum
        settings.maximum = maximum
        settings.concurrency = concurrency
        pool = InstancePool(settings)
    }

    mutating func add(_ requests: UInt64...) -> [InstancePool.Effect] {
        for request in requests { pool.add(request: request, at: now) }
        return pool.takeEffects()
    }

    mutating func ready(_ instance: UInt64) -> [InstancePool.Effect] {
        pool.ready(instance, at: now)
        return pool.takeEffects()
    }

    mutating func finish(_ request: UInt64) -> [InstancePool.Effect] {
        pool.remove(request: request, at: now)
        return pool.takeEffects()
    }

    mutating func end(_ instance: UInt64) -> [InstancePool.Effect] {
        pool.ended(instance, at: now)
        return pool.takeEffects()
    }

    mutating func wait(_ seconds: Int64) -> [InstancePool.Effect] {
        now = now + .seconds(seconds)
        pool.tick(at: now)
        return pool.takeEffects()
    }
}

@Suite("The instances of a revision")
struct InstancePoolTests {
    @Test("The first request starts an instance and is sent once that is ready")
    func coldStart() {
        var fixture = PoolFixture()
        #expect(fixture.add(1) == [.start(1)])
        #expect(fixture.ready(1) == [.send(request: 1, instance: 1)])
        #expect(fixture.finish(1) == [])
    }

    @Test("An instance takes as many requests at a time as it may, then another one is started")
    func concurrency() {
        var fixture = PoolFixture()
        #expect(fixture.add(1, 2) == [.start(1)])
        _ = fixture.ready(1)
        #expect(fixture.add(3) == [.start(2)])
        #expect(fixture.finish(1) == [.send(request: 3, instance: 1)])
    }

    @Test("Beyond the most instances requests wait, and are refused after ten seconds")
    func overload() {
        var fixture = PoolFixture(maximum: 1, concurrency: 1)
        _ = fixture.add(1)
        _ = fixture.ready(1)
        #expect(fixture.add(2) == [])
        #expect(fixture.pool.nextDue == start + .seconds(10))
        #expect(fixture.wait(10) == [.refuse(2)])
    }

    @Test("An idle instance is stopped after fifteen minutes, unless it is one of the minimum")
    func scaleToZero() {
        var fixture = PoolFixture(minimum: 1)
        #expect(fixture.wait(0) == [.start(1)])
        _ = fixture.ready(1)
        _ = fixture.add(1, 2, 3)
        _ = fixture.ready(2)
        for request in [1, 2, 3] as [UInt64] { _ = fixture.finish(request) }
        #expect(fixture.wait(899) == [])
        #expect(fixture.wait(1) == [.stop(2)])
        #expect(fixture.wait(9_000) == [])
        fixture.pool.apply(InstancePool.Settings(), at: fixture.now)
        #expect(fixture.pool.takeEffects() == [.stop(1)])
    }

    @Test("An instance that fails is started again after a second, and then after twice as long each time")
    func backoff() {
        var fixture = PoolFixture(minimum: 1)
        _ = fixture.wait(0)
        for (number, seconds) in zip(
            1... as PartialRangeFrom<UInt64>, [1, 2, 4, 8, 16, 32, 60, 60] as [Int64])
        {
            #expect(fixture.end(number) == [])
            #expect(fixture.pool.nextDue == fixture.now + .seconds(seconds))
            #expect(fixture.wait(seconds - 1) == [])
            #expect(fixture.wait(1) == [.start(number + 1)])
        }
        // Once it has served for a minute, it begins anew.
        _ = fixture.ready(9)
        _ = fixture.wait(60)
        _ = fixture.end(9)
        #expect(fixture.pool.nextDue == fixture.now + .seconds(1))
    }

    @Test("Retired, it stops its instances, refuses what waits, and starts nothing any more")
    func retire() {
        var fixture = PoolFixture(maximum: 1, concurrency: 1)
        _ = fixture.add(1)
        _ = fixture.ready(1)
        _ = fixture.add(2)
        fixture.pool.retire(at: fixture.now)
        #expect(fixture.pool.takeEffects() == [.refuse(2), .stop(1)])
        #expect(fixture.add(3) == [.refuse(3)])
        #expect(fixture.end(1) == [])
    }
}
