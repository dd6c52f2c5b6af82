import CloudCore

/// All who hold a basic role on the project: policies of datasets can name them as one member, for example
/// `projectViewer:my-project`.
///
/// Source: "Convenience values" in Cloud Storage's documentation of IAM; datasets have them as special groups.
enum ProjectHolders: String, Sendable {
    case owners = "projectOwner"
    case editors = "projectEditor"
    case viewers = "projectViewer"

    /// Reads a member; nil for any other.
    init?(member: String) {
        guard let colon = member.firstIndex(of: ":") else { return nil }
        self.init(rawValue: String(member[..<colon]))
    }

    /// The member of policies.
    func member(of project: LocalProject) -> String { "\(rawValue):\(project.id)" }

    /// The role on the project that they hold.
    var role: String {
        switch self {
        case .owners: "roles/owner"
        case .editors: "roles/editor"
        case .viewers: "roles/viewer"
        }
    }
}

extension PolicyStore {
    /// Whether a caller is one of them, by the policy of the project.
    func holds(_ holders: ProjectHolders, _ caller: Caller, on project: String, at now: Instant) -> Bool {
        allows(on: project, isActAs: false, at: now) { policy in
            policy.contains(for: caller) { $0.role == holders.role && $0.condition == nil }
        }
    }
}
