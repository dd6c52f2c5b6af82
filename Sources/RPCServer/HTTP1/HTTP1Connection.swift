import CloudCore

/// What happened on a connection.
enum HTTP1Event: Equatable {
    /// The rest of the input is an incomplete head, or a request that has to wait for the answer to the one
    /// before: keep it, and call again with more appended, or once `respond` has been called.
    case needMoreInput
    /// The head has arrived, in `request`, of a request whose body is handed out in pieces.
    case head
    /// A piece of such a body, in `body` until the next call.
    case piece
    /// A whole request has arrived, in `request` and `body`, or by pieces: answer it with `respond`.
    case request
    /// The connection is over: write what `output` holds, and close.
    case closed
}

/// The server's side of one HTTP/1.1 connection (RFC 9112), without any input or output of its own.
///
/// Bytes from the socket go into `next`, which returns one event at a time; `respond` appends the answer to
/// `output`, which the caller writes to the socket. Pipelined requests are taken one by one, in order. Times are
/// nanoseconds of any monotonic clock.
struct HTTP1Connection: ~Copyable {
    /// The longest request line, with a target of some 16,000 bytes; more is answered with 414.
    static let maxRequestLineBytes = 16 * 1024
    /// The most header fields; more is answered with 431.
    static let maxFieldCount = 256
    /// Memory of a body that is kept for the next one.
    private static let keptBodyBytes = 64 * 1024

    /// Bytes for the socket.
    var output = OutputBuffer(capacity: 1024)
    /// The head of the last request.
    private(set) var request = HTTP1Request()
    /// The body of the last request, as it was sent: `content-encoding` is not undone.
    private(set) var body = OutputBuffer(capacity: 1)

    private let limits: ServerLimits
    private var phase = Phase.head
    private var chunks = ChunkedBody()
    /// How much of the head has been searched for its end, and where its current line starts.
    private var scanned = 0
    private var lineStart = 0
    private var lineCount = 0
    /// Which requests have their bodies handed out in pieces.
    private let isStreamed: (HTTP1Request) -> Bool
    /// Whether the last request is one of them.
    private var streamsBody = false
    private var sending: HTTPBodyCursor?
    private var closesAfterSending = false
    /// Whether the connection closes after the next answer, whatever the request says.
    private var drains = false
    /// The time that a limit is counted from.
    private var since: Int64

    private enum Phase {
        case head, body, answering, sending, closed
    }

    init(limits: ServerLimits, now: Int64, isStreamed: @escaping (HTTP1Request) -> Bool = { _ in false }) {
        self.limits = limits
        self.isStreamed = isStreamed
        since = now
    }

    /// Pulls the next event out of `input`, starting at `offset`, which is moved past what was consumed.
    mutating func next(_ input: UnsafeRawBufferPointer, _ offset: inout Int, now: Int64) -> HTTP1Event {
        do throws(HTTP1Error) {
            if phase == .head, try readHead(input, &offset, now: now) {
                phase = .body
                if streamsBody { return .head }
            }
            if phase == .body {
                if streamsBody { return try nextPiece(input, &offset, now: now) }
                if try readBody(input, &offset, limit: limits.maxMessageBytes) {
                    phase = .answering
                    return .request
                }
            }
        } catch {
            refuse(error)
        }
        return phase == .closed ? .closed : .needMoreInput
    }

    // MARK: Head

    /// Parses the head if it has arrived as a whole.
    private mutating func readHead(
        _ input: UnsafeRawBufferPointer, _ offset: inout Int, now: Int64
    ) throws(HTTP1Error) -> Bool {
        if scanned == 0 {
            // RFC 9112, 2.2: empty lines before a request are ignored.
            while input.count - offset >= 2, input[offset] == 0x0d, input[offset + 1] == 0x0a { offset += 2 }
            if offset < input.count { since = now }
            if input.count - offset == 1, input[offset] == 0x0d { return false }
        }
        guard let length = try headLength(UnsafeRawBufferPointer(rebasing: input[offset...])) else {
            return false
        }
        let head = UnsafeRawBufferPointer(rebasing: input[offset..<offset + length - 2])
        request = try HTTP1HeadParser.parse(head)
        offset += length
        (scanned, lineStart, lineCount) = (0, 0, 0)
        try beginBody(hasInput: offset < input.count)
        return true
    }

    /// The length of the head with the empty line at its end; nil if it has not arrived.
    private mutating func headLength(_ head: UnsafeRawBufferPointer) throws(HTTP1Error) -> Int? {
        while true {
            var end = scanned
            while end < head.count, head[end] != UInt8(ascii: "\n") { end += 1 }
            guard end < head.count else { break }
            guard end > lineStart, head[end - 1] == UInt8(ascii: "\r") else {
                throw .badRequest("A header line does not end with CRLF.")
            }
            scanned = end + 1
            try checkHeadSize(scanned)
            if end - lineStart == 1 { return scanned }
            lineStart = scanned
            lineCount += 1
        }
        scanned = head.count
        try checkHeadSize(scanned)
        return nil
    }

