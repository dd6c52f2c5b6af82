import CloudCore
import Testing

@testable import PubSubEmulator

/// Push and export subscriptions that were created through each front door: what goes out, and what comes of it.
struct OutletDoorTests {
    let http = RecordingHTTP()
    let sink = RecordingSink()

    private func open(_ front: FrontDoor) throws -> Door {
        let start = Instant(nanoseconds: 1_614_834_367_123_000_000)
        let door = try Door(front, at: start, http: http, exports: sink)
        try door.createTopic()
        return door
    }

    static let message = PubsubMessage("Hello", attributes: ["key": "value"], orderingKey: "k")

    @Test(
        "A push is wrapped, with both spellings of id and time, and pull is refused",
        arguments: FrontDoor.allCases)
    func wrapped(through front: FrontDoor) throws {
        let door = try open(front)
        try door.createSubscription {
            $0.push()
            $0.deadLetterPolicy = DeadLetterPolicy()
            $0.deadLetterPolicy?.deadLetterTopic = door.topic()
        }
        let id = JSON.string(try door.publish([Self.message])[0])
        let time: JSON = "2021-03-04T05:06:07.123Z"
        let expected: JSON = [
            "deliveryAttempt": 1,
            "message": [
                "attributes": ["key": "value"], "data": "SGVsbG8=", "messageId": id, "message_id": id,
                "orderingKey": "k", "publishTime": time, "publish_time": time,
            ],
            "subscription": .string(door.subscription()),
        ]
        #expect(try http.requests.first?.json == expected)
        #expect(http.requests.first?.header("content-type") == "application/json")
        let refused = refusal { try door.pull() }
        #expect(refused?.code == .failedPrecondition)
        #expect(refused?.message == "This method is not supported for this subscription type.")
    }

