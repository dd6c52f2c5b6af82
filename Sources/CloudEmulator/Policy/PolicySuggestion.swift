import CloudCore
import PubSubEmulator

/// The least bindings that the traffic seen needs, and the granted ones that it never used.
public struct PolicySuggestion: Sendable, Equatable {
    /// A role of one member on one resource.
    public struct Binding: Sendable, Equatable {
        /// The resource whose policy it belongs in.
        public let resource: String
        /// The role.
        public let role: String
        /// The member.
        public let member: String
        /// The permissions that were needed and that it grants, sorted; empty for a binding that was not used.
        public let permissions: [String]
        /// Whether a policy has it already.
        public let isGranted: Bool
    }

    /// What is needed, by resource, member and role.
    public let needed: [Binding]
    /// What was granted and never used.
    public let unused: [Binding]
    /// Needed permissions that no predefined role here has, as "permission on resource by member".
    public let unknown: [String]
    /// How many different needs were seen that there was no room for: with any, `needed` is not complete.
    public let dropped: Int
}

extension ControlPlane {
    /// The suggestion for the traffic so far. The owner's calls need nothing and are left out.
    func suggestion(at now: Instant) -> PolicySuggestion {
        let (needs, dropped) = audit.needs
        var wanted: [Holder: PermissionSet] = [:]
        var unknown: Set<String> = []
        for need in needs.keys where need.member != "user:\(ownerAddress)" {
            guard let id = PermissionTable.shared.permission(need.permission) else {
                unknown.insert("\(need.permission) on \(need.resource) by \(need.member)")
                continue
            }
            let holder = Holder(resource: policyHolder(of: need.resource), member: need.member)
            wanted[holder, default: .none].insert(id)
        }
        let granted = grantedBindings
        return PolicySuggestion(
            needed: wanted.flatMap { holder, permissions in
                RoleChoice.roles(covering: permissions).map { entry, covered in
                    let grant = GrantedBinding(holder: holder, role: entry.role.name)
                    return PolicySuggestion.Binding(
                        resource: holder.resource, role: entry.role.name, member: holder.member,
                        permissions: PermissionTable.shared.names(of: covered),
                        isGranted: granted.contains(grant))
                }
            }.sorted(by: PolicySuggestion.Binding.inOrder),
            unused: granted.filter { !isUsed($0, by: needs.keys) }.map {
                PolicySuggestion.Binding(
                    resource: $0.holder.resource, role: $0.role, member: $0.holder.member, permissions: [],
                    isGranted: true)
            }.sorted(by: PolicySuggestion.Binding.inOrder),
            unknown: unknown.sorted(), dropped: dropped)
    }

    struct Holder: Hashable {
        let resource: String
        let member: String
    }

    struct GrantedBinding: Hashable {
        let holder: Holder
        let role: String
    }

    /// All grants to one identity each; those to everybody and to groups are nobody's in particular.
    private var grantedBindings: Set<GrantedBinding> {
        var result: Set<GrantedBinding> = []
        for resource in policies.resources {
            for binding in policies.latest(of: resource).bindings {
                for member in binding.members {
                    guard let identity = Self.identity(member), identity != "user:\(ownerAddress)" else {
                        continue
                    }
                    result.insert(
                        GrantedBinding(
                            holder: Holder(resource: resource, member: identity), role: binding.role))
                }
            }
        }
        return result
    }

    private static func identity(_ member: String) -> String? {
        switch try? PolicyMember(parsing: member) {
        case .user(let address): Caller(email: address).member
        case .serviceAccount(let address): "serviceAccount:" + address.lowercased()
        default: nil
        }
    }

    private func isUsed(_ grant: GrantedBinding, by needs: some Collection<PolicyAudit.Need>) -> Bool {
        let permissions = PredefinedRoles.entry(grant.role)?.permissions ?? roles.permissions(of: grant.role)
        return needs.contains { need in
            need.member == grant.holder.member
                && PermissionTable.shared.permission(need.permission).map(permissions.contains) == true
                && hierarchy.chain(of: need.resource).contains(grant.holder.resource)
        }
    }

    /// The resource whose policy a grant for `resource` belongs in: the nearest that has policies of its own.
    private func policyHolder(of resource: String) -> String {
        hierarchy.chain(of: resource).first(where: Self.hasPolicy) ?? resource
    }

    private static let collectionsWithPolicies: Set<Substring> = [
        "topics", "subscriptions", "snapshots", "schemas", "secrets", "buckets", "datasets", "tables",
        "services",
        "repositories", "serviceAccounts",
    ]

    private static func hasPolicy(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 || parts.count > 3 && collectionsWithPolicies.contains(parts[parts.count - 2])
    }
}

extension PolicySuggestion.Binding {
    fileprivate static func inOrder(_ a: Self, _ b: Self) -> Bool {
        (a.resource, a.member, a.role) < (b.resource, b.member, b.role)
    }
}
