import CloudCore

/// What carries HTTP requests: libcurl in production, anything that answers in a test.
public protocol HTTPTransport: Sendable {
    /// Sends one request and returns its whole answer, whatever its status.
    ///
    /// - Throws: `Status(.unavailable)` when there is no connection or it breaks, `Status(.deadlineExceeded)`
    ///   after the request's timeout, `CancellationError` when the task is cancelled.
    func send(_ request: HTTPRequest) async throws -> HTTPResponse
}

/// One HTTP request.
public struct HTTPRequest: Sendable {
    /// The method, for example `POST`.
    public var method: String
    /// The absolute URL, percent-encoded.
    public var url: String
    /// The headers in the order in which they are sent.
    public var headers: [(name: String, value: String)]
    /// The body; empty for none.
    public var body: [UInt8]
    /// The most real time the request may take; nil for no limit.
    public var timeout: Duration?

    /// Makes a request from its parts.
    public init(
        method: String, url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        timeout: Duration? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
    }

    /// The value of the first header of that name, whatever its case.
    public func header(_ name: String) -> String? { firstValue(of: name, in: headers) }
}

/// Requests carry tokens in their headers and bodies, and session keys in their queries: a request that ends up in a
/// log or an error shows none of these.
extension HTTPRequest: CustomStringConvertible, CustomReflectable {
    /// Method and URL, the latter without user, query and fragment.
    public var description: String { "\(method) \(shownURL)" }

    /// The same.
    public var customMirror: Mirror { Mirror(self, children: ["request": description]) }

    /// The URL as errors may name it: without user, query and fragment.
    public var shownURL: String {
        if let parts = URLParts(url) { return "\(parts.scheme)://\(parts.hostAndPort)\(parts.path)" }
        let text = url.prefix { !"?#".contains($0) }
        return text.lastIndex(of: "@").map { "…" + text[$0...] } ?? String(text)
    }
}

/// The answer to an `HTTPRequest`.
public struct HTTPResponse: Sendable, CustomStringConvertible, CustomReflectable {
    /// The status code, for example 200.
    public var status: Int
    /// The headers in the order in which they came; trailers are not among them.
    public var headers: [(name: String, value: String)]
    /// The whole body.
    public var body: [UInt8]

    /// Makes a response from its parts.
    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The value of the first header of that name, whatever its case.
    public func header(_ name: String) -> String? { firstValue(of: name, in: headers) }

    /// The status and the size of the body, which may hold a token.
    public var description: String { "HTTP status \(status), \(body.count) bytes" }

    /// The same.
    public var customMirror: Mirror { Mirror(self, children: ["response": description]) }
}

private func firstValue(of name: String, in headers: [(name: String, value: String)]) -> String? {
    let wanted = name.lowercased()
    return headers.first { $0.name.lowercased() == wanted }?.value
}
