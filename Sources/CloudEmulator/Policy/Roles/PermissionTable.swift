/// All permissions that the APIs of this cloud ask for, and those that come with them in Google's predefined roles.
struct PermissionTable: Sendable {
    /// The only one there is.
    static let shared = PermissionTable()

    /// The names, by place, sorted.
    let names: [String]
    private let places: [String: Int]

    private init() {
        var all = Set(PredefinedRoles.listed.flatMap(\.permissions))
        all.formUnion(Self.rare)
        names = all.sorted()
        places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    }

    /// The permission of that name; nil when it is not known here.
    func permission(_ name: String) -> PermissionID? { places[name].map(PermissionID.init(index:)) }

    /// The name of a permission.
    func name(_ permission: PermissionID) -> String { names[permission.index] }

    /// The set of those of the names that are known.
    func set(_ names: some Sequence<String>) -> PermissionSet {
        var set = PermissionSet()
        for name in names {
            if let permission = permission(name) { set.insert(permission) }
        }
        return set
    }

    /// The permissions of a set, by name, sorted.
    func names(of set: PermissionSet) -> [String] {
        names.indices.compactMap { set.contains(PermissionID(index: $0)) ? names[$0] : nil }
    }

    /// Permissions that only basic roles, or roles of organizations, have.
    static let rare: [String] = PredefinedRole.expand([
        "resourcemanager.projects: create createBillingAssignment delete deleteBillingAssignment move undelete update",
        "iam.serviceAccountKeys: disable enable",
        "serviceusage.services: generateServiceIdentity",
    ])
}