    private func checkHeadSize(_ size: Int) throws(HTTP1Error) {
        if lineCount == 0, size > Self.maxRequestLineBytes {
            throw HTTP1Error(status: 414, message: "The request line is too long.")
        }
        guard lineCount <= Self.maxFieldCount, size <= Self.maxRequestLineBytes + limits.maxHeaderListBytes
        else {
            throw HTTP1Error(status: 431, message: "The request's header fields are too large.")
        }
    }

    // MARK: Body

    private mutating func beginBody(hasInput: Bool) throws(HTTP1Error) {
        body.removeAll(keepingAtMost: Self.keptBodyBytes)
        chunks = ChunkedBody()
        streamsBody = isStreamed(request)
        if !streamsBody, case .length(let length) = request.framing, length > limits.maxMessageBytes {
            throw .bodyTooLarge(limits.maxMessageBytes)
        }
        // RFC 9110, 10.1.1: the interim answer may be left out once the body has begun to arrive.
        if request.expectsContinue, !hasInput { output.append("HTTP/1.1 100 Continue\r\n\r\n") }
    }

    /// Takes in what has arrived of the body; true at its end.
    private mutating func readBody(
        _ input: UnsafeRawBufferPointer, _ offset: inout Int, limit: Int
    ) throws(HTTP1Error) -> Bool {
        switch request.framing {
        case .none: return true
        case .length(let length):
            let count = min(length - chunks.takenBytes - body.count, input.count - offset)
            body.append(UnsafeRawBufferPointer(rebasing: input[offset..<offset + count]))
            offset += count
            return chunks.takenBytes + body.count == length
        case .chunked:
            try chunks.decode(input, &offset, into: &body, limit: limit)
            return chunks.isDone
        }
    }

    /// Hands out what has arrived of a body, and then says that it was all.
    private mutating func nextPiece(
        _ input: UnsafeRawBufferPointer, _ offset: inout Int, now: Int64
    ) throws(HTTP1Error) -> HTTP1Event {
        chunks.takenBytes += body.count
        body.removeAll(keepingAtMost: Self.keptBodyBytes)
        let isDone = try readBody(input, &offset, limit: .max)
        if !body.isEmpty {
            // However large a body is, it may take its time while it is on its way.
            since = now
            return .piece
        }
        guard isDone else { return .needMoreInput }
        phase = .answering
        return .request
    }

    // MARK: Answers

    /// Whether a request has been handed out and not been answered.
    var isAnswering: Bool { phase == .answering }

    /// Whether the connection is to be closed once `output` has been written.
    var isClosed: Bool { phase == .closed }

    /// Answers the request that `next` returned. After it `next` goes on with what follows in the input.
    mutating func respond(_ response: HTTPResponse, now: Int64) {
        guard phase == .answering else { return }
        let keepsAlive = request.keepsAlive && !drains
        HTTP1Writer.append(
            response, to: &output, isHead: request.method == "HEAD", closes: !keepsAlive,
            keepsAliveHTTP10: keepsAlive && request.minorVersion == 0)
        body.removeAll(keepingAtMost: Self.keptBodyBytes)
        since = now
        if let source = response.source, source.count > 0, request.method != "HEAD" {
            closesAfterSending = !keepsAlive
            sending = HTTPBodyCursor(source)
            phase = .sending
            sendMore(now: now)
        } else {
            phase = keepsAlive ? .head : .closed
        }
    }

    /// Whether the body of an answer is being sent as the network takes it: `sendMore` goes on with it.
    var isSending: Bool { phase == .sending }

    /// Appends the next piece of an answer's body. One that cannot be had ends the connection, which tells the peer that
    /// the body is not whole.
    mutating func sendMore(now: Int64) {
        guard phase == .sending else { return }
        since = now
        guard let piece = sending?.next() else {
            sending = nil
            phase = .closed
            return
        }
        output.append(piece)
        guard sending?.isAtEnd != false else { return }
        sending = nil
        phase = closesAfterSending || drains ? .closed : .head
    }

    private mutating func refuse(_ error: HTTP1Error) {
        HTTP1Writer.append(
            error.response, to: &output, isHead: false, closes: true, keepsAliveHTTP10: false)
        phase = .closed
    }

    // MARK: The end

    /// When `checkTimeouts` is to be called next, `.max` for never.
    var nextDeadline: Int64 {
        let timeout: Duration
        switch phase {
        case .head: timeout = scanned > 0 ? limits.headerTimeout : limits.idleConnectionTimeout
        case .body: timeout = limits.requestTimeout
        case .answering, .sending, .closed: return .max
        }
        let (deadline, overflow) = since.addingReportingOverflow(timeout.clampedNanoseconds)
        return overflow ? .max : deadline
    }

    /// Ends the connection if its time is up, with 408 (Request Timeout) if a request has begun to arrive.
    mutating func checkTimeouts(now: Int64) {
        guard now >= nextDeadline else { return }
        if phase == .head, scanned == 0 {
            phase = .closed
        } else {
            refuse(HTTP1Error(status: 408, message: "The request took too long to arrive."))
        }
    }

    /// Stops taking requests: at once if none is arriving or being answered, else after its answer.
    mutating func beginDrain() {
        if phase == .head, scanned == 0 { phase = .closed }
        drains = true
    }
}