    @Test(
        "Without the wrapper the data is the body, and headers have the metadata",
        arguments: FrontDoor.allCases)
    func unwrapped(through front: FrontDoor) throws {
        let door = try open(front)
        try door.createSubscription {
            $0.push {
                $0.noWrapper = PushConfig.NoWrapper()
                $0.noWrapper?.writeMetadata = true
            }
        }
        let id = try door.publish([Self.message])[0]
        let request = try #require(http.requests.first)
        #expect(request.body == Self.message.data)
        let expected = [
            "key": "value", "x-goog-pubsub-subscription-name": door.subscription(),
            "x-goog-pubsub-message-id": id, "x-goog-pubsub-publish-time": "2021-03-04T05:06:07.123Z",
            "x-goog-pubsub-ordering-key": "k",
        ]
        for (name, value) in expected { #expect(request.header(name) == value, "\(name)") }
    }

    @Test("A push carries an OIDC token, of the account and for the audience", arguments: FrontDoor.allCases)
    func token(through front: FrontDoor) async throws {
        let door = try open(front)
        try door.createSubscription {
            $0.push {
                $0.oidcToken = PushConfig.OidcToken()
                $0.oidcToken?.serviceAccountEmail = "pusher@p.iam.gserviceaccount.com"
                $0.oidcToken?.audience = "mine"
            }
        }
        try door.publish("x")
        let header = try #require(await http.firstRequest()?.header("authorization"))
        let claims = header.split(separator: ".").dropFirst().first.flatMap { Base64.decode(String($0)) }
        let json = try JSON.parse(claims ?? [])
        #expect(json["aud"] == "mine" && json["email"] == "pusher@p.iam.gserviceaccount.com")
    }

    @Test(
        "Other codes than five, and no answer in time, send it again after a pause",
        arguments: FrontDoor.allCases)
    func codes(through front: FrontDoor) throws {
        let door = try open(front)
        try door.createSubscription { $0.push() }
        try door.publish("x")
        var pause = Duration.milliseconds(100)
        for (index, code) in [203, 404, 500].enumerated() {
            http.answer(code)
            door.timeline.advance(by: pause - .nanoseconds(1))
            #expect(http.requests.count == index + 1)
            door.timeline.advance(by: .nanoseconds(1))
            #expect(http.requests.count == index + 2)
            pause = pause * 2
        }
        door.timeline.advance(by: .seconds(10))
        #expect(http.cancelled == [3], "the ack deadline is the timeout")
        door.timeline.advance(by: pause)
        http.answer(204)
        #expect(try door.emulator.statistics(of: "sub").unacknowledged == 0)
    }

    @Test(
        "ModifyPushConfig turns a push subscription into one that is pulled, and back",
        arguments: FrontDoor.allCases)
    func modify(through front: FrontDoor) throws {
        let door = try open(front)
        let config = try #require(try door.createSubscription { $0.push() }.pushConfig)
        try door.publish("x")
        try door.call(Methods.modifyPushConfig) { $0.subscription = door.subscription() }
        #expect(http.cancelled == [0])
        #expect(try door.pull().map(\.text) == ["x"])
        try door.call(Methods.modifyPushConfig) {
            $0.subscription = door.subscription()
            $0.pushConfig = config
        }
        #expect(try door.getSubscription().pushConfig == config)
        try door.publish("y")
        #expect(http.texts == ["x", "y"])
    }

    @Test(
        "Rows go to a table of BigQuery, and are acknowledged when it has them", arguments: FrontDoor.allCases
    )
    func bigQuery(through front: FrontDoor) throws {
        let door = try open(front)
        let created = try door.createSubscription {
            $0.bigqueryConfig = BigQueryConfig()
            $0.bigqueryConfig?.table = "p.data.table"
            $0.bigqueryConfig?.writeMetadata = true
        }
        #expect(created.bigqueryConfig?.state == .active)
        let id = try door.publish([Self.message])[0]
        let rows = try #require(sink.rows.first)
        #expect(rows.product == .bigQuery && rows.table == "p.data.table")
        let line = FileExportSink.line(rows.rows[0])
        #expect(line["data"] == "Hello" && line["message_id"] == .string(id))
        sink.answer()
        #expect(try door.emulator.statistics(of: "sub").unacknowledged == 0)
        #expect(refusal { try door.pull() }?.code == .failedPrecondition)
    }

    @Test("Objects go to a bucket of Cloud Storage as limits and naming say", arguments: FrontDoor.allCases)
    func cloudStorage(through front: FrontDoor) throws {
        let door = try open(front)
        let created = try door.createSubscription {
            $0.cloudStorageConfig = CloudStorageConfig()
            $0.cloudStorageConfig?.bucket = "my-bucket"
            $0.cloudStorageConfig?.filenamePrefix = "logs/"
            $0.cloudStorageConfig?.filenameSuffix = ".txt"
            $0.cloudStorageConfig?.maxDuration = .seconds(60)
        }
        #expect(created.cloudStorageConfig?.textConfig != nil && created.cloudStorageConfig?.state == .active)
        try door.publish("one", "two")
        door.timeline.advance(by: .seconds(60))
        let object = try #require(sink.objects.first)
        #expect(object.bucket == "my-bucket" && object.body == Array("one\ntwo\n".utf8))
        #expect(object.name.hasPrefix("logs/2021-03-04/05_07_07Z_") && object.name.hasSuffix(".txt"))
        sink.answer(.failure(Status(.notFound, "no")))
        #expect(try door.getSubscription().state == .resourceError)
        #expect(try door.getSubscription().cloudStorageConfig?.state == .notFound)
    }

    @Test("Rows go to a table of Bigtable under a key", arguments: FrontDoor.allCases)
    func bigtable(through front: FrontDoor) throws {
        let door = try open(front)
        try door.createSubscription {
            $0.bigtableConfig = BigtableConfig()
            $0.bigtableConfig?.table = "projects/p/instances/i/tables/t"
        }
        let id = try door.publish([Self.message])[0]
        let rows = try #require(sink.rows.first)
        #expect(rows.product == .bigtable && rows.rows[0].key.hasSuffix("#\(id)"))
        #expect(rows.rows[0].columns == [.init(family: "data", name: "", value: .bytes(Self.message.data))])
    }

    static let refused: [(text: String, fill: @Sendable (inout Subscription) -> Void)] = [
        ("Unsupported push_endpoint", { $0.push { $0.pushEndpoint = "ftp://receiver.test" } }),
        ("bigquery_config.table", { $0.bigqueryConfig = BigQueryConfig() }),
        ("cloud_storage_config.bucket", { $0.cloudStorageConfig = CloudStorageConfig() }),
        ("bigtable_config.table", { $0.bigtableConfig = BigtableConfig() }),
    ]

    @Test("An outlet that cannot be is refused, and why is said", arguments: FrontDoor.allCases)
    func refusals(through front: FrontDoor) throws {
        let door = try open(front)
        for (text, fill) in Self.refused {
            let refused = refusal { try door.createSubscription("sub", fill) }
            #expect(refused?.code == .invalidArgument, "\(text)")
            #expect(refused?.message.contains(text) == true, "\(refused?.message ?? "")")
        }
    }
}
