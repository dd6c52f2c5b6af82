import CloudCore
import Testing

@testable import PubSubEmulator

/// Cloud Storage subscriptions, in virtual time.
struct CloudStorageExportTests {
    let sink = RecordingSink()
    // 2021-03-04T05:06:07Z
    let timeline = VirtualTimeline(start: Instant(nanoseconds: 1_614_834_367_000_000_000))
    let emulator: Emulator

    init() throws {
        emulator = Emulator(project: "p", timeline: timeline, exports: sink)
        try emulator.createTopic("topic")
    }

    @discardableResult func subscribe(
        _ configure: (inout CloudStorageConfig) -> Void = { _ in }
    ) throws -> Subscription {
        try emulator.createSubscription("sub", topic: "topic") {
            var config = CloudStorageConfig()
            config.bucket = "my-bucket"
            configure(&config)
            $0.cloudStorageConfig = config
        }
    }

    var unacknowledged: Int { get throws { try emulator.statistics(of: "sub").unacknowledged } }

    @Test("Defaults are filled in: five minutes, text, an ack deadline that is long enough, ACTIVE")
    func defaults() throws {
        let created = try subscribe()
        #expect(created.cloudStorageConfig?.maxDuration == .seconds(300))
        #expect(created.cloudStorageConfig?.textConfig != nil)
        #expect(created.cloudStorageConfig?.state == .active)
        #expect(created.ackDeadlineSeconds == 300)
        expectCode(.failedPrecondition) { () throws(Status) in try emulator.pull("sub") }
    }

    @Test("A file is written when its time has come, and its messages are acknowledged when the sink has it")
    func duration() throws {
        try subscribe {
            $0.filenamePrefix = "logs/"
            $0.filenameSuffix = ".txt"
            $0.maxDuration = .seconds(60)
        }
        try emulator.publish("one", to: "topic")
        timeline.advance(by: .seconds(30))
        try emulator.publish("two", to: "topic")
        timeline.advance(by: .seconds(30) - .nanoseconds(1))
        #expect(sink.objects.isEmpty)
        timeline.advance(by: .nanoseconds(1))
        let object = try #require(sink.objects.first)
        #expect(object.bucket == "my-bucket")
        #expect(object.contentType == "text/plain")
        #expect(String(decoding: object.body, as: UTF8.self) == "one\ntwo\n")
        #expect(object.name.hasPrefix("logs/2021-03-04/05_07_07Z_"))
        #expect(object.name.hasSuffix(".txt"))
        #expect(try unacknowledged == 2)
        sink.answer()
        #expect(try unacknowledged == 0)
        timeline.advance(by: .seconds(3_600))
        #expect(sink.objects.count == 1)
    }

    @Test("A file is written when it has max_messages, and the next has its own time")
    func messages() throws {
        try subscribe {
            $0.maxMessages = 1_000
            $0.maxDuration = .seconds(100)
        }
        try emulator.publish((0..<600).map { PubsubMessage("\($0)") }, to: "topic")
        timeline.advance(by: .seconds(50))
        try emulator.publish((600..<1_100).map { PubsubMessage("\($0)") }, to: "topic")
        #expect(sink.objects.count == 1)
        sink.answer()
        #expect(try unacknowledged == 100)
        timeline.advance(by: .seconds(100) - .nanoseconds(1))
        #expect(sink.objects.count == 1)
        timeline.advance(by: .nanoseconds(1))
        #expect(sink.objects.count == 2)
        #expect(Set(sink.objects.map(\.name)).count == 2)
        #expect(sink.objects[1].body.split(separator: 10).count == 100)
    }

    @Test("A file is written before it would be larger than max_bytes; a larger message is a file by itself")
    func bytes() throws {
        try subscribe { $0.maxBytes = 1_024 }
        for size in [600, 424, 600, 600, 5_000] {
            try emulator.publish(PubsubMessage(data: [UInt8](repeating: 65, count: size)), to: "topic")
            // The sink keeps up: with two batches at it, no more would be gathered.
            while sink.waiting > 0 { sink.answer() }
        }
        #expect(sink.objects.map { $0.body.count } == [1_026, 601, 601, 5_001])
    }

    @Test("Several batches can be at the sink; what fails is written again after a pause")
    func failure() throws {
        try subscribe { $0.maxDuration = .seconds(60) }
        try emulator.publish("x", to: "topic")
        timeline.advance(by: .seconds(60))
        sink.answer(.failure(Status(.permissionDenied, "no")))
        #expect(try unacknowledged == 1)
        #expect(try emulator.subscription("sub").state == .resourceError)
        #expect(try emulator.subscription("sub").cloudStorageConfig?.state == .permissionDenied)
        timeline.advance(by: .milliseconds(100))
        timeline.advance(by: .seconds(60))
        #expect(sink.objects.count == 2)
        sink.answer()
        #expect(try unacknowledged == 0)
        #expect(try emulator.subscription("sub").state == .active)
        #expect(try emulator.subscription("sub").cloudStorageConfig?.state == .active)
    }

