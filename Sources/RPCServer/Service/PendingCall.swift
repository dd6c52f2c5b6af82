import CloudCore

/// A call that is not answered yet. May be used from any thread; what it is told after its end changes nothing.
public protocol PendingCall: AnyObject, Sendable {
    /// Sends one encoded message. A call that is not a stream ends with it.
    func send(_ message: consuming OutputBuffer)

    /// Ends the call: nil for OK, after all messages have been sent.
    func finish(_ failure: Status?)

    /// Ends the call of a gateway with a whole HTTP answer.
    func respond(_ response: HTTPResponse)

    /// Whether what was sent has left for the network; a sender that respects it bounds its memory.
    var isWritable: Bool { get }

    /// Registers what runs once if the caller goes away (reset, disconnect, deadline) before the end;
    /// at once if that has happened already.
    func onCancel(_ action: @escaping @Sendable () -> Void)
}

@usableFromInline enum PendingMessage {
    /// Room before a message for the prefix of gRPC, so that what delimits messages need not copy them.
    @usableFromInline static var headroom: Int { 8 }
}

extension PendingCall {
    /// What is no call of a gateway is answered with messages.
    public func respond(_ response: HTTPResponse) {
        finish(Status(.internal, "This call cannot be answered with HTTP status \(response.status)."))
    }
}

/// The answer of a deferred unary call.
public struct Reply<Response: Message>: Sendable {
    @usableFromInline let call: any PendingCall
    @usableFromInline let format: PayloadFormat

    @inlinable init(call: any PendingCall, format: PayloadFormat) {
        self.call = call
        self.format = format
    }

    /// Answers with `response`, whose encoding takes about `estimatedBytes`: with a good guess nothing has to be moved
    /// while it grows.
    @inlinable public func succeed(_ response: Response, estimatedBytes: Int = 256) {
        var out = OutputBuffer(capacity: estimatedBytes, headroom: PendingMessage.headroom)
        format.encode(response, to: &out)
        call.send(out)
    }

    /// Answers with an error.
    public func fail(_ status: Status) { call.finish(status) }

    /// Registers what runs once if the caller goes away before the answer.
    public func onCancel(_ action: @escaping @Sendable () -> Void) { call.onCancel(action) }
}

/// The messages that a streaming method sends.
public struct ResponseStream<Response: Message>: Sendable {
    @usableFromInline let call: any PendingCall

    @inlinable init(call: any PendingCall) { self.call = call }

    /// Sends one message, whose encoding takes about `estimatedBytes`.
    @inlinable public func send(_ response: Response, estimatedBytes: Int = 256) {
        var out = OutputBuffer(capacity: estimatedBytes, headroom: PendingMessage.headroom)
        ProtobufEncoder.encode(response, to: &out)
        call.send(out)
    }

    /// Ends the stream: nil for OK.
    public func finish(_ failure: Status?) { call.finish(failure) }

    /// Whether what was sent has left for the network.
    public var isWritable: Bool { call.isWritable }
}

/// What receives the request messages of a streaming call. All of it is called on the event loop, in order.
public protocol RequestStream: AnyObject, Sendable {
    associatedtype Request: Message

    /// A message has arrived.
    func receive(_ request: Request)
    /// The caller has sent its last message.
    func halfClose()
    /// What had been sent has left for the network: more may be sent.
    func writable()
    /// The caller is gone (reset, disconnect, deadline); nothing more is called.
    func cancel()
}

/// A `RequestStream` whose message type is erased.
public protocol ErasedRequestStream: AnyObject, Sendable {
    /// A message has arrived, in the protobuf encoding.
    ///
    /// - Throws: INTERNAL when it cannot be decoded; the call then ends with that status.
    func receive(_ bytes: UnsafeRawBufferPointer) throws(Status)
    /// The caller has sent its last message.
    func halfClose()
    /// What had been sent has left for the network.
    func writable()
    /// The caller is gone.
    func cancel()
}

@usableFromInline final class TypedRequestStream<Stream: RequestStream>: ErasedRequestStream {
    @usableFromInline let stream: Stream

    @inlinable init(_ stream: Stream) { self.stream = stream }

    @inlinable func receive(_ bytes: UnsafeRawBufferPointer) throws(Status) {
        stream.receive(try ProtobufDecoder.decode(Stream.Request.self, from: bytes))
    }

    @inlinable func halfClose() { stream.halfClose() }
    @inlinable func writable() { stream.writable() }
    @inlinable func cancel() { stream.cancel() }
}
