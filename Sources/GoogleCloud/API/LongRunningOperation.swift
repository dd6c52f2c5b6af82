import CloudCore

/// A long-running operation as an API answers it (`google/longrunning/operations.proto`).
public struct LongRunningOperation: Sendable, Equatable {
    /// The operation's name, for example `projects/p/locations/l/operations/o`.
    public var name: String
    /// What the API tells about its progress.
    public var metadata: JSON
    /// What it has ended with; nil while it goes on.
    public var outcome: Outcome?

    /// How an operation has ended.
    public enum Outcome: Sendable, Equatable {
        /// With this response.
        case response(JSON)
        /// With this error.
        case failure(Status)
    }

    /// Whether it has ended.
    public var isDone: Bool { outcome != nil }

    init(json: JSON) {
        name = json.text("name")
        metadata = json.member("metadata")
        guard json.flag("done") else { return }
        let error = json.member("error")
        // The name of the response's type is no member of the resource, which callers may send back.
        var response = json.member("response")
        if response.objectValue != nil { response["@type"] = nil }
        outcome = error.isNull ? .response(response) : .failure(Status(rpcStatus: error))
    }
}

/// An operation that goes on, and what it will have made.
public struct PendingOperation<Value: Sendable>: Sendable {
    /// The operation as it was when it began.
    public let operation: LongRunningOperation
    let api: GoogleAPI
    /// The path of its name, for example `/v1/operations/o`.
    let path: String
    let read: @Sendable (LongRunningOperation, JSON) throws -> Value

    /// Starts an operation.
    ///
    /// - Parameters:
    ///   - version: the first segment of the path of operations, for example `v1`.
    ///   - read: makes the value of the operation's response.
    init(
        _ api: GoogleAPI, version: String, _ answer: JSON,
        read: @escaping @Sendable (LongRunningOperation, JSON) throws -> Value
    ) {
        self.api = api
        operation = LongRunningOperation(json: answer)
        path = "/\(version)/\(operation.name)"
        self.read = read
    }

    /// Waits for the operation's end, asking at growing intervals.
    ///
    /// - Parameters:
    ///   - timeout: the most time on the API's timeline; the operation itself goes on after it.
    ///   - polling: how often the API is asked.
    ///   - progress: told of each state that is seen, the first and the last one included.
    /// - Throws: the operation's error; DEADLINE_EXCEEDED, naming the operation, after `timeout`;
    ///   `CancellationError`.
    public func value(
        timeout: Duration = .seconds(600), polling: OperationPolling = .standard,
        progress: (LongRunningOperation) -> Void = { _ in }
    ) async throws -> Value {
        let timeline = api.timeline
        let deadline = timeline.now + timeout
        var (current, delay) = (operation, polling.initialDelay)
        while true {
            progress(current)
            switch current.outcome {
            case .response(let response): return try read(current, response)
            case .failure(let status): throw status
            case nil: break
            }
            let left = deadline - timeline.now
            guard left > .zero else {
                throw Status(
                    .deadlineExceeded, "Operation \(current.name) has not ended within \(timeout.shortText).")
            }
            try await timeline.sleep(for: min(delay, left))
            delay = min(delay * polling.multiplier, polling.maxDelay)
            current = LongRunningOperation(json: try await api.call("GET", path))
        }
    }
}

/// How often an API is asked what has become of an operation.
public struct OperationPolling: Sendable {
    /// The time before the first question.
    public var initialDelay: Duration
    /// The longest time between two questions.
    public var maxDelay: Duration
    /// What each delay is multiplied by for the next; at least 1.
    public var multiplier: Double

    /// Makes intervals from their parts.
    public init(initialDelay: Duration, maxDelay: Duration, multiplier: Double = 1.5) {
        self.initialDelay = max(initialDelay, .milliseconds(1))
        self.maxDelay = maxDelay
        self.multiplier = max(multiplier, 1)
    }

    /// From half a second to ten seconds.
    public static let standard = OperationPolling(initialDelay: .milliseconds(500), maxDelay: .seconds(10))
}

extension Status {
    /// The status that a `google.rpc.Status` in JSON says.
    init(rpcStatus json: JSON) {
        var error = json
        let code =
            json.integer("code").flatMap { Int32(exactly: $0) }.flatMap(Code.init(rawValue:)) ?? .unknown
        error["status"] = .string(code.name)
        self.init(httpStatus: code.httpStatus, errorBody: ["error": error])
    }
}
