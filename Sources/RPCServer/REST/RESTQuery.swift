import CloudCore

/// The query of a REST request: the fields of the message, and Google's system parameters
/// (cloud.google.com/apis/docs/system-parameters), which may be written with a `$` in front.
struct RESTQuery: Equatable {
    /// The parameters that are fields: names as they were sent, with dots between nested fields.
    private(set) var fields: [Field] = []
    /// Whether the answer is indented; it is unless `prettyPrint=false`.
    private(set) var prettyPrints = true
    /// The value of `access_token` or `oauth_token`, which stands for an `authorization` header.
    private(set) var accessToken: String?

    /// One parameter.
    struct Field: Equatable {
        let name: String
        let value: String
    }

    init() {}

    /// Parses a query, without its question mark.
    ///
    /// - Throws: INVALID_ARGUMENT for malformed encoding or a value that a system parameter does not have,
    ///   UNIMPLEMENTED for what this server does not do.
    init(_ text: Substring) throws(Status) {
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try PercentCoding.decode(parts[0], plusIsSpace: true)
            let value = parts.count > 1 ? try PercentCoding.decode(parts[1], plusIsSpace: true) : ""
            if try !takeSystemParameter(name, value) { fields.append(Field(name: name, value: value)) }
        }
    }

    private mutating func takeSystemParameter(_ name: String, _ value: String) throws(Status) -> Bool {
        switch name.first == "$" ? String(name.dropFirst()) : name {
        case "prettyPrint", "pp":
            prettyPrints = !(value == "false" || value == "0")
        case "access_token", "oauth_token":
            accessToken = value
        case "key", "quotaUser", "userProject", "userIp", "xgafv", ".xgafv", "trace", "unique", "apiVersion":
            // For quotas, billing, error format and tracing, none of which a local server has.
            break
        case "alt":
            guard value.isEmpty || value.hasPrefix("json") else {
                throw Status(.unimplemented, "The only representation of answers is alt=json, not \(value).")
            }
        case "fields" where !value.isEmpty && value != "*":
            throw Status(.unimplemented, "Partial answers (fields=\(value)) are not supported.")
        case "fields":
            break
        case "callback":
            throw Status(.unimplemented, "JSONP (callback=\(value)) is not supported.")
        default:
            guard name.first != "$" else {
                throw Status(.invalidArgument, "Unknown system parameter \(name.prefix(100)).")
            }
            return false
        }
        return true
    }

    /// Whether an answer to a request with this query is to be indented, even if the query is malformed.
    static func prettyPrints(_ text: Substring) -> Bool { (try? RESTQuery(text))?.prettyPrints ?? true }
}
