import CCurl
import CloudCore

/// One request in flight: its options, and its answer as it comes in.
final class CurlTransfer {
    let id: UInt64
    let easy: OpaquePointer

    private let request: HTTPRequest
    private let completion: @Sendable (Result<HTTPResponse, any Error>) -> Void
    private let curl: CurlLibrary
    private let limits: CurlTransport.Limits
    private let errorText: UnsafeMutablePointer<CChar>
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var head: CurlResponseHead
    private var body: [UInt8] = []
    private var fault: Status?

    init(
        _ submission: CurlSubmission, _ curl: CurlLibrary, easy: OpaquePointer, limits: CurlTransport.Limits
    ) {
        id = submission.id
        request = submission.request
        completion = submission.completion
        self.curl = curl
        self.easy = easy
        self.limits = limits
        head = CurlResponseHead(maxBytes: limits.responseHeadBytes)
        errorText = .allocate(capacity: Int(REHEARSAL_CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(REHEARSAL_CURL_ERROR_SIZE))
    }

    deinit {
        curl.call.slist_free_all(headerList)
        errorText.deallocate()
    }

    // MARK: The request

    /// Sets all options; false when libcurl refuses one.
    ///
    /// - Parameter authorities: a file of those whose certificates are taken; nil for those of the system.
    func configure(authorities: String?) -> Bool {
        let context = Unmanaged.passUnretained(self).toOpaque()
        return set(REHEARSAL_CURLOPT_NOSIGNAL, 1)
            && setText(REHEARSAL_CURLOPT_URL, request.url)
            && set(REHEARSAL_CURLOPT_PROTOCOLS, Int(REHEARSAL_CURLPROTO_HTTP_AND_HTTPS))
            && set(REHEARSAL_CURLOPT_HTTP_VERSION, Int(REHEARSAL_CURL_HTTP_VERSION_2TLS))
            && set(REHEARSAL_CURLOPT_PATH_AS_IS, 1)
            && set(REHEARSAL_CURLOPT_TCP_KEEPALIVE, 1)
            && set(REHEARSAL_CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
            && set(REHEARSAL_CURLOPT_CONNECTTIMEOUT_MS, limits.connectTimeout.curlMilliseconds)
            && set(REHEARSAL_CURLOPT_TIMEOUT_MS, request.timeout?.curlMilliseconds ?? 0)
            && setPointer(REHEARSAL_CURLOPT_ERRORBUFFER, errorText)
            && setPointer(REHEARSAL_CURLOPT_PRIVATE, context)
            && setPointer(REHEARSAL_CURLOPT_WRITEDATA, context)
            && setPointer(REHEARSAL_CURLOPT_HEADERDATA, context)
            && setCallback(REHEARSAL_CURLOPT_WRITEFUNCTION, receiveBody)
            && setCallback(REHEARSAL_CURLOPT_HEADERFUNCTION, receiveHead)
            && (!request.isLoopback || setText(REHEARSAL_CURLOPT_NOPROXY, "*"))
            && (authorities.map { setText(REHEARSAL_CURLOPT_CAINFO, $0) } ?? true)
            && configureBody() && configureHeaders()
    }

    private func configureBody() -> Bool {
        guard request.method != "HEAD" else { return set(REHEARSAL_CURLOPT_NOBODY, 1) }
        let takesBody = ["POST", "PUT", "PATCH"].contains(request.method) || !request.body.isEmpty
        if takesBody {
            let size = Int64(request.body.count)
            let option = Int32(REHEARSAL_CURLOPT_POSTFIELDSIZE_LARGE)
            guard rehearsal_setopt_int64(curl.variadic, easy, option, size) == 0 else { return false }
            let copied = request.body.withUnsafeBytes {
                // An empty array has no address, which libcurl would take for "no body at all".
                setPointer(REHEARSAL_CURLOPT_COPYPOSTFIELDS, $0.baseAddress ?? UnsafeRawPointer(errorText))
            }
            guard copied else { return false }
        } else {
            guard set(REHEARSAL_CURLOPT_HTTPGET, 1) else { return false }
        }
        return setText(REHEARSAL_CURLOPT_CUSTOMREQUEST, request.method)
    }

    private func configureHeaders() -> Bool {
        // "Name:" tells libcurl to leave out a header that it would add by itself.
        var lines = ["Expect:"]
        if request.header("content-type") == nil { lines.append("Content-Type:") }
        if request.header("user-agent") == nil { lines.append("User-Agent: rehearsal") }
        // "Name;" is how libcurl is told of a header without a value.
        lines += request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        for line in lines {
            guard let longer = curl.call.slist_append(headerList, line) else { return false }
            headerList = longer
        }
        return setPointer(REHEARSAL_CURLOPT_HTTPHEADER, headerList)
    }

    private func set(_ option: Int, _ value: Int) -> Bool {
        rehearsal_setopt_long(curl.variadic, easy, Int32(option), value) == 0
    }

    private func setText(_ option: Int, _ value: String) -> Bool {
        value.withCString { rehearsal_setopt_pointer(curl.variadic, easy, Int32(option), $0) == 0 }
    }

    private func setPointer(_ option: Int, _ value: UnsafeRawPointer?) -> Bool {
        rehearsal_setopt_pointer(curl.variadic, easy, Int32(option), value) == 0
    }

    private func setCallback(_ option: Int, _ value: rehearsal_curl_callback) -> Bool {
        rehearsal_setopt_callback(curl.variadic, easy, Int32(option), value) == 0
    }

    // MARK: The answer

    /// Takes in a part of the body; false to end the transfer.
    fileprivate func receive(body part: UnsafeRawBufferPointer) -> Bool {
        guard part.count <= limits.responseBodyBytes - body.count else {
            fault = Status(
                .resourceExhausted,
                "The answer of \(request.shownURL) is larger than \(limits.responseBodyBytes) bytes.")
            return false
        }
        body.append(contentsOf: part)
        return true
    }

    /// Takes in a line of the head; false to end the transfer.
    fileprivate func receive(headLine line: UnsafeRawBufferPointer) -> Bool {
        if head.receive(line) { return true }
        fault = Status(
            .resourceExhausted,
            "The head of the answer of \(request.shownURL) is larger than \(limits.responseHeadBytes) bytes.")
        return false
    }

    /// What became of the transfer, by libcurl's result code.
    func outcome(of result: Int32) -> Result<HTTPResponse, any Error> {
        if let fault { return .failure(fault) }
        guard result == REHEARSAL_CURLE_OK else { return .failure(failure(of: result)) }
        guard head.isComplete else {
            return .failure(
                Status(.unavailable, "\(request): the answer broke off in its head."))
        }
        let status = rehearsal_response_code(curl.variadic, easy)
        return .success(HTTPResponse(status: status, headers: head.headers, body: body))
    }

    private func failure(of result: Int32) -> Status {
        let detail =
            errorText[0] == 0 ? String(cString: curl.call.easy_strerror(result)) : String(cString: errorText)
        let text = "\(request): \(detail)"
        switch Int(result) {
        case REHEARSAL_CURLE_OPERATION_TIMEDOUT where rehearsal_connect_time(curl.variadic, easy) > 0:
            return Status(.deadlineExceeded, text)
        // On a connection that stands, an unsupported protocol is the server's: it does not speak HTTP.
        case REHEARSAL_CURLE_UNSUPPORTED_PROTOCOL where rehearsal_connect_time(curl.variadic, easy) > 0:
            return Status(.unavailable, text)
        case REHEARSAL_CURLE_URL_MALFORMAT, REHEARSAL_CURLE_UNSUPPORTED_PROTOCOL:
            return Status(.invalidArgument, text)
        case REHEARSAL_CURLE_PEER_FAILED_VERIFICATION:
            return Status(.failedPrecondition, text)
        case REHEARSAL_CURLE_COULDNT_RESOLVE_PROXY, REHEARSAL_CURLE_COULDNT_RESOLVE_HOST,
            REHEARSAL_CURLE_COULDNT_CONNECT:
            return .notSent(text)
        default:
            return Status(.unavailable, text)
        }
    }

    func finish(throwing error: any Error) { completion(.failure(error)) }

    func finish(_ outcome: Result<HTTPResponse, any Error>) { completion(outcome) }
}

private let receiveBody: rehearsal_curl_callback = { data, size, count, context in
    take(data, size, count, context) { $0.receive(body: $1) }
}

private let receiveHead: rehearsal_curl_callback = { data, size, count, context in
    take(data, size, count, context) { $0.receive(headLine: $1) }
}

/// Hands what libcurl has received to its transfer. libcurl ends a transfer when fewer bytes than given are
/// taken, and never gives 0.
private func take(
    _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?,
    _ receive: (CurlTransfer, UnsafeRawBufferPointer) -> Bool
) -> Int {
    guard let data, let context else { return 0 }
    let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
    let bytes = UnsafeRawBufferPointer(start: data, count: size * count)
    return receive(transfer, bytes) ? bytes.count : 0
}

extension Duration {
    /// Whole milliseconds for libcurl, at least 1: for libcurl 0 means no limit.
    fileprivate var curlMilliseconds: Int {
        Int(clamping: max(1, min(clampedNanoseconds / 1_000_000, 1 << 31 - 1)))
    }
}
