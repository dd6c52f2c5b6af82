import CloudCore
import RPCServer

/// The parameters of a request to a token endpoint: `application/x-www-form-urlencoded` (RFC 6749, appendix B), or an
/// object of JSON, which Google's endpoints take, too.
struct FormFields: Sendable, Equatable {
    /// The most bytes and parameters of a request. A subject token may have 12 KiB, and options more.
    static let maxBytes = 256 << 10
    static let maxFields = 64

    private var fields: [String: String] = [:]

    /// Reads a body.
    ///
    /// - Throws: `invalid_request` for what is neither, and for a parameter that is there twice.
    init(parsing body: UnsafeRawBufferPointer, contentType: String) throws(OAuthError) {
        guard body.count <= Self.maxBytes else {
            throw .invalidRequest("The request has \(body.count) bytes, but the maximum is \(Self.maxBytes).")
        }
        if contentType.lowercased().hasPrefix("application/json") {
            try parseJSON(body)
        } else {
            guard let text = String(validating: body, as: UTF8.self) else {
                throw .invalidRequest("The request is not UTF-8.")
            }
            try parseForm(text)
        }
    }

    /// The value of a parameter; nil when it is missing or empty, which is the same (RFC 6749, section 3.2).
    subscript(name: String) -> String? { fields[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// The value of a parameter that must be there.
    ///
    /// - Throws: `invalid_request`.
    func require(_ name: String) throws(OAuthError) -> String {
        guard let value = self[name] else { throw .invalidRequest("Missing required parameter: \(name)") }
        return value
    }

    private mutating func parseForm(_ text: String) throws(OAuthError) {
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = try? PercentCoding.decode(parts[0], plusIsSpace: true),
                let value = try? PercentCoding.decode(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
            else { throw .invalidRequest("Malformed percent-encoding in the request.") }
            try add(name, value)
        }
    }

    private mutating func parseJSON(_ body: UnsafeRawBufferPointer) throws(OAuthError) {
        guard let object = (try? JSON.parse(body))?.objectValue else {
            throw .invalidRequest("The request is no JSON object.")
        }
        for (name, value) in object {
            guard let text = value.stringValue else {
                throw .invalidRequest("\(name.prefix(100)) is no string.")
            }
            try add(FieldName.snakeCase(name), text)
        }
    }

    private mutating func add(_ name: String, _ value: String) throws(OAuthError) {
        guard fields.count < Self.maxFields else {
            throw .invalidRequest("The request has more than \(Self.maxFields) parameters.")
        }
        guard fields.updateValue(value, forKey: name) == nil else {
            throw .invalidRequest("Parameter \(name.prefix(100)) is there more than once.")
        }
    }
}
