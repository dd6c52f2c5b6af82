import CloudCore

/// What takes in the body of a request as it arrives, and answers at its end. All of it is called on the event loop, in
/// order; it must not block for long.
public protocol HTTPBodyReceiver: AnyObject, Sendable {
    /// A piece of the body, in no content coding but that of the request; valid only inside.
    func receive(_ piece: UnsafeRawBufferPointer)
    /// The body has arrived as a whole.
    func finish() -> HTTPResponse
    /// The caller is gone before the end; nothing more is called.
    func cancel()
}

/// Throws a body away, and answers what was known before it came.
public final class RefusedBody: HTTPBodyReceiver {
    private let response: HTTPResponse

    /// Makes a receiver that answers `response`.
    public init(_ response: HTTPResponse) { self.response = response }

    /// Drops a piece.
    public func receive(_ piece: UnsafeRawBufferPointer) {}
    /// The answer.
    public func finish() -> HTTPResponse { response }
    /// Nothing to be done.
    public func cancel() {}
}

/// Hands a body on, and tells what is answered at its end.
final class NotedBody: HTTPBodyReceiver {
    private let base: any HTTPBodyReceiver
    private let note: @Sendable (HTTPResponse) -> Void

    init(_ base: any HTTPBodyReceiver, _ note: @escaping @Sendable (HTTPResponse) -> Void) {
        self.base = base
        self.note = note
    }

    func receive(_ piece: UnsafeRawBufferPointer) { base.receive(piece) }

    func finish() -> HTTPResponse {
        let answer = base.finish()
        note(answer)
        return answer
    }

    func cancel() { base.cancel() }
}
