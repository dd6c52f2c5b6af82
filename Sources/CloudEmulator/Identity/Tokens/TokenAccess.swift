/// What an access token is good for, by its OAuth scopes: policies decide, but only within these.
///
/// Source: "OAuth 2.0 scopes for Google APIs". Scopes of one service allow reading alone, or everything; finer ones
/// (`bigquery.insertdata`) are taken for everything.
struct TokenAccess: Hashable, Sendable {
    private static let prefix = "https://www.googleapis.com/auth/"
    /// The scope that limits nothing.
    static let everything = prefix + "cloud-platform"

    /// By what the permissions of a service begin with: whether more than reading is allowed.
    private var services: [String: Bool] = [:]
    /// Whether everything may be read.
    private var readsEverything = false

    /// What some scopes allow; nil for everything.
    static func of(_ scopes: [String]) -> TokenAccess? {
        if scopes.contains(everything) { return nil }
        var access = TokenAccess()
        for scope in scopes {
            if scope == everything + ".read-only" { access.readsEverything = true }
            guard scope.hasPrefix(prefix),
                let (service, writes) = known[String(scope.dropFirst(prefix.count))]
            else { continue }
            access.services[service] = writes || access.services[service] == true
        }
        return access
    }

    /// Whether a text can be a scope: a URL of Google's, or one of OpenID Connect.
    static func isScope(_ text: String) -> Bool {
        ["openid", "email", "profile"].contains(text)
            || text.utf8.count <= 300 && text.hasPrefix(prefix) && text.utf8.count > prefix.utf8.count
                && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    /// Whether calls that need a permission may be made at all.
    func allows(_ permission: String) -> Bool {
        let parts = permission.split(separator: ".")
        guard let service = parts.first, let verb = parts.last else { return false }
        let isReading = ["get", "list", "test", "search", "download"].contains { verb.hasPrefix($0) }
        if readsEverything, isReading { return true }
        return services[String(service)].map { $0 || isReading } ?? false
    }

    private static let known: [String: (service: String, writes: Bool)] = [
        "bigquery": ("bigquery", true), "bigquery.insertdata": ("bigquery", true),
        "bigquery.readonly": ("bigquery", false), "cloudplatformprojects": ("resourcemanager", true),
        "cloudplatformprojects.readonly": ("resourcemanager", false), "datastore": ("datastore", true),
        "devstorage.full_control": ("storage", true), "devstorage.read_only": ("storage", false),
        "devstorage.read_write": ("storage", true), "iam": ("iam", true), "logging.admin": ("logging", true),
        "logging.read": ("logging", false), "logging.write": ("logging", true), "pubsub": ("pubsub", true),
        "service.management": ("serviceusage", true), "service.management.readonly": ("serviceusage", false),
    ]
}
