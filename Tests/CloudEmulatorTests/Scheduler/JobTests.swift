import CloudCore
import PubSubEmulator
import Synchronization
import Testing

@testable import CloudEmulator

/// Answers requests as a test says, at once or never.
final class ScriptedHTTP: OutgoingHTTP {
    let requests = Mutex<[OutgoingRequest]>([])
    let answer = Mutex<Result<Int, Status>?>(.success(200))

    func send(
        _ request: OutgoingRequest, _ completion: @escaping @Sendable (Result<Int, Status>) -> Void
    ) -> OutgoingCall {
        requests.withLock { $0.append(request) }
        if let answer = answer.withLock({ $0 }) { completion(answer) }
        return OutgoingCall(onCancel: {})
    }

    var count: Int { requests.withLock { $0.count } }
}

/// A cloud in virtual time with jobs.
private struct JobFixture {
    let timeline = VirtualTimeline()
    let http = ScriptedHTTP()
    let cloud: LocalCloud
    let parent = "projects/local-project/locations/europe-west6"

    init() { cloud = LocalCloud(timeline: timeline, propagation: .instant, http: http) }

    @discardableResult
    func create(_ id: String, _ change: (inout SchedulerV1.Job) -> Void = { _ in }) throws -> SchedulerV1.Job
    {
        var request = SchedulerV1.CreateJobRequest()
        request.parent = parent
        var job = SchedulerV1.Job()
        job.name = "\(parent)/jobs/\(id)"
        job.schedule = "*/10 * * * *"
        var target = SchedulerV1.HttpTarget()
        target.uri = "http://service.example/tick"
        job.httpTarget = target
        change(&job)
        request.job = job
        let created = try cloud.perform { (plane, now) throws(Status) in
            try plane.createJob(request, by: .owner, at: now)
        }
        cloud.scheduler.rearm()
        return created
    }

    func job(_ id: String) throws -> SchedulerV1.Job {
        try cloud.perform { (plane, now) throws(Status) in
            try plane.job("\(parent)/jobs/\(id)", by: .owner, at: now)
        }
    }

    func set(_ id: String, isPaused: Bool) throws {
        _ = try cloud.perform { (plane, now) throws(Status) in
            try plane.setJob("\(parent)/jobs/\(id)", isPaused: isPaused, by: .owner, at: now)
        }
        cloud.scheduler.rearm()
    }
}

