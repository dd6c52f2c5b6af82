import CloudCore

/// What a policy must be to be accepted, whoever sets it on whatever.
///
/// Sources: `google/iam/v1/policy.proto`; "Quotas and limits" in Google's IAM documentation.
package enum PolicyRules {
    /// The most principals in all bindings; each occurrence counts.
    package static let maxPrincipals = 1_500
    /// The most of them that are groups; each occurrence counts.
    package static let maxGroups = 250
    /// The most logical operators in a condition.
    package static let maxLogicalOperators = 12
    /// The most bindings of one role to one member with different conditions.
    package static let maxConditionsOfGrant = 20
    /// The largest policy, in bytes of its text parts: "a few tens of kilobytes", with room to spare.
    package static let maxBytes = 256 << 10

    /// Checks a policy and brings it into its stored form: one binding for each role and condition, each member
    /// once.
    ///
    /// - Throws: INVALID_ARGUMENT naming what is wrong.
    package static func normalized(_ policy: IAMv1.Policy) throws(Status) -> IAMv1.Policy {
        guard [0, 1, 3].contains(policy.version) else {
            throw Status(
                .invalidArgument, "Policy version \(policy.version) is invalid: it must be 0, 1 or 3.")
        }
        try checkSize(policy)
        for binding in policy.bindings { try check(binding, policyVersion: policy.version) }
        var result = policy
        result.bindings = merged(policy.bindings)
        try checkCounts(result.bindings)
        return result
    }

    private static func check(_ binding: IAMv1.Binding, policyVersion: Int32) throws(Status) {
        try checkRole(binding.role)
        guard !binding.members.isEmpty else {
            throw Status(
                .invalidArgument, "The binding of \(binding.role) must contain at least one principal.")
        }
        guard let condition = binding.condition else { return }
        guard policyVersion == 3 else {
            throw Status(
                .invalidArgument,
                "The binding of \(binding.role) has a condition, so the policy version must be 3, not "
                    + "\(policyVersion).")
        }
        guard !condition.expression.isEmpty else {
            throw Status(.invalidArgument, "The condition of \(binding.role) must have an expression.")
        }
        let operators = logicalOperators(in: condition.expression)
        guard operators <= maxLogicalOperators else {
            throw Status(
                .invalidArgument,
                "The condition of \(binding.role) has \(operators) logical operators, but the maximum is "
                    + "\(maxLogicalOperators).")
        }
    }

    /// `roles/{service.name}`, `projects/{project}/roles/{id}` or `organizations/{number}/roles/{id}`.
    private static func checkRole(_ role: String) throws(Status) {
        let parts = role.split(separator: "/", omittingEmptySubsequences: false)
        let isPredefined = parts.count == 2 && parts[0] == "roles"
        let isCustom =
            parts.count == 4 && ["projects", "organizations"].contains(parts[0]) && parts[2] == "roles"
        let id = parts.last ?? ""
        let isPlain =
            !id.isEmpty && id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._".contains($0)) }
        // What an old reader is shown in place of a conditional binding must not come back as a role.
        guard isPredefined || isCustom, isPlain, !role.contains("_withcond_"), role.utf8.count <= 200 else {
            throw Status(.invalidArgument, "Role \(role.prefix(200)) is not supported for this resource.")
        }
    }

    private static func checkCounts(_ bindings: [IAMv1.Binding]) throws(Status) {
        var principals = 0
        var groups = 0
        var conditions: [Grant: Int] = [:]
        for binding in bindings {
            principals += binding.members.count
            for member in binding.members {
                if case .group = try PolicyMember(parsing: member) { groups += 1 }
                guard binding.condition != nil else { continue }
                conditions[Grant(role: binding.role, member: member), default: 0] += 1
            }
        }
        guard principals <= maxPrincipals else {
            throw Status(
                .invalidArgument,
                "The number of members in the policy (\(principals)) is larger than the maximum allowed size "
                    + "\(maxPrincipals).")
        }
        guard groups <= maxGroups else {
            throw Status(
                .invalidArgument,
                "The number of groups in the policy (\(groups)) is larger than the maximum allowed \(maxGroups)."
            )
        }
        guard let most = conditions.values.max(), most > maxConditionsOfGrant else { return }
        throw Status(
            .invalidArgument,
            "A member has the same role under \(most) different conditions, but the maximum is "
                + "\(maxConditionsOfGrant).")
    }

    private static func checkSize(_ policy: IAMv1.Policy) throws(Status) {
        var bytes = 0
        for binding in policy.bindings {
            bytes += binding.role.utf8.count + (binding.condition?.expression.utf8.count ?? 0)
            for member in binding.members { bytes += member.utf8.count }
        }
        guard bytes <= maxBytes else {
            throw Status(.invalidArgument, "The policy has \(bytes) bytes, but the maximum is \(maxBytes).")
        }
    }

    private static func merged(_ bindings: [IAMv1.Binding]) -> [IAMv1.Binding] {
        var result: [IAMv1.Binding] = []
        var places: [Place: Int] = [:]
        var seen: [Set<String>] = []
        for binding in bindings {
            let place = Place(role: binding.role, condition: binding.condition)
            let index = places[place] ?? result.count
            if index == result.count {
                places[place] = index
                var empty = binding
                empty.members = []
                result.append(empty)
                seen.append([])
            }
            for member in binding.members where seen[index].insert(member).inserted {
                result[index].members.append(member)
            }
        }
        return result
    }

    /// Counts `&&`, `||` and `!` (but not `!=`) outside string literals.
    private static func logicalOperators(in expression: String) -> Int {
        let bytes = Array(expression.utf8)
        var count = 0
        var quote: UInt8?
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            if let open = quote {
                if byte == UInt8(ascii: "\\") { index += 1 } else if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if (byte == UInt8(ascii: "&") || byte == UInt8(ascii: "|")) && next == byte {
                count += 1
                index += 1
            } else if byte == UInt8(ascii: "!") && next != UInt8(ascii: "=") {
                count += 1
            }
            index += 1
        }
        return count
    }

    private struct Place: Hashable {
        let role: String
        let condition: IAMv1.Expr?
    }

    private struct Grant: Hashable {
        let role: String
        let member: String
    }
}
