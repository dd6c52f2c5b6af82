import CloudCore
import PubSubEmulator
import RPCServer
import Testing

@testable import CloudEmulator

@Suite("Traffic, scaling and time", .timeLimit(.minutes(1)))
struct RunTrafficTests {
    private static func target(_ revision: String, _ percent: Int32, tag: String = "") -> RunV2.TrafficTarget
    {
        var target = RunV2.TrafficTarget()
        target.type = revision.isEmpty ? .latest : .revision
        target.revision = revision
        target.percent = percent
        target.tag = tag
        return target
    }

    @Test("Traffic is divided as it is set, and a tag leads to its revision")
    func split() async throws {
        let fixture = RunFixture()
        try fixture.put(.text("one"), as: "registry/one")
        try fixture.put(.text("two"), as: "registry/two")
        let first = try await fixture.deploy("web", RunFixture.service(image: "registry/one"))
        let revision = first.latestReadyRevision.lastName
        let ended = try await fixture.ended(
            try fixture.update {
                $0.template?.containers[0].image = "registry/two"
                $0.traffic = [Self.target(revision, 75, tag: "old"), Self.target("", 25)]
            })
        #expect(ended.error == nil)
        var seen: [String: Int] = [:]
        for _ in 0..<200 { seen[await fixture.get().text, default: 0] += 1 }
        #expect((120...180).contains(seen["one"] ?? 0), "\(seen)")
        #expect((20...80).contains(seen["two"] ?? 0), "\(seen)")
        #expect(await fixture.get(tag: "old").text == "one")
        #expect(await fixture.get(tag: "none").status == 404)
        let statuses = try fixture.service().trafficStatuses
        #expect(statuses.first?.uri == "http://old---web-415104041262.europe-west1.run.localhost")
    }

    @Test("Only a changed template makes a revision")
    func revisions() async throws {
        let fixture = RunFixture()
        try fixture.put(.text("one"))
        let first = try await fixture.deploy()
        let ended = try await fixture.ended(try fixture.update(mask: ["labels"]) { $0.labels = ["a": "b"] })
        #expect(ended.done && ended.error == nil)
        let second = try fixture.service()
        #expect(second.latestCreatedRevision == first.latestCreatedRevision && second.generation == 2)
        #expect(second.observedGeneration == 2 && second.etag != first.etag && second.labels["a"] == "b")
        var names: [String] = []
        let named = try await fixture.ended(try fixture.update { $0.template?.revision = "web-blue" })
        #expect(named.error == nil)
        names = fixture.ready.keys.sorted()
        #expect(names.contains("web-blue"))
        let again = failure { () throws(Status) in
            try fixture.update {
                $0.template?.revision = "web-blue"
                $0.template?.labels = ["x": "y"]
            }
        }
        #expect(again?.code == .alreadyExists)
    }

    @Test("An idle service scales to zero after fifteen minutes, and starts again on request")
    func scaleToZero() async throws {
        let fixture = RunFixture()
        try fixture.put(.text("hello"))
        let service = try await fixture.deploy()
        let revision = service.latestReadyRevision.lastName
        #expect(await fixture.get().status == 200)
        fixture.timeline.advance(by: .seconds(899))
        #expect(fixture.ready[revision] == 1)
        fixture.timeline.advance(by: .seconds(1))
        #expect(fixture.ready[revision] == 0)
        #expect(await fixture.get().text == "hello")
        #expect(fixture.ready[revision] == 1)
    }

    @Test("Minimum instances are kept, for as long as the revision has traffic")
    func minimum() async throws {
        let fixture = RunFixture()
        try fixture.put(.text("hello"))
        let first = try await fixture.deploy(
            "web",
            RunFixture.service {
                $0.template?.scaling = {
                    var s = RunV2.RevisionScaling(); s.minInstanceCount = 1; return s
                }()
            })
        let old = first.latestReadyRevision.lastName
        fixture.timeline.advance(by: .seconds(9_000))
        #expect(fixture.ready[old] == 1)
        let ended = try await fixture.ended(try fixture.update { $0.template?.labels = ["v": "2"] })
        #expect(ended.error == nil)
        fixture.timeline.advance(by: .seconds(9_000))
        #expect(fixture.ready[old] == 0)
        #expect(fixture.ready[try fixture.service().latestReadyRevision.lastName] == 1)
    }

    @Test("A request that takes longer than its service allows is answered 504")
    func timeout() async throws {
        let fixture = RunFixture()
        try fixture.put(
            .closure { instance in
                let routes = [HTTPRoute.deferred("GET", "/{rest=**}") { (_, _) throws(Status) in }]
                let server = try Server(methods: [], routes: routes, port: UInt16(instance.port))
                await untilCancelled()
                await server.stop()
            })
        try await fixture.deploy("web", RunFixture.service { $0.template?.timeout = .seconds(30) })
        async let answer = fixture.get()
        while fixture.cloud.run.inspect({ $1.requests.count }) != [1] { await Task.yield() }
        fixture.timeline.advance(by: .seconds(29))
        #expect(fixture.cloud.run.inspect { $1.requests.count } == [1])
        fixture.timeline.advance(by: .seconds(1))
        let status = await answer.status
        #expect(status == 504)
        #expect(fixture.cloud.run.inspect { $1.requests.count } == [0])
    }

    @Test("Pub/Sub reaches a service with restricted ingress through its URL, in process")
    func push() async throws {
        let fixture = RunFixture()
        let (requests, arrived) = AsyncStream.makeStream(of: String.self)
        try fixture.put(
            .web { _, request in
                arrived.yield("\(request.method) \(request.path)")
                return .text("ok")
            })
        let service = try await fixture.deploy("web", RunFixture.service { $0.ingress = .internalOnly })
        try fixture.cloud.pubsub.createTopic("events")
        try fixture.cloud.pubsub.createSubscription("push", topic: "events") {
            $0.pushConfig = PushConfig()
            $0.pushConfig?.pushEndpoint = service.uri + "/events"
        }
        var message = PubsubMessage()
        message.data = [1]
        try fixture.cloud.pubsub.publish(message, to: "projects/local-project/topics/events")
        var first: String?
        for await request in requests {
            first = request
            break
        }
        #expect(first == "POST /events")
    }
}
