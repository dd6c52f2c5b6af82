import CloudCore
import Dispatch
import Glibc
import Synchronization

/// Runs JavaScript functions in one Node.js process, which is started when the first function comes, started
/// anew if it dies or hangs, and ended with this object.
///
/// Functions are given `message` (`data` as text, `attributes`) and `metadata` (`message_id`, `publish_time` to
/// the second, `ordering_key`, each if there is one), and may take 500 ms ("User-Defined Functions (UDFs)
/// overview", which also says that only what ECMAScript has built in can be used). Attributes that a function
/// leaves out are gone, as if it had returned none. On a topic, id and publish time do not exist yet.
public final class NodeTransformer: MessageTransformer {
    /// What a function may take, and what is added for the process to do the rest.
    private static let functionMilliseconds: Int32 = 500
    private static let graceMilliseconds: Int32 = 10_000

    private let node: String?
    private let queue = DispatchQueue(label: "rehearsal.node")
    /// Used on the queue alone; the lock says so to the compiler.
    private let child = Mutex<NodeChild?>(nil)

    /// Makes a transformer; starts nothing.
    ///
    /// - Parameter node: the path of the executable; nil looks for `node` and `nodejs` on the PATH when it is needed.
    public init(node: String? = nil) { self.node = node }

    /// The path of Node.js on this machine's PATH; nil if it is not there.
    public static var installed: String? {
        for folder in (ProcessEnvironment.variables["PATH"] ?? "/usr/local/bin:/usr/bin").split(
            separator: ":")
        {
            for name in ["node", "nodejs"] where access("\(folder)/\(name)", X_OK) == 0 {
                return "\(folder)/\(name)"
            }
        }
        return nil
    }

    /// Whether a function can be applied; see `MessageTransformer`.
    public func check(_ function: JavaScriptUDF, _ answer: @escaping @Sendable (Status?) -> Void) {
        queue.async { answer(self.check(function)) }
    }

    /// Applies functions to messages; see `MessageTransformer`.
    public func transform(
        _ messages: [PubsubMessage], with transforms: [MessageTransform],
        _ answer: @escaping @Sendable ([TransformOutcome]) -> Void
    ) {
        queue.async { answer(self.transform(messages, with: transforms)) }
    }

    // MARK: On the queue

    private func check(_ function: JavaScriptUDF) -> Status? {
        let request: JSON = ["check": Self.json(function)]
        do throws(NodeFailure) {
            return Self.fault(
                try once(request, milliseconds: Self.graceMilliseconds + 3 * Self.functionMilliseconds))
        } catch {
            return Self.status(error)
        }
    }

    private static func fault(_ reply: JSON) -> Status? {
        guard let error = reply["error"]?.stringValue else { return nil }
        let line = reply["line"]?.intValue ?? 0
        return Status(.invalidArgument, line > 0 ? "line \(line) of the code: \(error)" : error)
    }

    private static func status(_ failure: NodeFailure) -> Status {
        switch failure {
        case .notInstalled:
            Status(
                .failedPrecondition,
                "JavaScript functions are run by Node.js, which is not on the PATH; install Node.js 18 or newer "
                    + "(as in: apt-get install nodejs), or leave message_transforms unset.")
        case .cannotStart(let reason):
            Status(
                .failedPrecondition,
                "JavaScript functions are run by Node.js, which cannot be started: \(reason).")
        case .ended: Status(.invalidArgument, "loading the code ended Node.js, perhaps for want of memory.")
        case .timedOut: Status(.invalidArgument, "loading the code took too long.")
        }
    }

    private func transform(
        _ messages: [PubsubMessage], with transforms: [MessageTransform]
    ) -> [TransformOutcome] {
        let functions = JSON.array(transforms.compactMap { $0.javascriptUdf.map(Self.json) })
        let patience = Self.graceMilliseconds + Int32(transforms.count) * 2 * Self.functionMilliseconds
        var outcomes: [TransformOutcome] = []
        var mayRetry = true
        while outcomes.count < messages.count {
            let done = outcomes.count
            let request: JSON = [
                "run": functions, "messages": .array(messages[done...].map(Self.json)),
            ]
            do throws(NodeFailure) {
                try child.withLock { child throws(NodeFailure) in
                    let running = try start(&child)
                    if !running { mayRetry = false }
                    try child?.send(request, milliseconds: Self.graceMilliseconds)
                    for _ in done..<messages.count {
                        guard let reply = try child?.receive(milliseconds: patience) else { throw .ended }
                        outcomes.append(Self.outcome(reply))
                    }
                }
            } catch {
                child.withLock { $0 = nil }
                // A process that had died before is not this message's fault.
                if case .ended = error, mayRetry, outcomes.count == done {
                    mayRetry = false
                    continue
                }
                mayRetry = false
                outcomes.append(.failed(Self.reason(error)))
            }
        }
        return outcomes
    }

    private static func reason(_ failure: NodeFailure) -> String {
        switch failure {
        case .notInstalled, .cannotStart: status(failure).message
        case .ended: "the function ended Node.js, perhaps for want of memory"
        case .timedOut: "the function took too long"
        }
    }

    /// One request with one reply; a process that had died before is started anew.
    private func once(_ request: JSON, milliseconds: Int32) throws(NodeFailure) -> JSON {
        var isFresh = false
        while true {
            do throws(NodeFailure) {
                return try child.withLock { child throws(NodeFailure) in
                    isFresh = try !start(&child)
                    try child?.send(request, milliseconds: milliseconds)
                    guard let reply = try child?.receive(milliseconds: milliseconds) else { throw .ended }
                    return reply
                }
            } catch {
                child.withLock { $0 = nil }
                guard case .ended = error, !isFresh else { throw error }
            }
        }
    }

    /// Sees to it that there is a process; whether there was one.
    private func start(_ child: inout NodeChild?) throws(NodeFailure) -> Bool {
        if child != nil { return true }
        guard let path = node ?? Self.installed else { throw .notInstalled }
        child = try NodeChild.start(node: path)
        return false
    }

    // MARK: JSON

    private static func json(_ function: JavaScriptUDF) -> JSON {
        ["name": .string(function.functionName), "code": .string(function.code)]
    }

    private static func json(_ message: PubsubMessage) -> JSON {
        let attributes = message.attributes.entries.map { (key: $0.key, value: JSON.string($0.value)) }
        let text = String(validating: message.data, as: UTF8.self)
        var metadata = JSONObject()
        if !message.messageId.isEmpty { metadata["message_id"] = .string(message.messageId) }
        if var time = message.publishTime {
            time.nanos = 0
            metadata["publish_time"] = .string(time.rfc3339)
        }
        if !message.orderingKey.isEmpty { metadata["ordering_key"] = .string(message.orderingKey) }
        return [
            "message": [
                "data": text.map { .string($0) } ?? .null, "attributes": .object(JSONObject(attributes)),
            ],
            "metadata": .object(metadata),
        ]
    }

    private static func outcome(_ reply: JSON) -> TransformOutcome {
        if let error = reply["error"]?.stringValue { return .failed(error) }
        guard let message = reply["message"], message != .null else { return .filtered }
        let attributes =
            message["attributes"]?.objectValue?.map { ($0.key, $0.value.stringValue ?? "") } ?? []
        return .message(
            data: Array((message["data"]?.stringValue ?? "").utf8),
            attributes: StringMap(Dictionary(attributes, uniquingKeysWith: { $1 })))
    }
}
