import CloudCore

/// The head of a REST request, from either version of HTTP.
struct RESTRequest {
    /// The HTTP method as it was sent.
    let httpMethod: String
    /// The path without its query.
    let path: Substring
    /// The query without its question mark; empty for none.
    let query: Substring
    /// The host that was asked for.
    let authority: String
    /// The header fields.
    let fields: HeaderFields

    init(method: String, target: String, authority: String, fields: HeaderFields) {
        httpMethod = method
        let question = target.utf8.firstIndex(of: UInt8(ascii: "?"))
        path = target[..<(question ?? target.endIndex)]
        query = question.map { target[target.utf8.index(after: $0)...] } ?? ""
        self.authority = authority
        self.fields = fields
    }

    /// The method that is meant: HEAD is served as GET, and POST may stand for another one, which a client
    /// names in `X-HTTP-Method-Override` when its way to the server is not transparent.
    var method: String {
        switch httpMethod {
        case "HEAD": "GET"
        case "POST": fields[.xHTTPMethodOverride]?.uppercased() ?? httpMethod
        default: httpMethod
        }
    }

    /// Whether the answer has no body.
    var isHead: Bool { httpMethod == "HEAD" }

    /// The version of a resource that a write is meant for (RFC 9110, section 13.1.1).
    var ifMatch: String? { httpMethod == "GET" ? nil : fields[.ifMatch] }

    /// Whether errors have the form of Google's older JSON APIs.
    var wantsListedErrors: Bool { Self.olderAPIs.contains { path.hasPrefix($0) } }

    private static let olderAPIs = ["/bigquery/", "/upload/bigquery/"]

    /// How long the caller waits, from `X-Server-Timeout` in seconds as Google's clients send it.
    var timeout: Duration? {
        guard let text = fields["x-server-timeout"], let seconds = Duration(protoJSON: text + "s"),
            seconds > .zero
        else { return nil }
        return seconds
    }
}
