import CloudCore

/// A write to the control plane as it is kept: what was asked for, by whom and when.
///
/// The same writes in the same order at the same instants make the same control plane, because it has no other input:
/// its randomness is drawn by name (`Dice`), and its time comes in with each call.
struct PlaneRecord: Sendable, Equatable {
    /// The instant that the write was made at.
    var time: Instant
    /// The method's gRPC path without its slash, or the name of a `PlaneEvent`.
    var method: String
    /// The email address of the caller; nil for nobody, and for what the cloud does by itself.
    var caller: String?
    /// The request as the text of its proto3 JSON. It is the one form that all messages have.
    var request: String
    /// Whether it was refused as outdated, which leaves behind that its caller reads fresh for a while.
    var isAborted = false

    /// A record of a write.
    init<Request: Message>(_ request: Request, of method: String, by caller: Caller?, at time: Instant) {
        self.init(text: ProtoJSONEncoder.text(of: request), of: method, by: caller, at: time)
    }

    /// A record of a write whose request is given as JSON.
    init(_ request: JSON, of method: String, by caller: Caller?, at time: Instant) {
        self.init(text: request.text(), of: method, by: caller, at: time)
    }

    private init(text: String, of method: String, by caller: Caller?, at time: Instant) {
        self.time = time
        self.method = method
        self.caller = caller?.email
        request = text
    }

    /// The text of the record in a log: one line of JSON.
    var text: String {
        var text = "{\"time\":\"\(Timestamp(time).rfc3339)\",\"method\":\(JSON.string(method).text())"
        if let caller { text += ",\"caller\":\(JSON.string(caller).text())" }
        if isAborted { text += ",\"aborted\":true" }
        return text + ",\"request\":\(request)}"
    }

    /// The record as a member of a document.
    func json() throws(Status) -> JSON { try JSON.parse(text, limits: CloudState.limits) }

    /// Reads a record.
    ///
    /// - Throws: INVALID_ARGUMENT naming the member that is wrong.
    init(_ json: JSON, at place: String = "") throws(Status) {
        let fields = try JSONFields(
            json, at: place, known: ["time", "method", "caller", "aborted", "request"])
        guard let text = try fields.string("time"), let time = Timestamp(rfc3339: text)?.exactInstant else {
            throw fields.wrong("time", "a time as in \"2030-01-31T08:30:00Z\"")
        }
        guard let method = try fields.string("method"), !method.isEmpty else {
            throw fields.wrong("method", "a method as in \"google.example.v1.Service/Method\"")
        }
        let request = fields["request"] ?? .null
        guard request.objectValue != nil else { throw fields.wrong("request", "an object") }
        self.time = time
        self.method = method
        caller = try fields.string("caller")
        isAborted = try fields.bool("aborted") ?? false
        self.request = request.text()
    }
}
