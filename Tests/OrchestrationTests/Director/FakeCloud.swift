import CloudCore
import GoogleCloud
import Synchronization

@testable import Orchestration

/// As much of Google's REST APIs as an orchestration calls, in memory and without a socket: enough to see what
/// was called and to make any call fail. The real emulators are tested with in Tests/Integration.
final class FakeCloud: HTTPTransport {
    struct Request: Sendable {
        var method: String
        /// The path without host and query, for example `/v1/projects/p/topics/t:publish`.
        var path: String
        var body: JSON
        var principal: String
    }

    /// What is done to a call instead of serving it; nil serves it.
    typealias Fault = @Sendable (Request) -> Status?

    struct State {
        var topics: Set<String> = []
        var subscriptions: [String: FakeSubscription] = [:]
        var accounts: [String: Instant] = [:]
        var policies: [String: [FakePolicy]] = [:]
        var published: [String: [JSON]] = [:]
        var requests: [Request] = []
        var nextID = 0
    }

    let timeline: any Timeline
    /// How long accounts and policies take to be seen.
    let propagation: Duration
    let state = Mutex(State())
    private let faults = Mutex<[Fault]>([])

    init(timeline: any Timeline, propagation: Duration = .zero) {
        self.timeline = timeline
        self.propagation = propagation
    }

    /// Adds a rule that is asked about every call.
    func fail(_ fault: @escaping Fault) { faults.withLock { $0.append(fault) } }

    func clients(_ principal: String = "owner@example.com") -> CloudClients {
        let base = "http://fake"
        return CloudClients(
            endpoints: CloudEndpoints(base: base), transport: self,
            credentials: LocalCredentials(principal: principal), timeline: timeline, retry: .none)
    }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        do {
            let call = try parse(request)
            let faults = faults.withLock { $0 }
            for fault in faults {
                if let status = fault(call) { throw status }
            }
            state.withLock { $0.requests.append(call) }
            let answer = try await serve(call)
            return HTTPResponse(status: 200, body: answer.bytes())
        } catch let status as Status {
            var error = JSONObject()
            error["code"] = .int(Int64(status.code.httpStatus))
            error["message"] = .string(status.message)
            error["status"] = .string(status.code.name)
            return HTTPResponse(
                status: status.code.httpStatus, body: JSON.object(["error": .object(error)]).bytes())
        }
    }

    private func parse(_ request: HTTPRequest) throws -> Request {
        let path = request.url.dropFirst("http://fake".count).prefix { $0 != "?" }
        let principal = request.header("authorization")?.dropFirst("Bearer ".count)
        return Request(
            method: request.method, path: String(path),
            body: request.body.isEmpty ? .object([:]) : try JSON.parse(request.body),
            principal: String(principal ?? ""))
    }

    private func serve(_ call: Request) async throws -> JSON {
        if call.path.hasSuffix(":pull") { return try await pull(call) }
        return try state.withLock { state in
            if call.path.hasSuffix(":getIamPolicy") { return try getPolicy(call, &state) }
            if call.path.hasSuffix(":setIamPolicy") { return try setPolicy(call, &state) }
            if call.path.contains("/serviceAccounts") { return try account(call, &state) }
            if call.path.contains("/topics/") { return try topic(call, &state) }
            if call.path.contains("/subscriptions/") { return try subscription(call, &state) }
            throw Status(.unimplemented, "the fake cloud has no \(call.method) \(call.path)")
        }
    }

    // MARK: What a test looks at

    var topics: Set<String> { state.withLock { $0.topics } }
    var subscriptions: Set<String> { state.withLock { Set($0.subscriptions.keys) } }
    var accounts: Set<String> { state.withLock { Set($0.accounts.keys) } }

    /// The newest policy of a resource, by its path without version.
    func policy(_ resource: String) -> [String: [String]] {
        state.withLock { $0.policies[resource]?.last?.members ?? [:] }
    }

    /// How often a call was served whose path ends so.
    func count(_ method: String, _ suffix: String) -> Int {
        state.withLock { $0.requests.count { $0.method == method && $0.path.hasSuffix(suffix) } }
    }
}
