/// The predefined roles of the APIs here, with their permissions.
///
/// Sources: for each service its page "… roles and permissions" in Google's IAM documentation
/// (docs.cloud.google.com/iam/docs/roles-permissions/{service}), checked against what `roles.get` of the IAM API
/// answers for the role, as far as published copies of its answers have it. Permissions for what no API here
/// does (recommendations, keys of Cloud KMS, tags) are left out, with two exceptions: those of Pub/Sub and Cloud
/// Storage are whole.
enum PredefinedRoles {
    /// A role with its permissions as a set.
    struct Entry: Sendable {
        let role: PredefinedRole
        let permissions: PermissionSet
        /// Whether it is `roles/owner`, `roles/editor` or `roles/viewer`.
        let isBasic: Bool

        /// Whether it is for one of Google's own agents.
        var isOfAgent: Bool { role.name.hasSuffix("erviceAgent") }
    }

    /// The roles that are not basic.
    static let listed: [PredefinedRole] =
        pubsub + identity + projects + storage + artifacts + builds + run + secrets + scheduler + bigQuery
        + firestore + logging

    /// All roles, sorted by name.
    static let all: [Entry] = {
        let entries = listed.map {
            Entry(role: $0, permissions: PermissionTable.shared.set($0.permissions), isBasic: false)
        }
        let basic = BasicRoles.all.map {
            Entry(role: $0, permissions: PermissionTable.shared.set($0.permissions), isBasic: true)
        }
        return (entries + basic).sorted { $0.role.name < $1.role.name }
    }()

    private static let places = Dictionary(
        uniqueKeysWithValues: all.enumerated().map { ($1.role.name, $0) })

    /// The role of that name.
    static func entry(_ name: String) -> Entry? { places[name].map { all[$0] } }

    /// The services whose predefined roles are all known here, so that another name is none: `pubsub`, ….
    static let services: Set<String> = ["pubsub", "secretmanager", "cloudscheduler"]

    /// Whether a name cannot be that of a predefined role. A role of a service that is not here may exist; it
    /// allows nothing that is asked for here.
    static func isUnknown(_ name: String) -> Bool {
        guard name.hasPrefix("roles/"), entry(name) == nil else { return false }
        let id = name.dropFirst("roles/".count)
        guard let dot = id.firstIndex(of: ".") else { return true }
        return services.contains(String(id[..<dot]))
    }
}
