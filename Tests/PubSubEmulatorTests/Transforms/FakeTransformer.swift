import CloudCore
import Synchronization

@testable import PubSubEmulator

/// Applies Swift closures in place of JavaScript: a function's name picks one. It answers at once, or holds its
/// answers until it is told to give them.
final class FakeTransformer: MessageTransformer {
    typealias Function = @Sendable (PubsubMessage) -> TransformOutcome

    private struct State {
        var isHolding = false
        var held: [@Sendable () -> Void] = []
        var calls: [String] = []
    }

    private let functions: [String: Function]
    private let state = Mutex(State())

    init(_ functions: [String: Function]) { self.functions = functions }

    /// The texts of the messages that have been asked for, a message as often as it was.
    var calls: [String] { state.withLock { $0.calls } }

    /// Keeps answers back from now on.
    func hold() { state.withLock { $0.isHolding = true } }

    /// Gives the answers that were kept back, in order, and those of further jobs at once.
    func release() {
        let held = state.withLock { state in
            state.isHolding = false
            defer { state.held = [] }
            return state.held
        }
        for answer in held { answer() }
    }

    func check(_ function: JavaScriptUDF, _ answer: @escaping @Sendable (Status?) -> Void) {
        answer(
            functions[function.functionName] == nil
                ? Status(.invalidArgument, "line 1 of the code: bad") : nil)
    }

    func transform(
        _ messages: [PubsubMessage], with transforms: [MessageTransform],
        _ answer: @escaping @Sendable ([TransformOutcome]) -> Void
    ) {
        let outcomes = messages.map { apply(transforms, to: $0) }
        let isHeld = state.withLock { state in
            state.calls += messages.map(\.text)
            if state.isHolding { state.held.append { answer(outcomes) } }
            return state.isHolding
        }
        if !isHeld { answer(outcomes) }
    }

    private func apply(_ transforms: [MessageTransform], to message: PubsubMessage) -> TransformOutcome {
        var message = message
        for transform in transforms {
            let function = functions[transform.javascriptUdf?.functionName ?? ""]
            switch function?(message) ?? .failed("no such function") {
            case .message(let data, let attributes):
                message.data = data
                message.attributes = attributes
            case let other: return other
            }
        }
        return .message(data: message.data, attributes: message.attributes)
    }

    /// A few functions: one that shouts, one that takes out what begins with "drop", one that fails at "bad".
    static var standard: FakeTransformer {
        FakeTransformer([
            "shout": { .message(data: Array($0.text.uppercased().utf8), attributes: $0.attributes) },
            "mark": { .message(data: $0.data + Array("!".utf8), attributes: ["marked": "yes"]) },
            "drop": {
                $0.text.lowercased().hasPrefix("drop")
                    ? .filtered : .message(data: $0.data, attributes: $0.attributes)
            },
            "fail": {
                $0.text.lowercased().hasPrefix("bad")
                    ? .failed("bad input") : .message(data: $0.data, attributes: $0.attributes)
            },
            "same": { .message(data: $0.data, attributes: $0.attributes) },
            "empty": { _ in .message(data: [], attributes: [:]) },
        ])
    }
}

extension MessageTransform {
    init(_ name: String, code: String = "function", disabled: Bool = false) {
        self.init()
        var function = JavaScriptUDF()
        function.functionName = name
        function.code = code
        javascriptUdf = function
        self.disabled = disabled
    }
}
