import CloudCore

extension HTTP2FrontDoor {
    // MARK: Requests

    /// Finds the method of a request, and opens its stream or waits for its message.
    mutating func beginGRPC(_ stream: HTTP2Stream, now: Int64) throws(Status) {
        let fields = http2.request.fields
        let method = try requestedMethod()
        calls[stream.slot].isGzip = try Self.isGzip(fields[.grpcEncoding])
        calls[stream.slot].context = CallContext(
            authorization: fields[.authorization], localPort: services.localPort)
        if let text = fields[.grpcTimeout] {
            guard let timeout = GRPCTimeout.parse(text) else {
                throw Status(
                    .internal, "Malformed grpc-timeout \"\(text)\"; expected up to 8 digits and a unit.")
            }
            calls[stream.slot].context.timeout = timeout
            calls[stream.slot].deadline = now + timeout.clampedNanoseconds
        }
        guard case .streaming(let open) = method.kind else {
            calls[stream.slot].phase = .receiving(method)
            return
        }
        http2.keepRequestOpen(stream)
        let call = makeCall(stream, .lengthPrefixed, isUnary: false)
        // Until it is open, the call waits: whoever fails it then is heard.
        calls[stream.slot].phase = .waiting(call)
        calls[stream.slot].phase = .streaming(call, try open(calls[stream.slot].context, call))
    }

    /// The method that the request's path names; most requests of a connection name the same.
    private mutating func requestedMethod() throws(Status) -> RPCMethod {
        let serial = http2.request.pathSerial
        if let known = lastMethod, known.pathSerial == serial { return known.method }
        let method = try services.methods.method(http2.request.path)
        lastMethod = (serial, method)
        return method
    }

    private static func isGzip(_ encoding: String?) throws(Status) -> Bool {
        switch encoding {
        case nil, "identity"?: return false
        case "gzip"?: return true
        case let other?:
            throw Status(.unimplemented, "grpc-encoding \"\(other)\" is not supported; use identity or gzip.")
        }
    }

    mutating func receiveUnary(
        _ piece: UnsafeRawBufferPointer, _ stream: HTTP2Stream, _ method: RPCMethod, endStream: Bool
    ) throws(Status) {
        let limit = services.limits.maxMessageBytes
        let isGzip = calls[stream.slot].isGzip
        guard endStream else { return try calls[stream.slot].reader.gather(piece, limit: limit) }
        var reader = GRPCMessageReader()
        swap(&reader, &calls[stream.slot].reader)
        try reader.readOnly(piece, limit: limit) { (bytes, isCompressed) throws(Status) in
            try Self.withMessage(bytes, isCompressed, isGzip: isGzip, limit: limit) {
                (message) throws(Status) in
                try call(method, stream, message)
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
        _ method: RPCMethod, _ stream: HTTP2Stream, _ message: UnsafeRawBufferPointer
    ) throws(Status) {
        switch method.kind {
        case .unary(let serve): try answerAtOnce(serve, stream, message)
        case .deferred(let serve):
            let call = makeCall(stream, .lengthPrefixed, isUnary: true)
            calls[stream.slot].phase = .waiting(call)
            try serve(.protobuf(message), calls[stream.slot].context, call)
        case .streaming:
            throw Status(.internal, "\(method.path) is a streaming method.")
        }
    }

    // MARK: Answers

    /// Serves a unary method, which writes its answer straight into the connection's output.
    private mutating func answerAtOnce(
        _ serve: RPCMethod.Unary, _ stream: HTTP2Stream, _ message: UnsafeRawBufferPointer
    ) throws(Status) {
        let start = http2.output.count
        do {
            sendResponseHeaders(stream)
            let mark = http2.beginData(stream)
            let prefix = http2.output.appendGap(GRPCMessageReader.prefixBytes)
            try serve(.protobuf(message), calls[stream.slot].context, &http2.output)
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
