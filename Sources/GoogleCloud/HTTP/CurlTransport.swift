import CloudCore

/// HTTP over libcurl: one worker thread drives all transfers and keeps connections open for reuse.
public final class CurlTransport: HTTPTransport {
    /// Makes a transport.
    public init() {}

    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        throw Status(.unimplemented, "CurlTransport is not here yet.")
    }
}
