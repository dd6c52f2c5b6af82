import CloudCore

/// The client of Secret Manager v1. Names are full: `projects/p/secrets/s`, `projects/p/secrets/s/versions/1`.
///
/// Source: `google/cloud/secretmanager/v1`.
public struct SecretManagerClient: Sendable {
    private let api: GoogleAPI
    /// The policies of secrets, by their full names.
    public let policies: ResourcePolicies

    /// Makes a client of the API.
    public init(_ api: GoogleAPI) {
        self.api = api
        policies = ResourcePolicies(PolicyCalls(api: api, readStyle: .get), version: "v1")
    }

    // MARK: Secrets

    /// Makes a secret without versions, replicated as Google chooses.
    ///
    /// - Throws: ALREADY_EXISTS.
    public func createSecret(id: String, project: String, labels: [String: String] = [:]) async throws
        -> SecretResource
    {
        var body: JSONObject = ["replication": ["automatic": [:]]]
        body.set("labels", labels)
        return SecretResource(
            json: try await api.call(
                "POST", "/v1/projects/\(project)/secrets", query: [("secretId", id)], body: .object(body)))
    }

    /// A secret, without its data.
    public func secret(_ name: String) async throws -> SecretResource {
        SecretResource(json: try await api.call("GET", "/v1/\(name)"))
    }

    /// The secrets of a project.
    public func secrets(project: String) -> Listing<SecretResource> {
        Listing(
            api: api, path: "/v1/projects/\(project)/secrets", items: "secrets",
            read: SecretResource.init(json:))
    }

    /// Deletes a secret with its versions.
    public func deleteSecret(_ name: String) async throws { _ = try await api.call("DELETE", "/v1/\(name)") }

    // MARK: Versions

    /// Adds a version, at most 64 KiB, checked on its way by its checksum.
    ///
    /// - Throws: INVALID_ARGUMENT when it is too large or was damaged on its way.
    public func addVersion(_ data: Secret<[UInt8]>, to secret: String) async throws -> SecretVersion {
        let body: JSON = [
            "payload": [
                "data": .string(Base64.encode(data.revealed)),
                "dataCrc32c": .string(String(CRC32C.checksum(data.revealed))),
            ]
        ]
        return SecretVersion(json: try await api.call("POST", "/v1/\(secret):addVersion", body: body))
    }

    /// The data of a version, by number or `latest`, checked by its checksum.
    ///
    /// - Throws: FAILED_PRECONDITION when it is disabled or destroyed, DATA_LOSS when it was damaged on its way.
    public func access(_ version: String) async throws -> Secret<[UInt8]> {
        let payload = try await api.call("GET", "/v1/\(version):access").member("payload")
        guard let data = Base64.decode(payload.text("data")) else {
            throw Status(.internal, "The answer's payload.data is not base64.")
        }
        if let checksum = payload.integer("dataCrc32c"), checksum != Int(CRC32C.checksum(data)) {
            throw Status(
                .dataLoss, "The data of \(version) does not have the checksum that the answer names.")
        }
        return Secret(data)
    }

    /// A version, without its data.
    public func version(_ name: String) async throws -> SecretVersion {
        SecretVersion(json: try await api.call("GET", "/v1/\(name)"))
    }

    /// The versions of a secret, the newest first.
    public func versions(of secret: String) -> Listing<SecretVersion> {
        Listing(api: api, path: "/v1/\(secret)/versions", items: "versions", read: SecretVersion.init(json:))
    }

    /// Allows a version to be accessed.
    public func enable(_ version: String) async throws -> SecretVersion {
        try await change(version, "enable")
    }

    /// Forbids a version to be accessed.
    public func disable(_ version: String) async throws -> SecretVersion {
        try await change(version, "disable")
    }

    /// Destroys the data of a version for good.
    public func destroy(_ version: String) async throws -> SecretVersion {
        try await change(version, "destroy")
    }

    private func change(_ version: String, _ verb: String) async throws -> SecretVersion {
        SecretVersion(json: try await api.call("POST", "/v1/\(version):\(verb)", body: [:], repeats: .always))
    }
}

/// A secret, without its data.
public struct SecretResource: APIResource {
    /// All that the API says of it.
    public var json: JSON

    /// Takes the JSON of an answer, or of what is to be sent.
    public init(json: JSON) { self.json = json }

    /// The full name.
    public var name: String { json.text("name") }
    /// Its labels.
    public var labels: [String: String] { json.stringMap("labels") }
    /// The version of the secret's settings.
    public var etag: String { json.text("etag") }
}

/// A version of a secret, without its data.
public struct SecretVersion: APIResource {
    /// All that the API says of it.
    public var json: JSON

    /// Takes the JSON of an answer, or of what is to be sent.
    public init(json: JSON) { self.json = json }

    /// The full name, which ends in the version's number.
    public var name: String { json.text("name") }
    /// `ENABLED`, `DISABLED` or `DESTROYED`.
    public var state: String { json.text("state") }
}
