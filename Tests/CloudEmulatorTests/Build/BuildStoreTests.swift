import CloudCore
import Testing

@testable import CloudEmulator

@Suite("The queue of builds")
struct BuildStoreTests {
    private func build(_ id: String, timeout: Int = 100, queueTtl: Int = 1_000) -> CloudBuildV1.Build {
        var build = CloudBuildV1.Build()
        build.id = id
        build.timeout = .seconds(timeout)
        build.queueTtl = .seconds(queueTtl)
        return build
    }

    private func add(_ store: inout BuildStore, _ build: CloudBuildV1.Build, at now: Instant = start) throws {
        try store.add(
            build, BuildName(location: "global", id: build.id), request: build, account: "a@b", at: now)
    }

    @Test("A build begins when there is a place, and the next when that place is given back")
    func places() throws {
        var store = BuildStore(places: 1)
        try add(&store, build("a"))
        try add(&store, build("b"))
        #expect(store["a"]?.build.status == .working)
        #expect(store["b"]?.build.status == .queued)
        let effects1 = store.takeWork()
        #expect(effects1.filter { $0 != .changed("a") } == [.start("a")])
        store.stopped("a", .success, at: start + .seconds(5))
        #expect(store["a"]?.build.status == .success)
        #expect(store["a"]?.build.finishTime == Timestamp(start + .seconds(5)))
        #expect(store["b"]?.build.startTime == Timestamp(start + .seconds(5)))
        let effects2 = store.takeWork()
        #expect(effects2.contains(.start("b")))
    }

    @Test("A build that takes too long times out when its time is over, counted from its start")
    func timeout() throws {
        var store = BuildStore(places: 1)
        try add(&store, build("a", timeout: 100))
        _ = store.takeWork()
        store.settle(at: start + .seconds(99))
        #expect(store["a"]?.build.status == .working)
        store.settle(at: start + .seconds(150))
        #expect(store["a"]?.build.status == .timeout)
        #expect(store["a"]?.build.finishTime == Timestamp(start + .seconds(100)))
        let effects3 = store.takeWork()
        #expect(effects3.contains(.stop("a")))
        store.stopped("a", .success, at: start + .seconds(160))
        #expect(store["a"]?.build.status == .timeout)
    }

    @Test("A build that waits too long expires")
    func expiry() throws {
        var store = BuildStore(places: 1)
        try add(&store, build("a", timeout: 5_000))
        try add(&store, build("b", queueTtl: 10))
        #expect(store.nextDue == start + .seconds(10))
        store.settle(at: start + .seconds(11))
        #expect(store["b"]?.build.status == .expired)
        #expect(store["b"]?.build.startTime == nil)
    }

    @Test("What is cancelled stops, keeps its place until it has, and is not cancelled twice")
    func cancellation() throws {
        var store = BuildStore(places: 1)
        try add(&store, build("a"))
        try add(&store, build("b"))
        try add(&store, build("c"))
        _ = store.takeWork()
        let cancelsQueued = store.cancel("b", at: start)
        #expect(cancelsQueued)
        let effects4 = store.takeWork()
        #expect(!effects4.contains(.stop("b")))
        let cancelsWorking = store.cancel("a", at: start)
        #expect(cancelsWorking)
        let effects5 = store.takeWork()
        #expect(effects5.contains(.stop("a")))
        #expect(store["c"]?.build.status == .queued)
        store.stopped("a", .success, at: start + .seconds(1))
        #expect(store["a"]?.build.status == .cancelled)
        #expect(store["c"]?.build.status == .working)
        let cancelsEnded = store.cancel("a", at: start + .seconds(2))
        #expect(!cancelsEnded)
    }

    /// The same, without any care for speed: what a build is follows from its history alone.
    private struct Model {
        struct One {
            let id: String
            let created: Instant
            let timeout: Duration
            let ttl: Duration
            var started: Instant?
            var status = CloudBuildV1.Build.Status.queued
            var holdsPlace = false
        }

        let places: Int
        var all: [One] = []

        mutating func settle(at now: Instant) {
            for index in all.indices {
                if all[index].status == .queued, all[index].created + all[index].ttl <= now {
                    all[index].status = .expired
                }
                if all[index].status == .working, let started = all[index].started,
                    started + all[index].timeout <= now
                {
                    all[index].status = .timeout
                }
            }
            for index in all.indices where all[index].status == .queued {
                guard all.count(where: \.holdsPlace) < places else { break }
                all[index].status = .working
                all[index].started = now
                all[index].holdsPlace = true
            }
        }

        mutating func cancel(_ id: String) -> Bool {
            guard let index = all.firstIndex(where: { $0.id == id }),
                all[index].status == .queued || all[index].status == .working
            else { return false }
            all[index].status = .cancelled
            return true
        }

        mutating func stopped(_ id: String, _ status: CloudBuildV1.Build.Status) {
            guard let index = all.firstIndex(where: { $0.id == id }), all[index].holdsPlace else { return }
            all[index].holdsPlace = false
            if all[index].status == .working { all[index].status = status }
        }
    }

    @Test("Whatever happens in whatever order, builds are as a simple model says", arguments: 0..<40)
    func simulation(seed: UInt64) throws {
        var random = TestRandom(seed)
        let places = Int.random(in: 1...3, using: &random)
        var store = BuildStore(places: places)
        var model = Model(places: places)
        var now = start
        for step in 0..<400 {
            now = now + .seconds(Int.random(in: 0...20, using: &random))
            let id = "b\(Int.random(in: 0...max(step / 4, 1), using: &random))"
            model.settle(at: now)
            switch Int.random(in: 0..<5, using: &random) {
            case 0,
                1 where store["b\(model.all.count)"] == nil:
                let one = build(
                    "b\(model.all.count)", timeout: .random(in: 1...80, using: &random),
                    queueTtl: .random(in: 1...80, using: &random))
                try add(&store, one, at: now)
                model.all.append(
                    .init(
                        id: one.id, created: now, timeout: one.timeout ?? .zero, ttl: one.queueTtl ?? .zero))
            case 2:
                let (isCancelled, isExpected) = (store.cancel(id, at: now), model.cancel(id))
                #expect(isCancelled == isExpected)
            case 3:
                var info = CloudBuildV1.Build.FailureInfo()
                info.type = .userBuildStep
                let fails = Bool.random(using: &random)
                store.stopped(id, fails ? .failure(info, status: .failure) : .success, at: now)
                model.stopped(id, fails ? .failure : .success)
            default: store.settle(at: now)
            }
            model.settle(at: now)
            store.settle(at: now)
            for one in model.all {
                #expect(store[one.id]?.build.status == one.status, "\(one.id) in step \(step)")
                #expect(store[one.id]?.hasPlace == one.holdsPlace, "\(one.id) in step \(step)")
            }
            #expect(store.all.count(where: \.hasPlace) <= places)
            if let due = store.nextDue { #expect(due > now) }
        }
    }
}