@Suite("Jobs of Cloud Scheduler")
struct JobTests {
    @Test("A job sends its request at each time of its schedule, with the service's headers")
    func http() throws {
        let fixture = JobFixture()
        let job = try fixture.create("tick") {
            $0.httpTarget?.body = [1, 2]
            $0.httpTarget?.httpMethod = .put
            $0.httpTarget?.headers = ["X-Mine": "yes", "X-CloudScheduler-JobName": "forged"]
        }
        #expect(job.state == .enabled && job.timeZone == "UTC" && job.attemptDeadline == .seconds(180))
        #expect(job.scheduleTime == Timestamp(start + .seconds(600)))
        fixture.timeline.advance(by: .seconds(599))
        #expect(fixture.http.count == 0)
        fixture.timeline.advance(by: .seconds(1))
        let request = try #require(fixture.http.requests.withLock { $0.first })
        #expect(request.method == "PUT" && request.url == "http://service.example/tick")
        #expect(request.body == [1, 2] && request.header("x-mine") == "yes")
        #expect(request.header("X-CloudScheduler-JobName") == "tick")
        #expect(request.header("X-CloudScheduler-ScheduleTime") == "2030-01-01T00:10:00Z")
        #expect(request.header("User-Agent") == "Google-Cloud-Scheduler")
        #expect(request.header("Content-Type") == "application/octet-stream")
        fixture.timeline.advance(by: .seconds(1_800))
        #expect(fixture.http.count == 4)
        let after = try fixture.job("tick")
        #expect(
            after.status == StatusMessage() && after.lastAttemptTime == Timestamp(start + .seconds(2_400)))
    }

    @Test("A job publishes its message in process")
    func pubsub() throws {
        let fixture = JobFixture()
        try fixture.cloud.pubsub.createTopic("ticks")
        try fixture.cloud.pubsub.createSubscription("all", topic: "ticks")
        try fixture.create("tick") {
            $0.httpTarget = nil
            $0.pubsubTarget = SchedulerV1.PubsubTarget()
            $0.pubsubTarget?.topicName = "projects/local-project/topics/ticks"
            $0.pubsubTarget?.data = Array("tick".utf8)
            $0.pubsubTarget?.attributes = ["a": "b"]
        }
        try fixture.create("lost") {
            $0.httpTarget = nil
            $0.pubsubTarget = SchedulerV1.PubsubTarget()
            $0.pubsubTarget?.topicName = "projects/local-project/topics/none"
            $0.pubsubTarget?.data = [1]
        }
        fixture.timeline.advance(by: .seconds(1_200))
        let messages = fixture.cloud.pubsub.messages(of: "ticks")
        #expect(messages.map(\.message.text) == ["tick", "tick"])
        #expect(try fixture.job("lost").status?.code == Status.Code.notFound.rawValue)
    }

    @Test("A failed attempt is retried with backoff as often as it may be, then waits for the schedule")
    func retries() throws {
        let fixture = JobFixture()
        fixture.http.answer.withLock { $0 = .success(503) }
        try fixture.create("tick") {
            $0.schedule = "0 * * * *"
            $0.retryConfig = SchedulerV1.RetryConfig()
            $0.retryConfig?.retryCount = 3
            $0.retryConfig?.minBackoffDuration = .seconds(10)
        }
        fixture.timeline.advance(by: .seconds(3_600))
        #expect(fixture.http.count == 1)
        #expect(try fixture.job("tick").scheduleTime == Timestamp(start + .seconds(3_610)))
        fixture.timeline.advance(by: .seconds(10))
        #expect(fixture.http.count == 2)
        fixture.timeline.advance(by: .seconds(20))
        #expect(fixture.http.count == 3)
        fixture.timeline.advance(by: .seconds(40))
        #expect(fixture.http.count == 4)
        let job = try fixture.job("tick")
        #expect(job.status?.code == Status.Code.unavailable.rawValue)
        #expect(job.scheduleTime == Timestamp(start + .seconds(7_200)))
    }

    @Test("An attempt that gets no answer ends at its deadline, and no second one runs beside it")
    func deadline() throws {
        let fixture = JobFixture()
        fixture.http.answer.withLock { $0 = nil }
        try fixture.create("tick") {
            $0.schedule = "* * * * *"
            $0.attemptDeadline = .seconds(150)
        }
        fixture.timeline.advance(by: .seconds(209))
        #expect(fixture.http.count == 1)
        #expect(try fixture.job("tick").status == nil)
        fixture.timeline.advance(by: .seconds(1))
        #expect(try fixture.job("tick").status?.code == Status.Code.deadlineExceeded.rawValue)
        fixture.timeline.advance(by: .seconds(30))
        #expect(fixture.http.count == 2)
    }

    @Test("A paused job does not run until it is resumed, but by hand")
    func pause() throws {
        let fixture = JobFixture()
        try fixture.create("tick")
        try fixture.set("tick", isPaused: true)
        #expect(throws: Status.self) { try fixture.set("tick", isPaused: true) }
        fixture.timeline.advance(by: .seconds(3_600))
        #expect(fixture.http.count == 0)
        let begun = try fixture.cloud.perform { (plane, now) throws(Status) in
            try plane.runJob("\(fixture.parent)/jobs/tick", by: .owner, at: now)
        }
        fixture.cloud.scheduler.make(try #require(begun.attempt))
        #expect(fixture.http.count == 1)
        #expect(try fixture.job("tick").state == .paused)
        try fixture.set("tick", isPaused: false)
        fixture.timeline.advance(by: .seconds(600))
        #expect(fixture.http.count == 2)
    }

    @Test(
        "Backoff doubles, then grows evenly, up to its limit",
        arguments: zip(1...8 as ClosedRange<Int32>, [10, 20, 40, 80, 160, 240, 300, 300] as [Int64]))
    func backoff(retry: Int32, seconds: Int64) {
        // The example of "Retry jobs": 10 s, 300 s, three doublings.
        var retries = SchedulerV1.RetryConfig()
        retries.minBackoffDuration = .seconds(10)
        retries.maxBackoffDuration = .seconds(300)
        retries.maxDoublings = 3
        #expect(retries.backoff(before: retry) == .seconds(seconds))
    }

    @Test("What a job must not be is refused")
    func refusals() throws {
        let fixture = JobFixture()
        func code(_ change: (inout SchedulerV1.Job) -> Void) -> Status.Code? {
            do {
                try fixture.create("bad", change)
                return nil
            } catch {
                return (error as? Status)?.code
            }
        }
        #expect(code { $0.schedule = "never" } == .unimplemented)
        #expect(code { $0.schedule = "0 0 30 2 *" } == .invalidArgument)
        #expect(code { $0.timeZone = "Nowhere/Atall" } == .invalidArgument)
        #expect(code { $0.httpTarget = nil } == .invalidArgument)
        #expect(code { $0.httpTarget?.uri = "ftp://x" } == .invalidArgument)
        #expect(code { $0.attemptDeadline = .seconds(14) } == .invalidArgument)
        #expect(code { $0.attemptDeadline = .seconds(1_801) } == .invalidArgument)
        #expect(code { $0.appEngineHttpTarget = .init() } == .unimplemented)
        #expect(code { $0.description = String(repeating: "x", count: 501) } == .invalidArgument)
        #expect(code { $0.name = "\(fixture.parent)/jobs/a b" } == .invalidArgument)
        #expect(
            code {
                $0.retryConfig = .init(); $0.retryConfig?.retryCount = 6
            } == .invalidArgument)
    }
}
