import CloudCore
import Synchronization
import Testing

@testable import RPCServer

/// A resource with what a REST mapping has to get right.
struct Shelf: Message {
    var name = ""
    var labels: StringMap = [:]
    var theme: Theme?
    var pageSize: Int32 = 0
    var showDeleted = false
    var ids: [String] = []
    var updateMask: FieldMask?

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(2, "labels", &labels)
        visitor.field(3, "theme", &theme)
        visitor.field(4, "pageSize", &pageSize)
        visitor.field(5, "showDeleted", &showDeleted)
        visitor.field(6, "ids", &ids)
        visitor.field(7, "updateMask", &updateMask)
    }

    struct Theme: Message {
        var colorName = ""
        var font = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "colorName", &colorName)
            visitor.field(2, "font", &font)
        }
    }
}

struct UpdateShelfRequest: Message {
    var shelf: Shelf?
    var updateMask: FieldMask?

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "shelf", &shelf)
        visitor.field(2, "updateMask", &updateMask)
    }
}

/// Records what a deferred call is answered.
final class RecordingCall: PendingCall {
    let sent = Mutex<[UInt8]>([])

    func send(_ message: consuming OutputBuffer) {
        let bytes = message.copyBytes()
        sent.withLock { $0 = bytes }
    }
    func finish(_ failure: Status?) {}
    var isWritable: Bool { true }
    func onCancel(_ action: @escaping @Sendable () -> Void) {}
}

struct RESTServiceTests {
    static let echo: @Sendable (Shelf, CallContext) throws(Status) -> Shelf = { (shelf, _) throws(Status) in
        shelf
    }

    static let service = RESTService(
        methods: [
            .unary("/library.v1.Library/CreateShelf", [.put("/v1/{name=projects/*/shelves/*}")], echo),
            .unary("/library.v1.Library/GetShelf", [.get("/v1/{name=projects/*/shelves/*}")], echo),
            .unary("/library.v1.Library/ListShelves", [.get("/v1/shelves")], echo),
            .unary(
                "/library.v1.Library/SetTheme",
                [.post("/v1/{name=shelves/*}:setTheme", body: .field("theme"))], echo),
            .unary("/library.v1.Library/UpdateShelf", [.patch("/v1/{shelf.name=projects/*/shelves/*}")]) {
                (request: UpdateShelfRequest, _) throws(Status) -> UpdateShelfRequest in request
            },
            .unary("/library.v1.Library/Fail", [.get("/v1/fail")]) { (_: Shelf, _) throws(Status) -> Shelf in
                throw Status(.notFound, "Shelf not found")
            },
            .unary("/library.v1.Library/Context", [.get("/v1/context")]) {
                (_: Shelf, context) throws(Status) -> Shelf in
                Shelf(
                    name: "\(context.authorization ?? "-") \(context.timeout ?? .zero) \(context.localPort)")
            },
            .deferred("/library.v1.Library/Wait", [.post("/v1/wait")]) {
                (shelf: Shelf, _, reply: Reply<Shelf>) in
                reply.succeed(shelf)
            },
        ],
        routes: [
            HTTPRoute("GET", "/") { _ in .text("Ok") },
            HTTPRoute("POST", "/emulator/v1/{what=**}") { request in
                let values = (try? request.queryValues("q")) ?? []
                return .text(
                    "\(request.authority) \(request.parameters["what"] ?? "") \(values) "
                        + String(decoding: request.body, as: UTF8.self) + " \(request.header("x-a") ?? "")")
            },
        ])

    static func send(
        _ method: String, _ target: String, _ body: [UInt8] = [], headers: [(String, String)] = [],
        call: RecordingCall = RecordingCall()
    ) -> HTTPResponse? {
        var fields = HeaderFields()
        for (name, value) in headers {
            Array(name.utf8).withUnsafeBytes { name in
                Array(value.utf8).withUnsafeBytes { fields.append(HeaderField(name: name, value: $0)) }
            }
        }
        let request = RESTRequest(method: method, target: target, authority: "h:1", fields: fields)
        return body.withUnsafeBytes { service.serve(request, body: $0, localPort: 80) { call } }
    }

    static func send(_ method: String, _ target: String, _ body: String) -> HTTPResponse? {
        send(method, target, Array(body.utf8))
    }

