import CloudCore

/// A request as it is recorded: a line of JSON.
public struct RequestRecord: Sendable, Equatable {
    /// When it was answered, or, on a stream, when it arrived.
    public var time: Instant
    /// The method, for example `google.pubsub.v1.Publisher/Publish`.
    public var method: String
    /// Who called; empty when that is not known.
    public var principal = ""
    /// The resource that the request names; empty when it names none.
    public var resource = ""
    /// The request as proto3 JSON; null at the end of a stream.
    public var request = JSON.null
    /// How the call ended; nil for a message of a stream.
    public var code: Status.Code?
    /// The stream that the message came on, or that has ended; nil for a unary call.
    public var stream: Int?
    /// Whether a fault rule kept the request from its method: what the method would have answered is not known.
    public var isPrevented = false

    /// Makes a record of a method's call.
    public init(time: Instant, method: String) {
        self.time = time
        self.method = method
    }

    /// The line, without its end.
    public var json: JSON {
        var object: JSONObject = [
            "time": .string(Timestamp(time).rfc3339), "method": .string(method),
        ]
        if !principal.isEmpty { object["principal"] = .string(principal) }
        if !resource.isEmpty { object["resource"] = .string(resource) }
        if let stream { object["stream"] = .int(Int64(stream)) }
        if !request.isNull { object["request"] = request }
        if let code { object["code"] = .string(code.name) }
        if isPrevented { object["prevented"] = true }
        return .object(object)
    }

    /// Reads a line.
    ///
    /// - Throws: INVALID_ARGUMENT naming the member, its value and what would be right.
    public init(json: JSON) throws(Status) {
        let fields = try JSONFields(
            json,
            known: ["time", "method", "principal", "resource", "stream", "request", "code", "prevented"])
        guard let text = try fields.string("time"), let time = Timestamp(rfc3339: text)?.instant else {
            throw fields.wrong("time", "a time as in \"2026-01-31T08:30:00Z\"")
        }
        guard let method = try fields.string("method"), !method.isEmpty else {
            throw fields.wrong("method", "a method as in \"google.example.v1.Service/Method\"")
        }
        self.init(time: time, method: method)
        principal = try fields.string("principal") ?? ""
        resource = try fields.string("resource") ?? ""
        stream = try fields.integer("stream", in: 0...Int(Int32.max))
        isPrevented = try fields.bool("prevented") ?? false
        request = fields["request"] ?? .null
        guard request.isNull || request.objectValue != nil else { throw fields.wrong("request", "an object") }
        if let name = try fields.string("code") {
            guard let code = Status.Code(name: name) else {
                throw fields.wrong("code", "the name of a google.rpc.Code")
            }
            self.code = code
        }
        guard code != nil || stream != nil else {
            throw Status(.invalidArgument, "code is missing; only messages of a stream have none.")
        }
    }
}
