import CloudCore
import RPCServer

@testable import PubSubEmulator

/// Calls methods by their HTTP rules over HTTP/1.1, one after the other on one connection.
final class RESTClient: DoorClient {
    private let server: Server
    private let socket: ClientSocket
    private let rules: [String: [HTTPRule]]

    init(_ server: Server, _ methods: [RPCMethod]) throws {
        self.server = server
        socket = try ClientSocket(port: server.port)
        rules = Dictionary(uniqueKeysWithValues: methods.map { ($0.path, $0.rules) })
    }

    func call<Request: Message, Response: Message>(
        _ method: RPC<Request, Response>, _ request: Request
    ) throws -> Response {
        try begin(method, request)
        return try answer()
    }

    func waitingPull(_ subscription: String) throws -> () async throws -> [ReceivedMessage] {
        try begin(Methods.pull, PullRequest(waitingOn: subscription))
        return { try self.answer(PullResponse.self).receivedMessages }
    }

    func stream(_ subscription: String, maxMessages: Int) throws -> any DoorStream {
        try send("POST", "/v1/\(subscription):streamingPull", "{}")
        _ = try answer(Empty.self)
        throw Status(.internal, "A method without an HTTP rule has answered.")
    }

    private func begin<Request: Message, Response: Message>(
        _ method: RPC<Request, Response>, _ request: Request
    ) throws {
        let json = try JSON.parse(ProtoJSONEncoder.text(of: request))
        let calls = (rules[method.path] ?? []).compactMap { RESTCall($0, json) }
        guard let call = calls.first else {
            throw Status(.unimplemented, "\(method.name) has no HTTP rule for \(json.text())")
        }
        try send(call.verb, call.target, call.body)
    }

    private func send(_ verb: String, _ target: String, _ body: String?) throws {
        var head = "\(verb) \(target) HTTP/1.1\r\nHost: localhost\r\n"
        if let body {
            head += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
        }
        try socket.send(Array("\(head)\r\n\(body ?? "")".utf8))
    }

    private func answer<Response: Message>(_ type: Response.Type = Response.self) throws -> Response {
        let (code, body) = try receive()
        guard code == 200 else {
            throw body.withUnsafeBytes { Status(httpStatus: code, errorBody: $0) }
        }
        return try ProtoJSONDecoder.decode(Response.self, from: JSON.parse(body))
    }

    private func receive() throws -> (Int, [UInt8]) {
        var answer: [UInt8] = []
        var end: Int?
        while end == nil {
            answer += try socket.read()
            end = answer.indices.first { answer[$0...].starts(with: "\r\n\r\n".utf8) }
        }
        let lines = String(decoding: answer[..<(end ?? 0)], as: UTF8.self).split(separator: "\r\n")
        let code = Int(lines[0].split(separator: " ")[1]) ?? 0
        let lengths = lines.filter { $0.lowercased().hasPrefix("content-length:") }
        let length = lengths.first.flatMap { Int($0.drop { !$0.isNumber }) } ?? 0
        var received = Array(answer[((end ?? 0) + 4)...])
        while received.count < length { received += try socket.read() }
        return (code, received)
    }
}

/// A request as its HTTP rule says (`google/api/http.proto`): made by the client's side of the rules, independently of
/// the server's.
struct RESTCall {
    let verb: String
    let target: String
    let body: String?

    /// Nil when what the rule puts in the path is not of the rule's form.
    init?(_ rule: HTTPRule, _ json: JSON) {
        let parts = rule.template.split(omittingEmptySubsequences: false) { $0 == "{" || $0 == "}" }
        guard parts.count == 3 else { return nil }
        let variable = parts[1].split(separator: "=")
        let fields = variable[0].split(separator: ".").map(String.init)
        var rest = json
        guard let name = Self.take(fields[...], from: &rest), Self.name(name, has: variable[1]) else {
            return nil
        }
        switch rule.body {
        case .all:
            body = rest.text()
            rest = .null
        case .field(let field):
            body = (rest[field] ?? .object([:])).text()
            rest[field] = nil
        case .none: body = nil
        }
        let query = Self.query(rest, "")
        verb = rule.verb.rawValue
        target =
            parts[0] + Self.encoded(name, keeping: "/") + parts[2]
            + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }

    private static func take(_ fields: ArraySlice<String>, from json: inout JSON) -> String? {
        guard let field = fields.first, var inner = json[field] else { return nil }
        defer { json[field] = fields.count == 1 ? nil : inner }
        return fields.count == 1 ? inner.stringValue : take(fields.dropFirst(), from: &inner)
    }

    private static func name(_ name: String, has pattern: Substring) -> Bool {
        let (name, pattern) = (name.split(separator: "/"), pattern.split(separator: "/"))
        return name.count == pattern.count && zip(name, pattern).allSatisfy { $1 == "*" || $0 == $1 }
    }

    private static func query(_ json: JSON, _ path: String) -> [String] {
        switch json {
        case .object(let object):
            return object.flatMap { query($0.value, path.isEmpty ? $0.key : "\(path).\($0.key)") }
        case .array(let elements): return elements.flatMap { query($0, path) }
        case .null: return []
        default: return ["\(path)=\(encoded(json.stringValue ?? json.text(), keeping: ""))"]
        }
    }

    private static func encoded(_ text: String, keeping: String) -> String {
        text.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            let isPlain = character.isASCII && (character.isLetter || character.isNumber)
            if isPlain || "-_.~\(keeping)".contains(character) { return String(character) }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