    static func text(_ response: HTTPResponse?) -> String {
        String(decoding: response?.body ?? [], as: UTF8.self)
    }

    @Test(
        "Path, query and body make up the message",
        arguments: [
            (
                "PUT", "/v1/projects/p/shelves/s?prettyPrint=false",
                #"{"labels":{"a":"b"},"name":"ignored"}"#,
                #"{"name":"projects/p/shelves/s","labels":{"a":"b"}}"#
            ),
            ("PUT", "/v1/projects/p/shelves/s?$prettyPrint=0", "", #"{"name":"projects/p/shelves/s"}"#),
            (
                "GET",
                "/v1/shelves?pp=0&pageSize=3&showDeleted=true&ids=a&ids=b%26+c&theme.colorName=red&theme.font=x",
                "",
                #"{"theme":{"colorName":"red","font":"x"},"pageSize":3,"showDeleted":true,"ids":["a","b& c"]}"#
            ),
            (
                "GET",
                "/v1/shelves?prettyPrint=false&page_size=3&theme.color_name=red&update_mask=a_b,c.dE&ids=one",
                "{}",
                #"{"theme":{"colorName":"red"},"pageSize":3,"ids":["one"],"updateMask":"aB,c.dE"}"#
            ),
            (
                "GET",
                "/v1/shelves?prettyPrint=false&$alt=json;enum-encoding=int&key=k&quotaUser=u&fields=*&$.xgafv=2&access_token=t",
                "", "{}"
            ),
            (
                "POST", "/v1/shelves/s:setTheme?prettyPrint=false&pageSize=1", #"{"color_name":"red"}"#,
                #"{"name":"shelves/s","theme":{"colorName":"red"},"pageSize":1}"#
            ),
            (
                "PATCH", "/v1/projects/p/shelves/s?prettyPrint=false",
                #"{"shelf":{"name":"x","pageSize":1},"updateMask":"pageSize"}"#,
                #"{"shelf":{"name":"projects/p/shelves/s","pageSize":1},"updateMask":"pageSize"}"#
            ),
            (
                "PATCH", "/v1/projects/p/shelves/s?prettyPrint=false&updateMask=pageSize", #"{"shelf":null}"#,
                #"{"shelf":{"name":"projects/p/shelves/s"},"updateMask":"pageSize"}"#
            ),
        ])
    func mapping(method: String, target: String, body: String, answer: String) {
        let response = Self.send(method, target, body)
        #expect(response?.status == 200)
        #expect(response?.contentType == "application/json; charset=UTF-8")
        #expect(Self.text(response) == answer + "\n")
    }

    @Test("Answers are indented unless the query says otherwise")
    func pretty() {
        #expect(Self.text(Self.send("GET", "/v1/shelves?ids=a")) == "{\n  \"ids\": [\n    \"a\"\n  ]\n}\n")
        #expect(Self.text(Self.send("GET", "/v1/shelves")) == "{}\n")
    }

    @Test(
        "A request that cannot be mapped is refused with an error body",
        arguments: [
            ("GET", "/v1/nothing", "", 404, "Method not found: GET /v1/nothing"),
            ("POST", "/v1/shelves", "", 404, "Method not found: POST /v1/shelves. This path has GET."),
            ("GET", "/v1/fail", "", 404, "Shelf not found"),
            (
                "GET", "/v1/shelves?x=1", "", 400,
                #"Invalid JSON payload received. Unknown name "x": Cannot find field."#
            ),
            ("GET", "/v1/shelves?pageSize=x", "", 400, #"Invalid value at 'page_size' (TYPE_INT32), "x""#),
            (
                "GET", "/v1/shelves?pageSize=1&pageSize=2", "", 400,
                #"Invalid JSON payload received. Unknown name "pageSize": Proto field is not repeating, cannot start list."#
            ),
            (
                "GET", "/v1/shelves?pageSize.x=1&pageSize=2", "", 400,
                #"Invalid JSON payload received. Unknown name "pageSize": Proto field is not repeating, cannot start list."#
            ),
            (
                "GET", "/v1/shelves?pageSize=2&pageSize.x=1", "", 400,
                "Invalid value at 'pageSize' (TYPE_MESSAGE), it must be an object."
            ),
            ("GET", "/v1/shelves?ids=%zz", "", 400, "Malformed percent-encoding in the URL: %zz"),
            ("GET", "/v1/shelves?$what=1", "", 400, "Unknown system parameter $what."),
            (
                "GET", "/v1/shelves?alt=media", "", 501,
                "The only representation of answers is alt=json, not media."
            ),
            ("GET", "/v1/shelves?fields=a", "", 501, "Partial answers (fields=a) are not supported."),
            (
                "GET", "/v1/shelves", #"{"ids":["a"]}"#, 400,
                "Payload isn't valid for request. GET /v1/shelves takes no body."
            ),
            (
                "PUT", "/v1/projects/p/shelves/s", "[]", 400,
                "Payload isn't valid for request. It must be a JSON object."
            ),
            (
                "PUT", "/v1/projects/p/shelves/s", "{", 400,
                "Payload isn't valid for request. Invalid JSON payload received. Unexpected end of string. Expected an object key. (line 1, column 2, byte 1)"
            ),
            (
                "PATCH", "/v1/projects/p/shelves/s", #"{"shelf":"x"}"#, 400,
                "Invalid value at 'shelf' (TYPE_MESSAGE), it must be an object."
            ),
            (
                "POST", "/library.v1.Library/GetShelf", "{}", 501,
                "/library.v1.Library/GetShelf is a gRPC method: call it with content-type application/grpc."
            ),
        ])
    func refused(method: String, target: String, body: String, status: Int, message: String) throws {
        let response = try #require(Self.send(method, target, body))
        #expect(response.status == status)
        let error = try JSON.parse(response.body)["error"]
        #expect(error?["code"]?.intValue == Int64(status))
        #expect(error?["message"]?.stringValue == message)
    }

    @Test("Credentials and time limit come from headers or the query")
    func context() {
        func name(_ target: String, _ headers: [(String, String)]) -> String? {
            try? JSON.parse(Self.send("GET", target, headers: headers)?.body ?? [])["name"]?.stringValue
        }
        #expect(name("/v1/context", []) == "- 0.0 seconds 80")
        #expect(
            name("/v1/context", [("authorization", "Bearer x"), ("x-server-timeout", "1.5")])
                == "Bearer x 1.5 seconds 80")
        #expect(name("/v1/context?access_token=y", []) == "Bearer y 0.0 seconds 80")
    }

    @Test("HEAD is served as GET, and POST as the method that the client names")
    func methods() {
        #expect(Self.send("HEAD", "/v1/shelves")?.status == 200)
        #expect(
            Self.text(
                Self.send(
                    "POST", "/v1/projects/p/shelves/s?pp=0", headers: [("x-http-method-override", "PUT")]))
                == "{\"name\":\"projects/p/shelves/s\"}\n")
    }

