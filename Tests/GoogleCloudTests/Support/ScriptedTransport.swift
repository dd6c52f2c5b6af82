import CloudCore
import GoogleCloud
import Synchronization

/// A transport that answers from a script and remembers what it was asked.
final class ScriptedTransport: HTTPTransport {
    typealias Script = @Sendable (_ request: HTTPRequest, _ number: Int) async throws -> HTTPResponse

    private let script: Script
    private let sent = Mutex<[HTTPRequest]>([])

    /// Answers each request with what `script` says; the number counts requests from 1.
    init(_ script: @escaping Script) { self.script = script }

    /// Answers with these, one after the other, and then with the last one for ever.
    convenience init(_ answers: [HTTPResponse]) {
        self.init { _, number in answers[min(number, answers.count) - 1] }
    }

    var requests: [HTTPRequest] { sent.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let number = sent.withLock { sent -> Int in
            sent.append(request)
            return sent.count
        }
        return try await script(request, number)
    }
}

extension HTTPResponse {
    /// 200 with a JSON body.
    static func json(_ body: JSON) -> HTTPResponse { HTTPResponse(status: 200, body: body.bytes()) }

    /// Google's error answer.
    static func failure(_ status: Status) -> HTTPResponse {
        HTTPResponse(status: status.code.httpStatus, body: status.errorBody)
    }
}

extension HTTPRequest {
    /// Method, path and query, for example `GET /v1/projects/p`.
    var summary: String { "\(method) \(url.dropFirst("http://cloud".count))" }

    var json: JSON? { try? JSON.parse(body) }
}

extension GoogleAPI {
    /// An API at `http://cloud`.
    static func scripted(
        _ transport: ScriptedTransport, timeline: any Timeline = VirtualTimeline(mode: .automatic),
        credentials: any Credentials = NoCredentials(), retry: RetryPolicy = .none
    ) -> GoogleAPI {
        GoogleAPI(
            endpoint: "http://cloud", transport: transport, credentials: credentials, timeline: timeline,
            retry: retry)
    }
}
