import CloudCore
import Testing

@testable import CloudEmulator

/// What must hold of a pool whatever happens, kept beside it in the simplest form.
private struct PoolModel {
    enum Phase { case starting, ready, stopping }

    var settings: InstancePool.Settings
    var instances: [UInt64: Phase] = [:]
    var placeOf: [UInt64: UInt64] = [:]
    /// Requests that have been neither sent nor refused, with the time until which they may wait.
    var waiting: [UInt64: Instant] = [:]
    var now = start

    /// Takes in what the pool wants done, and says what is wrong with it.
    mutating func apply(_ effects: [InstancePool.Effect]) {
        for effect in effects {
            switch effect {
            case .start(let number):
                #expect(instances[number] == nil)
                instances[number] = .starting
                #expect(instances.values.count { $0 != .stopping } <= settings.maximum)
            case .stop(let number):
                #expect(instances[number] != nil && instances[number] != .stopping)
                #expect(!placeOf.values.contains(number), "an instance with requests is not stopped")
                instances[number] = .stopping
            case .send(let request, let number):
                #expect(instances[number] == .ready)
                #expect(waiting.removeValue(forKey: request) != nil, "each request is sent once")
                placeOf[request] = number
                #expect(placeOf.values.count { $0 == number } <= settings.concurrency)
            case .refuse(let request):
                let until = waiting.removeValue(forKey: request)
                #expect(until.map { $0 <= now } == true, "only who has waited long enough is refused")
            }
        }
    }
}

/// Random life of a pool from a seed.
private struct PoolSimulation {
    var random: TestRandom
    var pool: InstancePool
    var model: PoolModel
    var nextRequest: UInt64 = 1

    init(seed: UInt64) {
        random = TestRandom(seed)
        var settings = InstancePool.Settings()
        settings.minimum = Int.random(in: 0...2, using: &random)
        settings.maximum = Int.random(in: max(1, settings.minimum)...5, using: &random)
        settings.concurrency = Int.random(in: 1...4, using: &random)
        pool = InstancePool(settings)
        model = PoolModel(settings: settings)
    }

    private mutating func one(_ phases: PoolModel.Phase...) -> UInt64? {
        model.instances.filter { phases.contains($0.value) }.keys.sorted().randomElement(using: &random)
    }

    mutating func step() {
        let now = model.now
        switch Int.random(in: 0..<12, using: &random) {
        case 0..<4:
            model.waiting[nextRequest] = now + model.settings.queueTime
            pool.add(request: nextRequest, at: now)
            nextRequest += 1
        case 4, 5:
            guard let request = model.placeOf.keys.sorted().randomElement(using: &random) else { return }
            model.placeOf[request] = nil
            pool.remove(request: request, at: now)
        case 6:
            guard let request = model.waiting.keys.sorted().randomElement(using: &random) else { return }
            model.waiting[request] = nil
            pool.remove(request: request, at: now)
        case 7, 8:
            guard let number = one(.starting) else { return }
            model.instances[number] = .ready
            pool.ready(number, at: now)
        case 9:
            guard let number = one(.starting, .ready, .stopping) else { return }
            end(number)
        default:
            advance(by: .milliseconds(Int64.random(in: 1...20_000, using: &random)))
            return
        }
        check()
    }

    mutating func end(_ number: UInt64) {
        model.instances[number] = nil
        // Whoever has passed requests on finds that out by itself; that is the engine's part.
        let lost = model.placeOf.filter { $0.value == number }.keys
        for request in lost { model.placeOf[request] = nil }
        pool.ended(number, at: model.now)
        for request in lost.sorted() { pool.remove(request: request, at: model.now) }
    }

    /// Moves time as an alarm does: to each instant that the pool names.
    mutating func advance(by duration: Duration) {
        let target = model.now + duration
        while let due = pool.nextDue, due <= target {
            model.now = max(model.now, due)
            pool.tick(at: model.now)
            check()
        }
        model.now = target
    }

    mutating func check() {
        model.apply(pool.takeEffects())
        let counts = pool.counts
        #expect(counts.starting == model.instances.values.count { $0 == .starting })
        #expect(counts.ready == model.instances.values.count { $0 == .ready })
        #expect(pool.waitingCount == model.waiting.count)
        // Nobody who waits is forgotten.
        if !model.waiting.isEmpty { #expect(pool.nextDue != nil) }
        if let due = pool.nextDue { #expect(due > model.now, "what is due is done") }
    }

    /// Lets everything come to rest.
    mutating func settle() {
        for _ in 0..<50 {
            for number in model.instances.keys.sorted() {
                switch model.instances[number] {
                case .starting:
                    model.instances[number] = .ready
                    pool.ready(number, at: model.now)
                case .stopping:
                    model.instances[number] = nil
                    pool.ended(number, at: model.now)
                default: break
                }
                check()
            }
            for request in model.placeOf.keys.sorted() {
                model.placeOf[request] = nil
                pool.remove(request: request, at: model.now)
                check()
            }
            advance(by: .seconds(120))
        }
    }
}

@Suite("A pool of instances, whatever happens")
struct InstancePoolSimulationTests {
    @Test(
        "Each request is served once or refused in time, no instance takes too much, and all comes to rest",
        arguments: 1...60)
    func random(seed: Int) {
        var simulation = PoolSimulation(seed: UInt64(seed))
        for _ in 0..<400 { simulation.step() }
        simulation.settle()
        #expect(simulation.model.waiting.isEmpty && simulation.model.placeOf.isEmpty)
        #expect(simulation.pool.counts.ready == simulation.model.settings.minimum)
        #expect(simulation.pool.counts.starting == 0)
    }
}
