/// Chooses the roles that allow what is needed and little else.
enum RoleChoice {
    /// Predefined roles that together have the permissions, each with what it is there for.
    ///
    /// One role that has them all, the one that allows least; if there is none, the roles that have most of what is
    /// still missing, one after the other. Permissions that no role has are left out.
    static func roles(
        covering wanted: PermissionSet
    ) -> [(role: PredefinedRoles.Entry, covered: PermissionSet)] {
        var missing = wanted
        var chosen: [(PredefinedRoles.Entry, PermissionSet)] = []
        while !missing.isEmpty, let entry = best(for: missing) {
            let rest = missing.subtracting(entry.permissions)
            chosen.append((entry, missing.subtracting(rest)))
            missing = rest
        }
        return chosen
    }

    private static func best(for missing: PermissionSet) -> PredefinedRoles.Entry? {
        var best: PredefinedRoles.Entry?
        var most = 0
        for entry in candidates {
            let shared = entry.permissions.countShared(with: missing)
            guard shared > 0, shared >= most else { continue }
            // Among those that cover as much, the first is the one that allows least.
            if shared > most { (best, most) = (entry, shared) }
        }
        return best
    }

    /// All but the basic roles, which allow too much, and those of Google's own agents; the smallest first.
    private static let candidates = PredefinedRoles.all
        .filter { !$0.isBasic && !$0.isOfAgent && !$0.role.name.contains("legacy") }
        .sorted { ($0.permissions.count, $0.role.name) < ($1.permissions.count, $1.role.name) }
}
