import CloudCore

/// Keys of service accounts. Source: `google/iam/admin/v1/iam.proto`.
extension IAMClient {
    /// Makes a key; the answer is the only place where its private part is ever seen.
    ///
    /// - Throws: FAILED_PRECONDITION when the account has as many keys as it may.
    public func createKey(of email: String, project: String) async throws -> ServiceAccountKeyFile {
        let answer = try await api.call("POST", path(email, project) + "/keys", body: [:], repeats: .never)
        guard let file = Base64.decode(answer.text("privateKeyData")), !file.isEmpty else {
            throw Status(.internal, "The answer has no usable privateKeyData.")
        }
        return ServiceAccountKeyFile(name: answer.text("name"), contents: Secret(file))
    }

    /// The keys of an account, without their private parts.
    ///
    /// - Parameter userManaged: whether those that Google rotates by itself are left out.
    public func keys(of email: String, project: String, userManaged: Bool = true) async throws -> [AccountKey]
    {
        let query = userManaged ? [("keyTypes", "USER_MANAGED")] : []
        let answer = try await api.call("GET", path(email, project) + "/keys", query: query)
        return answer.elements("keys").map(AccountKey.init(json:))
    }

    /// Deletes a key by its full name, `projects/p/serviceAccounts/EMAIL/keys/ID`; tokens that it has signed go on to be
    /// good until they expire.
    public func deleteKey(_ name: String) async throws { _ = try await api.call("DELETE", "/v1/\(name)") }
}

/// A key of a service account, as the API shows it.
public struct AccountKey: APIResource {
    /// All that the API says of it.
    public var json: JSON

    /// Takes the JSON of an answer, or of what is to be sent.
    public init(json: JSON) { self.json = json }

    /// The full name.
    public var name: String { json.text("name") }
    /// When it expires.
    public var validBefore: Instant? { time("validBeforeTime") }
    /// Whether it is disabled.
    public var isDisabled: Bool { json.flag("disabled") }
}

/// A new key: a file as GOOGLE_APPLICATION_CREDENTIALS names one.
public struct ServiceAccountKeyFile: Sendable {
    /// The full name.
    public let name: String
    /// The contents of the file, which hold the private key.
    public let contents: Secret<[UInt8]>
}
