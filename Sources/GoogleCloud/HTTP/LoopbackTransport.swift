import CloudCore

/// Sends to this machine's own addresses and refuses everything else, before anything is sent: what a client of the
/// local cloud sends must never reach Google, whatever a file of credentials or an answer says.
///
/// Redirects are not followed by `CurlTransport`, so that each further request comes through here as well.
public struct LoopbackTransport: HTTPTransport {
    private let base: any HTTPTransport

    /// Sends by `base` what may be sent.
    public init(_ base: any HTTPTransport) { self.base = base }

    /// Sends one request.
    ///
    /// - Throws: FAILED_PRECONDITION when the URL's host is not this machine; what the base throws.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard request.isLoopback else {
            throw Status(
                .failedPrecondition,
                "\(request) is not sent: in local mode only this machine's own addresses may be called "
                    + "(127.0.0.0/8, ::1, localhost).")
        }
        return try await base.send(request)
    }
}

extension HTTPRequest {
    /// Whether the URL's host is this machine itself, which no proxy stands in front of.
    var isLoopback: Bool { URLParts(url)?.isLoopback ?? false }
}
