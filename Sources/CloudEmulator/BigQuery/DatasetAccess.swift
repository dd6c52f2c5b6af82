import CloudCore
import PubSubEmulator

/// The access list of a dataset, and the allow policy that it stands for.
///
/// Source: `access` of `google/cloud/bigquery/v2/dataset.proto`, which has the mapping of roles and members.
enum DatasetAccess {
    private static let roles = [
        "OWNER": "roles/bigquery.dataOwner", "WRITER": "roles/bigquery.dataEditor",
        "READER": "roles/bigquery.dataViewer",
    ]

    /// The groups of a project's members that a dataset can name.
    private static let groups = [
        "projectOwners": ProjectHolders.owners, "projectWriters": .editors, "projectReaders": .viewers,
    ]

    /// What a new dataset has unless its creator says otherwise.
    static func standard(for creator: Caller) -> [BigQueryV2.Access] {
        var all = [entry("WRITER", group: "projectWriters"), entry("OWNER", group: "projectOwners")]
        if let email = creator.email {
            var owner = entry("OWNER", group: "")
            owner.userByEmail = email
            all.append(owner)
        }
        return all + [entry("READER", group: "projectReaders")]
    }

    private static func entry(_ role: String, group: String) -> BigQueryV2.Access {
        var entry = BigQueryV2.Access()
        entry.role = role
        entry.specialGroup = group
        return entry
    }

    /// Checks an access list.
    ///
    /// - Returns: the list as answers have it: roles by their older names.
    /// - Throws: INVALID_ARGUMENT, or UNIMPLEMENTED for grants to what there is only with SQL, and conditions.
    static func check(_ access: [BigQueryV2.Access]) throws(Status) -> [BigQueryV2.Access] {
        var checked: [BigQueryV2.Access] = []
        for (index, entry) in access.enumerated() {
            let path = "access[\(index)]"
            if let name = entry.unsupported.firstSet { throw SchemaRules.unsupported("\(path).\(name)") }
            _ = try member(of: entry, path)
            var entry = entry
            if let legacy = roles.first(where: { $0.value == entry.role })?.key { entry.role = legacy }
            guard roles[entry.role] != nil || entry.role.hasPrefix("roles/") else {
                throw SchemaRules.invalid(
                    "\(path).role is \"\(entry.role.prefix(100))\"; expected OWNER, WRITER, READER or an IAM role.",
                    path)
            }
            if !checked.contains(entry) { checked.append(entry) }
        }
        return checked
    }

    /// The policy of a dataset with that access list, which has been checked, with or without the holders of the
    /// project's basic roles.
    static func policy(
        _ access: [BigQueryV2.Access], in project: LocalProject, withHolders: Bool = true
    ) -> IAMv1.Policy {
        var policy = IAMv1.Policy()
        for entry in access {
            let group = groups[entry.specialGroup]
            guard group == nil || withHolders, let given = try? member(of: entry, "") else { continue }
            let member = group?.member(of: project) ?? given
            let role = roles[entry.role] ?? entry.role
            if let place = policy.bindings.firstIndex(where: { $0.role == role }) {
                policy.bindings[place].members.append(member)
            } else {
                var binding = IAMv1.Binding()
                binding.role = role
                binding.members = [member]
                policy.bindings.append(binding)
            }
        }
        return policy
    }

    private static func member(of entry: BigQueryV2.Access, _ path: String) throws(Status) -> String {
        let given = [
            ("user", entry.userByEmail), ("group", entry.groupByEmail), ("domain", entry.domain),
            ("special", entry.specialGroup), ("iam", entry.iamMember),
        ].filter { !$0.1.isEmpty }
        guard let (kind, name) = given.first, given.count == 1 else {
            throw SchemaRules.invalid(
                "\(path) must have just one of userByEmail, groupByEmail, domain, specialGroup, iamMember.",
                path)
        }
        switch kind {
        case "user": return Caller(email: name).member
        case "iam": return name
        case "special":
            if name == "allAuthenticatedUsers" { return name }
            guard groups[name] != nil else {
                throw SchemaRules.invalid(
                    "\(path).specialGroup is \"\(name.prefix(100))\"; expected projectOwners, projectWriters, "
                        + "projectReaders or allAuthenticatedUsers.", path)
            }
            return name
        default: return "\(kind):\(name)"
        }
    }
}
