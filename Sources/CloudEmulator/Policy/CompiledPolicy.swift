import CloudCore
import PubSubEmulator

/// A policy in the form in which permissions are checked: what each member holds, by the member's address.
///
/// A check costs two look-ups by the caller's address and as many tests of a bit as the caller holds roles, however
/// many members and bindings the policy has.
struct CompiledPolicy: Sendable {
    /// One role of one member.
    struct Grant: Sendable {
        let role: String
        /// What a predefined role allows; nil for a custom one, whose permissions may change.
        let permissions: PermissionSet?
        /// The place of the condition under which it holds; nil for always.
        let condition: Int?
    }

    private var accounts: [String: [Grant]] = [:]
    private var users: [String: [Grant]] = [:]
    private var domains: [String: [Grant]] = [:]
    private var authenticated: [Grant] = []
    private var everybody: [Grant] = []
    /// What the holders of a basic role on the project hold.
    private(set) var holders: [(holders: ProjectHolders, grant: Grant)] = []
    private var conditions: [ConditionExpression] = []

    /// Nobody has anything.
    static let empty = CompiledPolicy()

    private init() {}

    /// Compiles a policy that has been checked. What cannot be read all the same grants nothing.
    init(_ policy: IAMv1.Policy) {
        for binding in policy.bindings {
            var place: Int?
            if let condition = binding.condition {
                guard let expression = try? ConditionParser.parse(condition.expression) else { continue }
                place = conditions.count
                conditions.append(expression)
            }
            let grant = Grant(
                role: binding.role, permissions: Self.permissions(binding.role), condition: place)
            for member in binding.members {
                if let group = ProjectHolders(member: member) {
                    holders.append((group, grant))
                    continue
                }
                guard let member = try? PolicyMember(parsing: member) else { continue }
                add(grant, to: member)
            }
        }
    }

    private static func permissions(_ role: String) -> PermissionSet? {
        role.hasPrefix("roles/") ? PredefinedRoles.entry(role)?.permissions ?? PermissionSet.none : nil
    }

    private mutating func add(_ grant: Grant, to member: PolicyMember) {
        switch member {
        case .allUsers: everybody.append(grant)
        case .allAuthenticatedUsers: authenticated.append(grant)
        case .user(let address): users[address.lowercased(), default: []].append(grant)
        case .serviceAccount(let address): accounts[address.lowercased(), default: []].append(grant)
        case .domain(let domain): domains[domain.lowercased(), default: []].append(grant)
        // Who is in a group is not known here, and a deleted member is nobody.
        case .group, .deleted: break
        }
    }

    /// Whether the caller holds a grant that `isEnough`.
    func contains(for caller: Caller, where isEnough: (Grant) -> Bool) -> Bool {
        if everybody.contains(where: isEnough) { return true }
        guard let email = caller.email else { return false }
        if authenticated.contains(where: isEnough) { return true }
        if caller.isServiceAccount { return accounts[email]?.contains(where: isEnough) == true }
        if users[email]?.contains(where: isEnough) == true { return true }
        guard !domains.isEmpty, let domain = caller.domain else { return false }
        return domains[domain]?.contains(where: isEnough) == true
    }

    /// Whether the condition of a grant holds.
    func isInForce(_ grant: Grant, _ context: () -> ConditionContext) -> Bool {
        guard let place = grant.condition else { return true }
        return conditions[place].holds(context())
    }
}
