import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

/// A cloud whose builds are carried out by the test.
private struct BuildCloud {
    let timeline: VirtualTimeline
    let worker = TestBuildWorker()
    let cloud: LocalCloud

    init(_ timeline: VirtualTimeline = VirtualTimeline(start: start), places: Int = 1) {
        self.timeline = timeline
        var settings = BuildSettings()
        settings.worker = worker
        settings.places = places
        cloud = LocalCloud(timeline: timeline, propagation: .instant, builds: settings)
    }

    private static let service = "google.devtools.cloudbuild.v1.CloudBuild/"

    @discardableResult
    func create(timeout: Int = 3_600, ttl: Int = 3_600, in location: String = "global") throws(Status)
        -> String
    {
        let answer = try cloud.call(
            Self.service + "CreateBuild",
            [
                "projectId": "local-project",
                "parent": .string("projects/local-project/locations/\(location)"),
                "build": [
                    "steps": [["name": "bash", "script": "true"]], "timeout": .string("\(timeout)s"),
                    "queueTtl": .string("\(ttl)s"),
                ],
            ])
        return answer["metadata"]?["build"]?["id"]?.stringValue ?? ""
    }

    func call(_ method: String, _ id: String) throws(Status) {
        try cloud.call(Self.service + method, ["projectId": "local-project", "id": .string(id)])
    }

    func build(_ id: String) -> CloudBuildV1.Build? { cloud.inspect { $0.builds[id]?.build } }

    func stop(_ id: String, _ ending: BuildStore.Ending = .success) {
        worker.begun.withLock { $0[id] }?.stopped(ending)
    }
}

extension ControlPlane {
    /// All that can be seen of builds at an instant.
    fileprivate func builds(at now: Instant) -> String {
        var plane = self
        plane.builds.settle(at: now)
        let builds = plane.builds.all.sorted { $0.number < $1.number }.map { $0.build.protoJSON.text() }
        let pages = try? PageRequest(size: 1_000, token: "", standard: 1_000, most: 1_000)
        let operations = pages.map { plane.operations.list("", $0, at: now).page.map { $0.protoJSON.text() } }
        return (builds + (operations ?? [])).joined(separator: "\n")
    }
}

@Suite("Builds are part of the history")
struct BuildHistoryTests {
    @Test("Builds that are made again are the same, whatever became of them", arguments: 0..<10)
    func replay(seed: UInt64) throws {
        var random = TestRandom(seed)
        let builds = BuildCloud(places: Int.random(in: 1...3, using: &random))
        var ids = [""]
        for step in 0..<150 {
            let id = ids.randomElement(using: &random) ?? ""
            do throws(Status) {
                switch Int.random(in: 0..<8, using: &random) {
                case 0, 1:
                    let (timeout, ttl) = (
                        Int.random(in: 10...600, using: &random), Int.random(in: 10...600, using: &random)
                    )
                    let location = Bool.random(using: &random) ? "global" : "europe-west1"
                    ids.append(try builds.create(timeout: timeout, ttl: ttl, in: location))
                case 2: try builds.call("CancelBuild", id)
                case 3: try builds.call("RetryBuild", id)
                case 4: builds.worker.begun.withLock { $0[id] }?.progress { $0.timing["S\(step)"] = .init() }
                case 5: builds.stop(id)
                case 6:
                    var info = CloudBuildV1.Build.FailureInfo()
                    (info.type, info.detail) = (.userBuildStep, "step \(step)")
                    builds.stop(id, .failure(info, status: .failure))
                default: builds.timeline.advance(by: .seconds(Int.random(in: 0...200, using: &random)))
                }
            } catch {}
            if Int.random(in: 0..<3, using: &random) == 0 { try? builds.call("GetBuild", id) }
        }
        let state = builds.cloud.exportState()
        let read = try state.text().withUnsafeBytes { try CloudState(json: $0) }
        let replayed = try read.history.replayed(by: PlaneReplays(builds.cloud.methods))
        let former = builds.cloud.inspect { $0 }
        #expect(former.builds.all.count > 5)
        for seconds in [0, 50, 500, 5_000] {
            let now = builds.timeline.now + .seconds(seconds)
            #expect(former.builds(at: now) == replayed.builds(at: now), "after \(seconds) s")
        }
    }

    @Test(
        "A build under way when a state is gone on with has failed, one that waited begins, others are as they were"
    )
    func resumed() throws {
        let builds = BuildCloud()
        let done = try builds.create()
        builds.stop(done)
        let working = try builds.create()
        let waiting = try builds.create()
        let state = builds.cloud.exportState()
        let other = BuildCloud(VirtualTimeline(start: start), places: 2)
        let own = try other.create()
        try other.cloud.importState(state)
        #expect(other.build(done)?.status == .success)
        #expect(other.build(working)?.status == .internalError)
        #expect(other.build(working)?.statusDetail == "the cloud was stopped")
        #expect(other.build(waiting)?.status == .working)
        #expect(other.worker.asked.withLock { $0.contains(own) })
        // What the former build says now is of no build here, though it may have the id of one.
        other.stop(own, .failure(.init(), status: .failure))
        #expect(other.build(done)?.status == .success)
        // As many as its own setting says, from now on.
        let more = try other.create()
        #expect(other.build(more)?.status == .working)
        other.stop(waiting)
        #expect(other.build(waiting)?.status == .success)
        let replayed = try other.cloud.plane.history.replayed(by: PlaneReplays(other.cloud.methods))
        let now = other.timeline.now
        #expect(other.cloud.inspect { $0 }.builds(at: now) == replayed.builds(at: now))
    }

    @Test("Who waits for the operation of a build is told of its end", .timeLimit(.minutes(1)))
    func waiting() async throws {
        let builds = BuildCloud()
        let id = try builds.create(in: "europe-west1")
        let name = BuildName(location: "europe-west1", id: id).operation(in: .standard)
        async let operation = builds.cloud.endedOperation(name)
        while builds.cloud.operationWaiters.isEmpty { await Task.yield() }
        builds.stop(id)
        #expect(try await operation.response?.unpack(CloudBuildV1.Build.self).status == .success)
    }

    @Test("A reset stops the builds, and those that come after have nothing of them")
    func reset() throws {
        let builds = BuildCloud()
        let former = try builds.create()
        let late = builds.worker.begun.withLock { $0[former] }
        builds.cloud.reset()
        #expect(builds.worker.asked.withLock { $0 } == [former])
        let again = try builds.create()
        #expect(again == former)
        late?.progress { $0.tags = ["late"] }
        late?.stopped(.success)
        #expect(builds.build(again)?.status == .working && builds.build(again)?.tags == [])
        builds.stop(again)
        #expect(builds.build(again)?.status == .success)
        let storage = CloudBuildStorage(storage: builds.cloud.storage, owner: .owner)
        let place = try #require(builds.build(again).flatMap(BuildLogPlace.init))
        try storage.write(log: [1], of: "another", to: place, by: nil)
        #expect(builds.cloud.buildLog(again) == nil)
        try storage.write(log: Array("done".utf8), of: again, to: place, by: nil)
        #expect(builds.cloud.buildLog(again) == "done")
        // Cloud Build's bucket is Google's own.
        #expect(builds.cloud.inspect { $0.inventory(at: start).names.values.allSatisfy(\.isEmpty) })
    }
}
