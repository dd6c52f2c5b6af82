import CloudCore

/// What a file of credentials holds.
///
/// Source: "How Application Default Credentials works" and AIP-4110 to AIP-4117 for the search and the kinds of files.
indirect enum CredentialFile: Sendable {
    /// `"type": "service_account"`: a key of a service account.
    case serviceAccount(ServiceAccountKey)
    /// `"type": "authorized_user"`: a user's refresh token, as `gcloud auth application-default login` keeps it.
    case authorizedUser(AuthorizedUser)
    /// `"type": "external_account"`: workload or workforce identity federation.
    case externalAccount(ExternalAccount)
    /// `"type": "impersonated_service_account"`: other credentials, as which a service account is acted.
    case impersonated(Impersonation, source: CredentialFile)

    /// How deep files of impersonated accounts may hold one another.
    private static let maxDepth = 4

    /// Reads a file's text.
    ///
    /// - Throws: INVALID_ARGUMENT naming the member that is missing or wrong, UNIMPLEMENTED for a kind of credentials or a
    ///   source that is not supported. No error shows any value that could be secret.
    init(_ bytes: [UInt8]) throws(Status) {
        let json: JSON
        do throws(Status) { json = try JSON.parse(bytes) } catch {
            throw Status(.invalidArgument, "The file of credentials is not JSON.")
        }
        try self.init(json, depth: 0)
    }

    private init(_ json: JSON, depth: Int) throws(Status) {
        let fields = try CredentialFields(json)
        let type = fields.optional("type") ?? ""
        switch type {
        case "service_account": self = .serviceAccount(try ServiceAccountKey(fields))
        case "authorized_user": self = .authorizedUser(try AuthorizedUser(fields))
        case "external_account": self = .externalAccount(try ExternalAccount(fields))
        case "impersonated_service_account":
            guard depth < Self.maxDepth, let source = json["source_credentials"] else {
                throw fields.wrong("source_credentials", "the credentials to impersonate with")
            }
            self = .impersonated(
                try Impersonation(fields), source: try CredentialFile(source, depth: depth + 1))
        case "": throw fields.wrong("type", "service_account, authorized_user or another kind of credentials")
        default:
            throw Status(
                .unimplemented,
                "The field type of the credentials is \"\(type.prefix(60))\", which is not supported; supported are "
                    + "service_account, authorized_user, external_account and impersonated_service_account.")
        }
    }

    /// The project that the credentials name.
    var project: String? {
        switch self {
        case .serviceAccount(let key): key.project
        case .authorizedUser, .externalAccount: nil
        case .impersonated(_, let source): source.project
        }
    }

    /// The project whose quota calls count against.
    var quotaProject: String? {
        switch self {
        case .serviceAccount(let key): key.quotaProject
        case .authorizedUser(let user): user.quotaProject
        case .externalAccount(let account): account.quotaProject
        case .impersonated(let impersonation, _): impersonation.quotaProject
        }
    }

    /// Where tokens come from by these credentials.
    func source(_ context: TokenContext) -> any TokenSource {
        switch self {
        case .serviceAccount(let key): ServiceAccountSource(key: key, context: context)
        case .authorizedUser(let user): AuthorizedUserSource(user: user, context: context)
        case .externalAccount(let account): ExternalAccountSource(account: account, context: context)
        case .impersonated(let impersonation, let source):
            ImpersonatedSource(
                impersonation: impersonation, base: source.source(context), context: context)
        }
    }
}

/// The members of a JSON object of credentials, whose values no error shows.
struct CredentialFields {
    let json: JSON
    let place: String

    init(_ json: JSON, at place: String = "") throws(Status) {
        guard case .object = json else {
            throw Status(
                .invalidArgument, "\(place.isEmpty ? "The credentials" : place): expected a JSON object.")
        }
        self.json = json
        self.place = place
    }

    func wrong(_ name: String, _ expectation: String) -> Status {
        Status(
            .invalidArgument,
            "The field \(place.isEmpty ? "" : place + ".")\(name) of the credentials is missing or wrong; expected "
                + "\(expectation).")
    }

    /// A text that must be there.
    func text(_ name: String) throws(Status) -> String {
        guard let text = optional(name) else { throw wrong(name, "a text") }
        return text
    }

    /// A text, nil when it is not there or empty.
    func optional(_ name: String) -> String? { json[name]?.stringValue.flatMap { $0.isEmpty ? nil : $0 } }

    /// A URL that must be there, https or on this machine: what is sent there must not be read on the way.
    func url(_ name: String) throws(Status) -> String {
        let url = try text(name)
        guard Self.isSafe(url) else { throw wrong(name, "an https URL") }
        return url
    }

    /// The same, with what stands for it when it is not there.
    func url(_ name: String, default standard: String) throws(Status) -> String {
        optional(name) == nil ? standard : try url(name)
    }

    /// An object within.
    func object(_ name: String) throws(Status) -> CredentialFields? {
        guard let member = json[name], !member.isNull else { return nil }
        return try CredentialFields(member, at: place.isEmpty ? name : "\(place).\(name)")
    }

    static func isSafe(_ url: String) -> Bool {
        guard let parts = URLParts(url) else { return false }
        return parts.scheme == "https" || (parts.scheme == "http" && parts.isLoopback)
    }
}