    @Test("What is gathered goes back when the subscription is pulled from then on")
    func toPull() throws {
        try subscribe()
        try emulator.publish("x", to: "topic")
        try emulator.updateSubscription(
            Subscription(name: "sub", topic: ""), fields: ["cloud_storage_config"])
        #expect(try emulator.pull("sub").map(\.message.text) == ["x"])
        timeline.advance(by: .seconds(300))
        #expect(sink.objects.isEmpty)
    }

    // MARK: Avro

    @Test("Avro files have the documented schema and what was published", arguments: [false, true])
    func avro(metadata: Bool) throws {
        try subscribe {
            $0.avroConfig = CloudStorageConfig.AvroConfig()
            $0.avroConfig?.writeMetadata = metadata
        }
        try emulator.publish(PubsubMessage("one", attributes: ["k": "v"], orderingKey: "o"), to: "topic")
        try emulator.publish("two", to: "topic")
        timeline.advance(by: .seconds(300))
        let object = try #require(sink.objects.first)
        #expect(object.contentType == "application/avro")
        var reader = AvroReader(object.body)
        let schema = try JSON.parse(try reader.header())
        #expect(schema["name"]?.stringValue == (metadata ? "PubsubMessageWithMetadata" : "PubsubMessage"))
        #expect(schema["namespace"] == "com.google.pubsub")
        #expect(try reader.block() == 2)
        for (text, attributes, id) in [("one", ["k": "v", "ordering_key": "o"], 1), ("two", [:], 2)] {
            if metadata {
                #expect(try reader.string() == "projects/p/subscriptions/sub")
                #expect(try reader.string() == "10000000000000\(id)")
                #expect(try reader.long() == 1_614_834_367_000_000)
                #expect(try reader.map() == attributes)
            }
            #expect(try reader.string() == text)
        }
        try reader.end()
    }

    @Test("A long is written as Avro's specification has it")
    func longs() {
        let cases: [(Int64, [UInt8])] = [
            (0, [0]), (-1, [1]), (1, [2]), (-64, [0x7f]), (64, [0x80, 1]),
            (.max, [0xfe] + [UInt8](repeating: 0xff, count: 8) + [1]),
            (.min, [UInt8](repeating: 0xff, count: 9) + [1]),
        ]
        for (value, expected) in cases {
            var bytes: [UInt8] = []
            AvroContainer.append(value, to: &bytes)
            #expect(bytes == expected)
        }
    }

    // MARK: Rules

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var isValid: Bool
        var configure: @Sendable (inout CloudStorageConfig) -> Void

