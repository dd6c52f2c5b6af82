import CloudCore

extension HTTP2FrontDoor {
    /// Takes in the head of a request that is not gRPC.
    mutating func beginREST(_ stream: HTTP2Stream) {
        let head = http2.request
        let request = RESTRequest(
            method: head.method, target: head.path, authority: head.authority, fields: head.fields)
        guard services.rest.streamsBodies(of: request.path, for: request.authority) else {
            calls[stream.slot].phase = .receivingREST(request)
            return
        }
        http2.keepRequestOpen(stream)
        let receiver = services.rest.open(request, localPort: services.localPort)
        calls[stream.slot].phase = .streamingREST(receiver, request)
    }

    /// Hands a piece of a body on that is taken in as it arrives.
    mutating func receiveStreamedREST(
        _ piece: UnsafeRawBufferPointer, _ stream: HTTP2Stream, _ receiver: any HTTPBodyReceiver,
        _ request: RESTRequest, endStream: Bool
    ) {
        if !piece.isEmpty { receiver.receive(piece) }
        if endStream { finish(receiver.finish(), for: request, on: stream) }
    }

    /// Gathers the body, and serves the request at its end.
    mutating func receiveREST(
        _ piece: UnsafeRawBufferPointer, _ stream: HTTP2Stream, _ request: RESTRequest, endStream: Bool
    ) throws(Status) {
        let limit = services.limits.maxMessageBytes
        guard calls[stream.slot].body.count + piece.count <= limit else {
            throw Status(.resourceExhausted, "The request's body is larger than \(limit) bytes.")
        }
        calls[stream.slot].body.append(contentsOf: piece)
        guard endStream else { return }
        var body: [UInt8] = []
        swap(&body, &calls[stream.slot].body)
        serveREST(body, stream, request)
    }

    private mutating func serveREST(_ body: [UInt8], _ stream: HTTP2Stream, _ request: RESTRequest) {
        var made: NetworkCall?
        let answer = body.withUnsafeBytes { body in
            services.rest.serve(request, body: body, localPort: services.localPort) {
                let call = makeCall(stream, .bare, isUnary: true)
                made = call
                return call
            }
        }
        if let answer {
            finish(answer, for: request, on: stream)
        } else if let made {
            calls[stream.slot].phase = .waitingREST(made, request)
        }
    }

    /// Answers a deferred call that has ended.
    mutating func answerREST(_ call: NetworkCall, _ stream: HTTP2Stream, _ request: RESTRequest) {
        guard let end = call.fetch(into: &sent) else { return }
        finish(services.rest.answer(end, sent, for: request), for: request, on: stream)
        sent.removeAll(keepingAtMost: 64 * 1024)
    }

    /// Sends an answer, or as much of it as the network takes, and ends the call with it.
    private mutating func finish(_ response: HTTPResponse, for request: RESTRequest, on stream: HTTP2Stream) {
        send(response, for: request, on: stream)
        guard let source = response.source, !request.isHead, source.count > 0 else {
            return calls[stream.slot].end()
        }
        calls[stream.slot].phase = .sendingREST(HTTPBodyCursor(source))
        sendMore(stream)
    }

    /// Fetches more of an answer's body while the network takes it.
    mutating func sendMore(_ stream: HTTP2Stream) {
        guard case .sendingREST(var cursor) = calls[stream.slot].phase else { return }
        while http2.queuedBytes(stream) == 0 {
            guard http2.output.count < Self.heldBackBytes else {
                holdBack(stream)
                break
            }
            guard let piece = cursor.next() else {
                http2.reset(stream, .internalError)
                return calls[stream.slot].end()
            }
            piece.withUnsafeBytes { http2.sendData(stream, bytes: $0, endStream: cursor.isAtEnd) }
            if cursor.isAtEnd { return calls[stream.slot].end() }
        }
        calls[stream.slot].phase = .sendingREST(cursor)
    }

    /// Sends the head of an answer, and the body that it holds.
    mutating func send(_ response: HTTPResponse, for request: RESTRequest, on stream: HTTP2Stream) {
        var fields = [(name: ":status", value: String(response.status))]
        if !response.contentType.isEmpty { fields.append(("content-type", response.contentType)) }
        fields.append(("content-length", String(response.bodyCount)))
        fields += response.headers
        let hasBody = !request.isHead && response.bodyCount > 0
        http2.sendHeaders(stream, fields, endStream: !hasBody)
        guard hasBody, response.source == nil else { return }
        response.body.withUnsafeBytes { http2.sendData(stream, bytes: $0, endStream: true) }
    }
}
