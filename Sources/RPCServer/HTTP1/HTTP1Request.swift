/// The head of an HTTP/1.1 request (RFC 9112).
struct HTTP1Request {
    /// The method, for example `POST`.
    var method = ""
    /// The path with its query, for example `/v1/projects?pageSize=2`; `*` for OPTIONS of the server.
    var target = ""
    /// The host that the request is for, from an absolute-form target or else from `Host`.
    var authority = ""
    /// The fields in order, names in lower case.
    var fields = HeaderFields()
    /// 0 for HTTP/1.0, 1 for HTTP/1.1 and later versions of 1.
    var minorVersion = 1
    /// Where the body ends.
    var framing = Framing.none
    /// Whether the connection stays open after the answer.
    var keepsAlive = true
    /// Whether the client waits for an interim answer before it sends the body.
    var expectsContinue = false

    /// Where a body ends (RFC 9112, section 6).
    enum Framing: Equatable {
        case none
        case length(Int)
        case chunked
    }
}
