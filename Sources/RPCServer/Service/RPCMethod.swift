import CloudCore

/// A row of a method table: a gRPC method, its HTTP rules, and the function that serves both.
///
/// The messages' types are erased here; the generic makers below are inlinable, so that decoding and encoding
/// are specialised in the module that defines the messages.
public final class RPCMethod: Sendable {
    /// Serves a call at once: decodes `payload`, appends the encoded answer to `out`.
    public typealias Unary =
        @Sendable (_ payload: RequestPayload, _ context: CallContext, _ out: inout OutputBuffer)
        throws(Status) -> Void
    /// Begins a call that is answered later, through `call`.
    public typealias Deferred =
        @Sendable (_ payload: RequestPayload, _ context: CallContext, _ call: PendingCall) throws(Status) ->
        Void
    /// Opens a stream, which is answered through `call`.
    public typealias Streaming =
        @Sendable (_ context: CallContext, _ call: PendingCall) throws(Status) -> any ErasedRequestStream

    /// How the method is served.
    public enum Kind: Sendable {
        case unary(Unary)
        case deferred(Deferred)
        case streaming(Streaming)
        /// As the first function, unless the condition holds when the call comes: then as the second.
        case either(Unary, unless: @Sendable () -> Bool, Deferred)
    }

    /// The gRPC path, for example `/google.pubsub.v1.Publisher/Publish`.
    public let path: String
    /// The REST routes; empty for a method that exists over gRPC only.
    public let rules: [HTTPRule]
    /// How the method is served.
    public let kind: Kind
    /// What the messages are, for who wants to describe the method.
    public let signature: RPCSignature
    /// What its maker has attached, for who looks through a method table; servers have no use for it.
    public let attachment: (any Sendable)?

    @inlinable init(
        path: String, rules: [HTTPRule], kind: Kind, signature: RPCSignature,
        attachment: (any Sendable)? = nil
    ) {
        self.path = path
        self.rules = rules
        self.kind = kind
        self.signature = signature
        self.attachment = attachment
    }

    /// The method with something attached that belongs to it, which stays when checks are put before its calls.
    public func attaching(_ attachment: any Sendable) -> RPCMethod {
        RPCMethod(path: path, rules: rules, kind: kind, signature: signature, attachment: attachment)
    }

    /// A method that answers at once, on the event loop; it must not block.
    @inlinable public static func unary<Request: Message, Response: Message>(
        _ path: String, _ rules: [HTTPRule] = [],
        _ serve: @escaping @Sendable (Request, CallContext) throws(Status) -> Response
    ) -> RPCMethod {
        let call: Unary = { (payload, context, out) throws(Status) in
            let request: Request = try payload.decode()
            payload.format.encode(try serve(request, context), to: &out)
        }
        return RPCMethod(
            path: path, rules: rules, kind: .unary(call),
            signature: RPCSignature(Request.self, Response.self))
    }

    /// A method that answers when it can, from any thread, through a `Reply`.
    @inlinable public static func deferred<Request: Message, Response: Message>(
        _ path: String, _ rules: [HTTPRule] = [],
        _ serve: @escaping @Sendable (Request, CallContext, Reply<Response>) -> Void
    ) -> RPCMethod {
        let call: Deferred = { (payload, context, call) throws(Status) in
            serve(try payload.decode(), context, Reply(call: call, format: payload.format))
        }
        return RPCMethod(
            path: path, rules: rules, kind: .deferred(call),
            signature: RPCSignature(Request.self, Response.self))
    }

    /// A method that answers as `method` does, at once, unless `condition` holds when it is called: then as
    /// `deferred` does. Both are of the same path; a method of another kind than its place wants stays as it is.
    public static func unary(
        _ method: RPCMethod, unless condition: @escaping @Sendable () -> Bool, then deferred: RPCMethod
    ) -> RPCMethod {
        guard case .unary(let atOnce) = method.kind, case .deferred(let later) = deferred.kind else {
            return method
        }
        return RPCMethod(
            path: method.path, rules: method.rules, kind: .either(atOnce, unless: condition, later),
            signature: method.signature)
    }

    /// A streaming method (gRPC only): `open` returns what receives the request messages.
    ///
    /// `clientStreams` is whether the API definition has a stream of requests, and not only one of responses.
    @inlinable public static func streaming<Stream: RequestStream, Response: Message>(
        _ path: String, clientStreams: Bool = true,
        _ open: @escaping @Sendable (CallContext, ResponseStream<Response>) throws(Status) -> Stream
    ) -> RPCMethod {
        let call: Streaming = { (context, call) throws(Status) in
            TypedRequestStream(try open(context, ResponseStream(call: call)))
        }
        return RPCMethod(
            path: path, rules: [], kind: .streaming(call),
            signature: RPCSignature(
                Stream.Request.self, Response.self, clientStreams: clientStreams, serverStreams: true))
    }
}
