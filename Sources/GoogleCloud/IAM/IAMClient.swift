import CloudCore

/// The client of IAM v1: service accounts and their own policies.
///
/// Source: `google/iam/admin/v1/iam.proto`. Reads are eventually consistent: a new account may be NOT_FOUND
/// for a minute.
public struct IAMClient: Sendable {
    let api: GoogleAPI
    private let policies: PolicyCalls

    /// Makes a client of the API.
    public init(_ api: GoogleAPI) {
        self.api = api
        policies = PolicyCalls(api: api, readStyle: .post)
    }

    /// Creates the account `id@project.iam.gserviceaccount.com`.
    ///
    /// - Throws: ALREADY_EXISTS, RESOURCE_EXHAUSTED when the project holds as many accounts as it may.
    public func createServiceAccount(
        project: String, id: String, displayName: String = "", description: String = ""
    ) async throws -> ServiceAccount {
        var account = JSONObject()
        account.set("displayName", displayName)
        account.set("description", description)
        var body = JSONObject()
        body.set("accountId", id)
        body["serviceAccount"] = .object(account)
        let path = "/v1/projects/\(project)/serviceAccounts"
        return ServiceAccount(json: try await api.call("POST", path, body: .object(body)))
    }

    /// The account with that email address.
    ///
    /// - Throws: NOT_FOUND when there is none, or none visible yet.
    public func serviceAccount(_ email: String, project: String) async throws -> ServiceAccount {
        ServiceAccount(json: try await api.call("GET", path(email, project)))
    }

    /// All accounts of the project that are visible, in the order of the API.
    ///
    /// - Throws: INTERNAL when the listing does not end within 1,000 pages.
    public func serviceAccounts(project: String) async throws -> [ServiceAccount] {
        try await Listing(
            api: api, path: "/v1/projects/\(project)/serviceAccounts", items: "accounts",
            read: ServiceAccount.init(json:)
        ).all()
    }

    /// Deletes the account with that email address.
    ///
    /// - Throws: NOT_FOUND when there is none.
    public func deleteServiceAccount(_ email: String, project: String) async throws {
        _ = try await api.call("DELETE", path(email, project))
    }

    /// Brings a deleted account back, by its unique id, within 30 days.
    ///
    /// - Throws: PERMISSION_DENIED when there is none to bring back.
    public func undeleteServiceAccount(uniqueID: String, project: String) async throws -> ServiceAccount {
        let answer = try await api.call("POST", path(uniqueID, project) + ":undelete", body: [:])
        return ServiceAccount(json: answer.member("restoredAccount"))
    }

    /// Allows or forbids an account to be used.
    public func setEnabled(_ isEnabled: Bool, _ email: String, project: String) async throws {
        let verb = isEnabled ? ":enable" : ":disable"
        _ = try await api.call("POST", path(email, project) + verb, body: [:], repeats: .always)
    }

    /// Gives an account other texts; nil leaves one as it is.
    public func updateServiceAccount(
        _ email: String, project: String, displayName: String? = nil, description: String? = nil
    ) async throws -> ServiceAccount {
        let changes = [("displayName", displayName), ("description", description)].filter { $0.1 != nil }
        var account = JSONObject()
        for (name, text) in changes { account[name] = text.map(JSON.string) }
        let body: JSON = [
            "serviceAccount": .object(account),
            "updateMask": .string(changes.map(\.0).joined(separator: ",")),
        ]
        return ServiceAccount(
            json: try await api.call("PATCH", path(email, project), body: body, repeats: .always))
    }

    /// The policy of the account as a resource: who may use it.
    public func policy(of email: String, project: String) async throws -> IAMPolicy {
        try await policies.read(path(email, project))
    }

    /// Replaces the policy of the account as a resource.
    ///
    /// - Throws: ABORTED when the policy has changed since its etag was read.
    public func setPolicy(_ policy: IAMPolicy, of email: String, project: String) async throws -> IAMPolicy {
        try await policies.write(policy, path(email, project))
    }

    /// Reads, changes and writes the policy of the account as a resource. See `modifyPolicy`.
    public func modifyPolicy(
        of email: String, project: String, _ change: (inout IAMPolicy) throws -> Void
    ) async throws -> IAMPolicy {
        try await policies.modify(path(email, project), change)
    }

    /// The permissions, of those asked, that the caller holds on the account.
    public func testPermissions(_ permissions: [String], on email: String, project: String) async throws
        -> [String]
    {
        try await policies.test(permissions, path(email, project))
    }

    func path(_ email: String, _ project: String) -> String {
        "/v1/projects/\(project)/serviceAccounts/\(email)"
    }
}

/// A service account: an identity that programs act as.
public struct ServiceAccount: Sendable, Equatable {
    /// The email address, `id@project.iam.gserviceaccount.com`.
    public var email: String
    /// The number that no other account ever has, 21 digits.
    public var uniqueID: String
    /// The project that the account belongs to.
    public var project: String
    /// A name for people, at most 100 bytes.
    public var displayName: String
    /// A text for people, at most 256 bytes.
    public var description: String
    /// Whether the account may not be used at present.
    public var disabled: Bool
    /// The version of the account, base64.
    public var etag: String

    /// Makes an account from its parts.
    public init(
        email: String, uniqueID: String, project: String, displayName: String = "", description: String = "",
        disabled: Bool = false, etag: String = ""
    ) {
        self.email = email
        self.uniqueID = uniqueID
        self.project = project
        self.displayName = displayName
        self.description = description
        self.disabled = disabled
        self.etag = etag
    }

    /// The account as a member of a policy, `serviceAccount:email`.
    public var member: String { "serviceAccount:\(email)" }

    init(json: JSON) {
        email = json.text("email")
        uniqueID = json.text("uniqueId")
        project = json.text("projectId")
        displayName = json.text("displayName")
        description = json.text("description")
        disabled = json.flag("disabled")
        etag = json.text("etag")
    }
}