        init(
            _ what: String, _ isValid: Bool,
            _ configure: @escaping @Sendable (inout CloudStorageConfig) -> Void
        ) {
            testDescription = what
            self.isValid = isValid
            self.configure = configure
        }
    }

    static let rules: [Case] = [
        Case("max_duration", true) { $0.maxDuration = .seconds(60) },
        Case("max_duration", true) { $0.maxDuration = .seconds(600) },
        Case("max_duration", false) { $0.maxDuration = .seconds(60) - .nanoseconds(1) },
        Case("max_duration", false) { $0.maxDuration = .seconds(600) + .nanoseconds(1) },
        Case("max_bytes", true) { $0.maxBytes = 1_024 },
        Case("max_bytes", true) { $0.maxBytes = 10 << 30 },
        Case("max_bytes", false) { $0.maxBytes = 1_023 },
        Case("max_bytes", false) { $0.maxBytes = 10 << 30 + 1 },
        Case("max_bytes", false) { $0.maxBytes = -1 },
        Case("max_messages", true) { $0.maxMessages = 1_000 },
        Case("max_messages", true) { $0.maxMessages = .max },
        Case("max_messages", false) { $0.maxMessages = 999 },
        Case("max_messages", false) { $0.maxMessages = -1 },
        Case("bucket", true) { $0.bucket = "abc" },
        Case("bucket", true) { $0.bucket = String(repeating: "a", count: 63) },
        Case("bucket", true) { $0.bucket = "a_b.example.com" },
        Case("bucket", false) { $0.bucket = "ab" },
        Case("bucket", false) { $0.bucket = String(repeating: "a", count: 64) },
        Case("bucket", false) { $0.bucket = "gs://abc" },
        Case("bucket", false) { $0.bucket = "Abc" },
        Case("bucket", false) { $0.bucket = "a..c" },
        Case("filename_suffix", false) { $0.filenameSuffix = "x/" },
        Case("filename_prefix", false) { $0.filenamePrefix = "a/../b" },
        Case("filename_prefix", true) { $0.filenamePrefix = String(repeating: "a", count: 480) },
        Case("filename_prefix", false) { $0.filenamePrefix = String(repeating: "a", count: 481) },
        Case("filename_datetime_format", true) { $0.filenameDatetimeFormat = "YY/MM/DD/hh:mm:ss" },
        Case("filename_datetime_format", false) { $0.filenameDatetimeFormat = "YYYY-YY" },
        Case("filename_datetime_format", false) { $0.filenameDatetimeFormat = "MM-MM" },
        Case("filename_datetime_format", false) { $0.filenameDatetimeFormat = "QQ" },
        Case("filename_datetime_format", false) { $0.filenameDatetimeFormat = "../YYYY" },
        Case("avro_config", false) {
            $0.avroConfig = CloudStorageConfig.AvroConfig()
            $0.textConfig = CloudStorageConfig.TextConfig()
        },
    ]

    @Test("Each limit holds on both sides", arguments: rules)
    func rule(one: Case) throws {
        if one.isValid {
            try subscribe(one.configure)
        } else {
            let status = expectCode(.invalidArgument) {
                () throws(Status) in
                try emulator.createSubscription("sub", topic: "topic") {
                    $0.cloudStorageConfig = CloudStorageConfig()
                    $0.cloudStorageConfig?.bucket = "my-bucket"
                    if var config = $0.cloudStorageConfig {
                        one.configure(&config)
                        $0.cloudStorageConfig = config
                    }
                }
            }
            #expect(status?.message.contains("cloud_storage_config." + one.testDescription) == true)
        }
    }

    @Test("max_duration is at most the ack deadline", arguments: [(299, false), (300, true)])
    func ackDeadline(seconds: Int32, isValid: Bool) throws {
        let create = { () throws(Status) in
            try emulator.createSubscription("sub", topic: "topic") {
                $0.ackDeadlineSeconds = seconds
                $0.cloudStorageConfig = CloudStorageConfig()
                $0.cloudStorageConfig?.bucket = "my-bucket"
            }
        }
        if isValid { _ = try create() } else { expectCode(.invalidArgument, create) }
    }

    @Test("Without a sink an export subscription cannot be created, and the error says what to pass")
    func noSink() throws {
        let emulator = Emulator(timeline: timeline)
        try emulator.createTopic("topic")
        let status = expectCode(.failedPrecondition) { () throws(Status) in
            try emulator.createSubscription("sub", topic: "topic") {
                $0.cloudStorageConfig = CloudStorageConfig()
                $0.cloudStorageConfig?.bucket = "my-bucket"
            }
        }
        #expect(status?.message.contains("--export-dir") == true)
    }
}

/// Reads Avro files by their specification, to check what is written.
struct AvroReader {
    private var rest: ArraySlice<UInt8>
    private var marker: [UInt8] = []

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    private struct Broken: Error {}

    private mutating func take(_ count: Int) throws -> [UInt8] {
        guard count >= 0, count <= rest.count else { throw Broken() }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func long() throws -> Int64 {
        var bits: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try take(1)[0]
            bits |= UInt64(byte & 0x7f) << shift
            shift += 7
            if byte & 0x80 == 0 { break }
            if shift > 63 { throw Broken() }
        }
        return Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1)
    }

    mutating func string() throws -> String { String(decoding: try take(Int(try long())), as: UTF8.self) }

    mutating func map() throws -> [String: String] {
        var map: [String: String] = [:]
        while true {
            let count = try long()
            if count == 0 { return map }
            for _ in 0..<count {
                let key = try string()
                map[key] = try string()
            }
        }
    }

    /// Reads the header and returns the schema.
    mutating func header() throws -> String {
        guard try take(4) == Array("Obj".utf8) + [1] else { throw Broken() }
        let map = try map()
        marker = try take(16)
        guard map["avro.codec"] == "null", let schema = map["avro.schema"] else { throw Broken() }
        return schema
    }

    /// Begins a block and returns the number of records in it.
    mutating func block() throws -> Int64 {
        let count = try long()
        guard try long() > 0 else { throw Broken() }
        return count
    }

    /// Ends the last block of the file.
    mutating func end() throws {
        guard try take(16) == marker, rest.isEmpty else { throw Broken() }
    }
}
