/// What carries the requests that an emulator sends, of push subscriptions for example: libcurl in the programs, anything that answers in a test.
public protocol OutgoingHTTP: Sendable {
    /// Begins to send a request.
    ///
    /// - Parameter completion: called once, from any thread, with the status code of the answer or with why there
    ///   is none. Only a failure may be told before `send` returns. After `cancel` it may be called or not.
    /// - Returns: what ends the request.
    func send(
        _ request: OutgoingRequest, _ completion: @escaping @Sendable (Result<Int, Status>) -> Void
    ) -> OutgoingCall

    /// The same with the whole answer, for who has to pass it on.
    func exchange(
        _ request: OutgoingRequest, _ completion: @escaping @Sendable (Result<OutgoingAnswer, Status>) -> Void
    ) -> OutgoingCall
}

extension OutgoingHTTP {
    /// The answer with its status alone, for what only sends.
    public func exchange(
        _ request: OutgoingRequest, _ completion: @escaping @Sendable (Result<OutgoingAnswer, Status>) -> Void
    ) -> OutgoingCall {
        send(request) { completion($0.map { OutgoingAnswer(status: $0) }) }
    }
}

/// A whole answer to a request.
public struct OutgoingAnswer: Sendable {
    /// The status code, for example 200.
    public var status: Int
    /// The headers in the order in which they came.
    public var headers: [(name: String, value: String)]
    /// The body.
    public var body: [UInt8]

    /// Makes an answer from its parts.
    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// One HTTP request that leaves the emulator, of a push subscription for example.
public struct OutgoingRequest: Sendable {
    /// The HTTP method.
    public var method = "POST"
    /// The absolute URL.
    public var url: String
    /// The headers in the order in which they are sent: names in the case of Google's documentation.
    public var headers: [(name: String, value: String)]
    /// The body.
    public var body: [UInt8]
    /// The most real time that the request may take. The emulator cancels it by its own timeline as well.
    public var timeout: Duration

    /// Makes a POST request from its parts.
    public init(
        url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [], timeout: Duration
    ) {
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
    }

    /// The value of the first header of that name, whatever its case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// A request under way, which can be given up.
public final class OutgoingCall: Sendable {
    private let onCancel: @Sendable () -> Void

    /// Makes a handle that calls `onCancel` when it is cancelled.
    public init(onCancel: @escaping @Sendable () -> Void) { self.onCancel = onCancel }

    /// Gives the request up. Calling it again, or after its end, changes nothing.
    public func cancel() { onCancel() }
}
