import CloudCore

extension HTTP2FrontDoor {
    // MARK: Requests

    /// What the request's head says of its call; nil for a request that is not gRPC.
    mutating func requestedCall() throws(Status) -> GRPCHead? {
        let serial = http2.request.serial
        if let lastHead, lastHead.serial == serial { return lastHead.head }
        guard http2.request.fields[.contentType]?.hasPrefix("application/grpc") == true,
            services.rest.gateway?.serves(http2.request.authority) != true
        else { return nil }
        let method = try requestedMethod()
        let head = try GRPCHead(method, http2.request.fields, localPort: services.localPort)
        lastHead = (serial, head)
        return head
    }

    /// Opens the stream of a request, or waits for its message.
    mutating func beginGRPC(_ stream: HTTP2Stream, _ head: GRPCHead, now: Int64) throws(Status) {
        calls[stream.slot].isGzip = head.isGzip
        if let timeout = head.context.timeout {
            calls[stream.slot].deadline = now + timeout.clampedNanoseconds
        }
        guard case .streaming(let open) = head.method.kind(through: services.interceptor) else {
            calls[stream.slot].phase = .receiving(head)
            return
        }
        http2.keepRequestOpen(stream)
        let call = makeCall(stream, .lengthPrefixed, isUnary: false)
        // Until it is open, the call waits: whoever fails it then is heard.
        calls[stream.slot].phase = .waiting(call)
        calls[stream.slot].phase = .streaming(call, try open(head.context, call))
    }

    /// The method that the request's path names; most requests of a connection name the same.
    private mutating func requestedMethod() throws(Status) -> RPCMethod {
        let serial = http2.request.pathSerial
        if let known = lastMethod, known.pathSerial == serial { return known.method }
        let method = try services.methods.method(http2.request.path)
        lastMethod = (serial, method)
        return method
    }

    mutating func receiveUnary(
        _ piece: UnsafeRawBufferPointer, _ stream: HTTP2Stream, _ head: GRPCHead, endStream: Bool
    ) throws(Status) {
        let limit = services.limits.maxMessageBytes
        guard endStream else { return try calls[stream.slot].reader.gather(piece, limit: limit) }
        if calls[stream.slot].reader.isEmpty {
            let (message, isCompressed) = try GRPCMessageReader.onlyMessage(in: piece, limit: limit)
            if !isCompressed { return try call(head, stream, message) }
        }
        var reader = GRPCMessageReader()
        swap(&reader, &calls[stream.slot].reader)
        try reader.readOnly(piece, limit: limit) { (bytes, isCompressed) throws(Status) in
            try Self.withMessage(bytes, isCompressed, isGzip: head.isGzip, limit: limit) {
                (message) throws(Status) in
                try call(head, stream, message)
            }
        }
    }

    mutating func receiveStreaming(
        _ piece: UnsafeRawBufferPointer, _ stream: HTTP2Stream, _ receiver: any ErasedRequestStream,
        endStream: Bool
    ) throws(Status) {
        let limit = services.limits.maxMessageBytes
        let isGzip = calls[stream.slot].isGzip
        // Taken out of the slot while the receiver runs, which may end the call.
        var reader = GRPCMessageReader()
        swap(&reader, &calls[stream.slot].reader)
        try reader.readAll(piece, limit: limit) { (bytes, isCompressed) throws(Status) in
            guard case .streaming = calls[stream.slot].phase else { return }
            try Self.withMessage(bytes, isCompressed, isGzip: isGzip, limit: limit) {
                (message) throws(Status) in
                try receiver.receive(message)
            }
        }
        guard case .streaming = calls[stream.slot].phase else { return }
        swap(&reader, &calls[stream.slot].reader)
        if endStream { receiver.halfClose() }
    }

    /// Calls `body` with the message, inflated if it is compressed.
    private static func withMessage(
        _ message: UnsafeRawBufferPointer, _ isCompressed: Bool, isGzip: Bool, limit: Int,
        _ body: (UnsafeRawBufferPointer) throws(Status) -> Void
    ) throws(Status) {
        guard isCompressed else { return try body(message) }
        guard isGzip else {
            throw Status(.internal, "A message is marked as compressed, but no grpc-encoding was announced.")
        }
        try Gzip.decompress(message, limit: limit).withStatus(body)
    }