    @Test("A compressed body is decompressed, and refused in another coding")
    func contentEncoding() throws {
        let body = try #require(Base64.decode("H4sIAAAAAAACA6tWykwpVrKKVqpS0gHi2FoAcVZGTREAAAA="))
        let inflated = Self.send(
            "PUT", "/v1/projects/p/shelves/s", body, headers: [("content-encoding", "gzip")])
        #expect(Self.text(inflated).contains("\"z\""))
        let other = Self.send("PUT", "/v1/projects/p/shelves/s", [1], headers: [("content-encoding", "br")])
        #expect(Self.text(other).contains("The only content-encoding supported is gzip, not br."))
    }

    @Test("A deferred method is answered later, in JSON")
    func deferred() throws {
        let call = RecordingCall()
        #expect(Self.send("POST", "/v1/wait", Array(#"{"pageSize":7}"#.utf8), call: call) == nil)
        #expect(call.sent.withLock { $0 } == Array(#"{"pageSize":7}"#.utf8))
        let request = RESTRequest(
            method: "POST", target: "/v1/wait?pp=0", authority: "", fields: HeaderFields())
        let answer = call.sent.withLock { $0 }.withUnsafeBytes { Self.service.success($0, for: request) }
        #expect(Self.text(answer) == "{\"pageSize\":7}\n")
    }

    @Test("Routes of their own are served as they are")
    func routes() {
        #expect(Self.send("GET", "/") == .text("Ok"))
        #expect(
            Self.send("POST", "/emulator/v1/a/b?q=1&r=2&q=%32", Array("body".utf8), headers: [("x-a", "A")])
                == .text("h:1 a/b [\"1\", \"2\"] body A"))
    }
}
