import CloudCore

extension HTTP2FrontDoor {
    /// Takes in the head of a request that is not gRPC.
    mutating func beginREST(_ stream: HTTP2Stream) {
        let head = http2.request
        calls[stream.slot].phase = .receivingREST(
            RESTRequest(
                method: head.method, target: head.path, authority: head.authority, fields: head.fields))
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
            send(answer, for: request, on: stream)
            calls[stream.slot].end()
        } else if let made {
            calls[stream.slot].phase = .waitingREST(made, request)
        }
    }

    /// Answers a deferred call that has ended.
    mutating func answerREST(_ call: NetworkCall, _ stream: HTTP2Stream, _ request: RESTRequest) {
        guard let end = call.fetch(into: &sent) else { return }
        send(services.rest.answer(end, sent, for: request), for: request, on: stream)
        sent.removeAll(keepingAtMost: 64 * 1024)
        calls[stream.slot].end()
    }

    /// Sends a whole answer.
    mutating func send(_ response: HTTPResponse, for request: RESTRequest, on stream: HTTP2Stream) {
        var fields = [(name: ":status", value: String(response.status))]
        if !response.contentType.isEmpty { fields.append(("content-type", response.contentType)) }
        fields.append(("content-length", String(response.body.count)))
        fields += response.headers
        let hasBody = !request.isHead && !response.body.isEmpty
        http2.sendHeaders(stream, fields, endStream: !hasBody)
        guard hasBody else { return }
        response.body.withUnsafeBytes { http2.sendData(stream, bytes: $0, endStream: true) }
    }
}