    private mutating func call(
        _ head: GRPCHead, _ stream: HTTP2Stream, _ message: UnsafeRawBufferPointer
    ) throws(Status) {
        switch head.method.kind(through: services.interceptor) {
        case .unary(let serve): try answerAtOnce(serve, head, stream, message)
        case .either(let serve, let isDeferred, let begin):
            if isDeferred() { return try answerLater(begin, head, stream, message) }
            try answerAtOnce(serve, head, stream, message)
        case .deferred(let serve): try answerLater(serve, head, stream, message)
        case .streaming:
            throw Status(.internal, "\(head.method.path) is a streaming method.")
        }
    }

    // MARK: Answers

    /// Begins a method that answers through its call.
    private mutating func answerLater(
        _ serve: RPCMethod.Deferred, _ head: GRPCHead, _ stream: HTTP2Stream,
        _ message: UnsafeRawBufferPointer
    ) throws(Status) {
        let call = makeCall(stream, .lengthPrefixed, isUnary: true)
        calls[stream.slot].phase = .waiting(call)
        try serve(.protobuf(message, strings), head.context, call)
    }

    /// Serves a unary method, which writes its answer straight into the connection's output.
    private mutating func answerAtOnce(
        _ serve: RPCMethod.Unary, _ head: GRPCHead, _ stream: HTTP2Stream,
        _ message: UnsafeRawBufferPointer
    ) throws(Status) {
        let start = http2.output.count
        do {
            sendResponseHeaders(stream)
            let mark = http2.beginData(stream)
            let prefix = http2.output.appendGap(GRPCMessageReader.prefixBytes)
            try serve(.protobuf(message, strings), head.context, &http2.output)
            let length = http2.output.count - prefix - GRPCMessageReader.prefixBytes
            http2.output.overwrite(at: prefix + 1, bigEndian: UInt32(clamping: length))
            http2.endData(stream, mark, endStream: false)
            sendOKTrailers(stream)
            calls[stream.slot].end()
        } catch {
            // It was the first that was written for this stream, so it can be taken back.
            http2.output.truncate(to: start)
            calls[stream.slot].hasSentHeaders = false
            throw error
        }
    }

    /// Sends what a deferred or streaming method has said since the last time.
    mutating func answerGRPC(_ call: NetworkCall, _ stream: HTTP2Stream) {
        let end = call.fetch(into: &sent)
        if !sent.isEmpty {
            if !calls[stream.slot].hasSentHeaders { sendResponseHeaders(stream) }
            sent.withBytes { http2.sendData(stream, bytes: $0, endStream: false) }
            sent.removeAll(keepingAtMost: 64 * 1024)
        }
        switch end {
        case nil: release(stream)
        case .success?:
            if !calls[stream.slot].hasSentHeaders { sendResponseHeaders(stream) }
            sendOKTrailers(stream)
            calls[stream.slot].end()
        case .answer?:
            sendStatus(Status(.internal, "The call was not answered with a message."), on: stream)
            calls[stream.slot].end()
        case .failure(let status)?:
            sendStatus(status, on: stream)
            calls[stream.slot].end()
        }
    }

    private mutating func sendResponseHeaders(_ stream: HTTP2Stream) {
        calls[stream.slot].hasSentHeaders = true
        GRPCHeaders.response.withUnsafeBytes {
            http2.sendPreencodedHeaders(stream, block: $0, endStream: false)
        }
    }

    private mutating func sendOKTrailers(_ stream: HTTP2Stream) {
        GRPCHeaders.okTrailers.withUnsafeBytes {
            http2.sendPreencodedHeaders(stream, block: $0, endStream: true)
        }
    }

    /// Ends a response with an error: in trailers, or in a block of its own if nothing had been sent.
    mutating func sendStatus(_ status: Status, on stream: HTTP2Stream) {
        let trailers = GRPCStatusTrailers.fields(for: status)
        let fields = calls[stream.slot].hasSentHeaders ? trailers : GRPCHeaders.opening + trailers
        http2.sendHeaders(stream, fields, endStream: true)
    }
}
