import CloudCore
import PubSubEmulator

/// Why a caller lacks a permission: what was looked at, and what would help.
public struct AccessExplanation: Sendable, Equatable {
    /// A binding that was looked at because it names the caller, or everybody.
    public struct Binding: Sendable, Equatable {
        /// The resource whose policy has the binding.
        public let resource: String
        /// Its role.
        public let role: String
        /// Why it does not help.
        public let reason: Reason
    }

    /// Why a binding does not help.
    public enum Reason: String, Sendable {
        /// The role does not have the permission.
        case roleLacksPermission = "the role does not have the permission"
        /// The condition does not hold.
        case conditionFails = "its condition does not hold"
        /// It was written, but is not in force everywhere yet.
        case notPropagated = "it is not in force everywhere yet"
    }

    /// When the call was made.
    public let time: Instant
    /// The caller, as a member of policies: `serviceAccount:…`, `user:…`, or `allUsers` for nobody.
    public let member: String
    /// The permission that was wanted.
    public let permission: String
    /// What it was wanted on.
    public let resource: String
    /// The resources whose policies were looked at, nearest first.
    public let sources: [String]
    /// The bindings in them that concern the caller.
    public let bindings: [Binding]
    /// Predefined roles that have the permission, those that allow least first.
    public let roles: [String]
    /// What else is in the way: the caller's account is disabled or does not exist, or nobody knows the permission.
    public let obstacle: String?

    /// The most roles that are named.
    public static let maxRoles = 5
    /// The most bindings that are named.
    public static let maxBindings = 20

    /// The whole in one sentence after the other.
    public var text: String {
        var sentences = ["\(member) lacks \(permission) on \(resource)."]
        if let obstacle { sentences.append(obstacle) }
        sentences.append("Looked at the policies of \(sources.joined(separator: ", ")).")
        if bindings.isEmpty { sentences.append("None of their bindings names the caller.") }
        for binding in bindings {
            sentences.append("\(binding.role) on \(binding.resource): \(binding.reason.rawValue).")
        }
        if !roles.isEmpty { sentences.append("Roles that would grant it: \(roles.joined(separator: ", ")).") }
        return sentences.joined(separator: " ")
    }
}

extension ControlPlane {
    /// Why a caller lacks a permission on a resource, given by its canonical name. Not for the hot path.
    func explain(
        _ permission: String, on resource: String, to caller: Caller, at now: Instant
    ) -> AccessExplanation {
        let sources = hierarchy.chain(of: resource)
        let id = PermissionTable.shared.permission(permission)
        var bindings: [AccessExplanation.Binding] = []
        for source in sources {
            let policy = policies.latestCompiled(of: source)
            _ = policy.contains(for: caller) { grant in
                let reason: AccessExplanation.Reason =
                    id.map { Self.includes(grant, $0, roles, at: now) } != true
                    ? .roleLacksPermission
                    : policy.isInForce(grant) { Self.context(resource, in: project, at: now) }
                        ? .notPropagated : .conditionFails
                bindings.append(.init(resource: source, role: grant.role, reason: reason))
                return bindings.count >= AccessExplanation.maxBindings
            }
        }
        return AccessExplanation(
            time: now, member: caller.member, permission: permission, resource: resource, sources: sources,
            bindings: bindings, roles: Self.roles(granting: id), obstacle: obstacle(caller, permission, id))
    }

    private func obstacle(_ caller: Caller, _ permission: String, _ id: PermissionID?) -> String? {
        if id == nil { return "\(permission) is no permission of the APIs here." }
        if mayAct(caller) { return nil }
        let isThere = caller.email.flatMap { accounts.existing($0) } != nil
        return isThere ? "The account is disabled." : "The account does not exist."
    }

    private static func roles(granting permission: PermissionID?) -> [String] {
        guard let permission else { return [] }
        return PredefinedRoles.all
            .filter { !$0.isOfAgent && $0.permissions.contains(permission) }
            .sorted { ($0.permissions.count, $0.role.name) < ($1.permissions.count, $1.role.name) }
            .prefix(AccessExplanation.maxRoles).map(\.role.name)
    }
}
