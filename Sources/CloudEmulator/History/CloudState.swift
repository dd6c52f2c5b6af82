import CloudCore
import PubSubEmulator

/// The whole state of a local cloud, as one document: how its control plane began and every write since, and what
/// Pub/Sub holds.
///
/// It has what was given to the cloud, the data of secrets included.
public struct CloudState: Sendable, Equatable {
    /// When it was made, by the cloud's time.
    public var time: Instant
    var history: PlaneHistory
    /// What Pub/Sub holds.
    public var pubsub: EmulatorState
    /// The large bytes that the writes name, by their keys.
    var blobs: [String: [UInt8]] = [:]
    /// What exists, for people: it is made anew from the writes, and not read.
    var resources = JSON.null

    /// What documents and logs are parsed with: many more values than a request may have, and some levels above one.
    static var limits: JSON.Limits {
        var limits = JSON.Limits()
        limits.values = 1 << 27
        limits.depth += 8
        return limits
    }

    init(time: Instant, history: PlaneHistory, pubsub: EmulatorState) {
        self.time = time
        self.history = history
        self.pubsub = pubsub
    }

    /// Reads a document.
    ///
    /// - Throws: INVALID_ARGUMENT naming what is wrong.
    public init(json bytes: UnsafeRawBufferPointer) throws(Status) {
        try self.init(try JSON.parse(bytes, limits: Self.limits))
    }

    init(_ json: JSON, at place: String = "") throws(Status) {
        let fields = try JSONFields(
            json, at: place, known: ["time", "origin", "resources", "writes", "blobs", "pubsub"])
        guard let text = try fields.string("time"), let time = Timestamp(rfc3339: text)?.exactInstant else {
            throw fields.wrong("time", "a time as in \"2030-01-31T08:30:00Z\"")
        }
        self.time = time
        history = PlaneHistory(try PlaneOrigin(fields["origin"] ?? .null, at: fields.path("origin")))
        guard let writes = fields["writes"]?.arrayValue else { throw fields.wrong("writes", "a list") }
        for (index, write) in writes.enumerated() {
            history.append(try PlaneRecord(write, at: "\(fields.path("writes"))[\(index)]"))
        }
        pubsub = try ProtoJSONDecoder.decode(EmulatorState.self, from: fields["pubsub"] ?? [:])
        guard let blobs = (fields["blobs"] ?? [:]).objectValue else {
            throw fields.wrong("blobs", "an object")
        }
        for (key, value) in blobs {
            guard BlobStore.isKey(key), let bytes = value.stringValue.flatMap({ Base64.decode($0) }) else {
                throw Status(.invalidArgument, "\(fields.path("blobs")).\(key.prefix(100)) is not base64.")
            }
            self.blobs[key] = bytes
        }
        resources = fields["resources"] ?? .null
    }

    /// The document.
    func json() throws(Status) -> JSON {
        var writes: [JSON] = []
        for record in history.records { writes.append(try record.json()) }
        var object: JSONObject = [
            "time": .string(Timestamp(time).rfc3339), "origin": history.origin.json, "resources": resources,
            "writes": .array(writes),
        ]
        if !blobs.isEmpty {
            object["blobs"] = .object(
                JSONObject(
                    distinct: blobs.sorted { $0.key < $1.key }.map {
                        ($0.key, .string(Base64.encode($0.value)))
                    }))
        }
        object["pubsub"] = try JSON.parse(ProtoJSONEncoder.text(of: pubsub), limits: Self.limits)
        return .object(object)
    }

    /// The text of the document, indented, with a line's end.
    ///
    /// - Throws: INTERNAL when it is too large to be one.
    public func text() throws(Status) -> [UInt8] {
        try json().bytes(layout: .pretty) + [UInt8(ascii: "\n")]
    }
}
