import CloudCore
import PubSubEmulator
import Synchronization

/// An endpoint that is the test: it sees each request, and answers when it is told to.
final class RecordingHTTP: OutgoingHTTP {
    typealias Completion = @Sendable (Result<Int, Status>) -> Void

    private struct State {
        var requests: [OutgoingRequest] = []
        var texts: [String] = []
        var waiting: [Int: Completion] = [:]
        var cancelled: [Int] = []
        var arrival: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func send(_ request: OutgoingRequest, _ completion: @escaping Completion) -> OutgoingCall {
        let text = (try? request.text) ?? "?"
        let (index, arrival) = state.withLock { state in
            state.requests.append(request)
            state.texts.append(text)
            state.waiting[state.requests.count - 1] = completion
            return (state.requests.count - 1, state.arrival.take())
        }
        arrival?.resume()
        return OutgoingCall { [weak self] in
            self?.state.withLock { state in
                if state.waiting.removeValue(forKey: index) != nil { state.cancelled.append(index) }
            }
        }
    }

    /// The first request, once it has come.
    func firstRequest() async -> OutgoingRequest? {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.requests.isEmpty { state.arrival = continuation }
                return !state.requests.isEmpty
            }
            if isThere { continuation.resume() }
        }
        return requests.first
    }

    /// All requests, in order.
    var requests: [OutgoingRequest] { state.withLock { $0.requests } }
    /// Those that wait for an answer, by their index.
    var waiting: [Int] { state.withLock { $0.waiting.keys.sorted() } }
    var cancelled: [Int] { state.withLock { $0.cancelled } }

    /// The texts of the messages of all requests.
    var texts: [String] { state.withLock { $0.texts } }

    /// Answers a request; without an index, the oldest that waits.
    func answer(_ outcome: Result<Int, Status>, _ index: Int? = nil) {
        let completion = state.withLock { state -> Completion? in
            guard let index = index ?? state.waiting.keys.min() else { return nil }
            return state.waiting.removeValue(forKey: index)
        }
        completion?(outcome)
    }

    func answer(_ code: Int, _ index: Int? = nil) { answer(.success(code), index) }
}

extension OutgoingRequest {
    /// The body as JSON.
    var json: JSON { get throws { try JSON.parse(body) } }
    /// The data of a wrapped message as text.
    var text: String {
        get throws {
            let data = try json["message"]?["data"]?.stringValue ?? ""
            return String(decoding: Base64.decode(data) ?? [], as: UTF8.self)
        }
    }
}

extension Subscription {
    /// Has messages pushed to `https://receiver.test/push`.
    mutating func push(_ configure: (inout PushConfig) -> Void = { _ in }) {
        var config = PushConfig()
        config.pushEndpoint = "https://receiver.test/push"
        configure(&config)
        pushConfig = config
    }
}
