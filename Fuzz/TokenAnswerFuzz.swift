// modules: CloudCore
// sources: Sources/GoogleCloud/Credentials Sources/GoogleCloud/HTTP Sources/GoogleCloud/API/CloudEndpoints.swift Sources/GoogleCloud/API/Credentials.swift Sources/GoogleCloud/API/HTTPResponse+JSON.swift Sources/GoogleCloud/API/JSON+Fields.swift Sources/GoogleCloud/API/Retrier.swift Sources/GoogleCloud/API/RetryAfter.swift Sources/GoogleCloud/API/RetryBudget.swift Sources/GoogleCloud/API/RetryPolicy.swift
// max_len: 4096

/// What other programs answer with: tokens, their lives, `Retry-After`, and URLs. The first byte says which it is.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 0 else { return 0 }
    let bytes = [UInt8](UnsafeBufferPointer(start: data + 1, count: count - 1))
    let text = String(decoding: bytes, as: UTF8.self)
    let now = Instant(nanoseconds: 1_893_456_000_000_000_000)
    switch data[0] % 7 {
    case 0: check((try? JSONWebToken.received(text, now: now))?.value)
    case 1: check(try? SubjectTokenSource.token(in: bytes, .text, "x"))
    case 2: check(try? SubjectTokenSource.token(in: bytes, .json("t"), "x"))
    case 3: check(try? SubjectTokenCommand.token(in: bytes, now: now))
    case 4:
        let context = TokenContext(transport: Nobody(), timeline: VirtualTimeline(), environment: [:])
        guard let json = try? JSON.parse(bytes), let token = try? context.token(in: json, from: "x") else {
            break
        }
        check(token.value)
        precondition(token.refreshTime <= token.lastUse && token.lastUse <= token.expires)
    case 5: if let delay = RetryAfter.delay(text, now: now) { precondition(delay >= .zero) }
    default: check(URLParts(text), text)
    }
    return 0
}

private struct Nobody: HTTPTransport {
    func send(_ request: HTTPRequest) async throws -> HTTPResponse { throw Status(.unavailable, "nobody") }
}

private func check(_ token: Secret<String>?) {
    guard let token else { return }
    precondition(!token.revealed.isEmpty && "\(token)" == "(secret)")
}

/// A host that is taken for this machine is written in a way that leaves no choice.
private func check(_ parts: URLParts?, _ url: String) {
    guard let parts, parts.isLoopback else { return }
    let request = HTTPRequest(method: "GET", url: url)
    precondition(request.isLoopback && !request.shownURL.contains("@\(parts.host)"))
    precondition(!parts.host.contains { "/\\@%#? ".contains($0) })
}
