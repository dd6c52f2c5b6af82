import CloudCore
import Synchronization

@testable import PubSubEmulator
@testable import RPCServer

/// An emulator as a client of its REST routes sees it, without a socket.
struct ControlPeer {
    let emulator: Emulator
    private let rest: RESTService

    init(_ emulator: Emulator) {
        self.emulator = emulator
        rest = RESTService(
            methods: emulator.methods, routes: Self.routes(of: emulator), interceptor: emulator.interceptor)
    }

    static func routes(of emulator: Emulator) -> [HTTPRoute] {
        TimelineRoutes.routes(for: emulator.timeline) + FaultRoutes.routes(for: emulator.interceptor)
            + ControlRoutes.routes(for: emulator)
    }

    /// Sends a request whose answer may come later.
    func begin(_ method: String, _ target: String, _ body: String = "") -> RESTAnswer {
        let answer = RESTAnswer()
        let request = RESTRequest(method: method, target: target, authority: "h", fields: HeaderFields())
        let response = Array(body.utf8).withUnsafeBytes { rest.serve(request, body: $0) { answer } }
        if let response { answer.take(response.status, response.body) }
        return answer
    }

    /// Sends a request that is answered at once.
    func call(_ method: String, _ target: String, _ body: String = "") -> (status: Int, json: JSON) {
        begin(method, target, body).outcome ?? (0, .null)
    }
}

/// The answer of a REST request.
final class RESTAnswer: PendingCall {
    private struct State {
        var outcome: (status: Int, json: JSON)?
        var onCancel: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    /// Nil while there is none.
    var outcome: (status: Int, json: JSON)? { state.withLock { $0.outcome } }

    func take(_ status: Int, _ body: [UInt8]) {
        let json = (try? JSON.parse(body)) ?? .null
        state.withLock { $0.outcome = $0.outcome ?? (status, json) }
    }

    func goAway() { for action in state.withLock({ $0.onCancel }) { action() } }

    func send(_ message: consuming OutputBuffer) { take(200, message.copyBytes()) }
    func finish(_ failure: Status?) {
        if let failure { take(failure.code.httpStatus, failure.errorBody) }
    }
    var isWritable: Bool { true }
    func onCancel(_ action: @escaping @Sendable () -> Void) { state.withLock { $0.onCancel.append(action) } }
}
