import CloudCore

/// How long something takes to be seen, and how that is distributed.
struct PropagationDelay: Sendable {
    let range: ClosedRange<Duration>
    let shape: PropagationShape

    /// The same, so much later.
    func shifted(by duration: Duration) -> PropagationDelay {
        PropagationDelay(
            range: (range.lowerBound + duration)...(range.upperBound + duration), shape: shape)
    }

    /// No range at all.
    static func exactly(_ duration: Duration) -> PropagationDelay {
        PropagationDelay(range: duration...duration, shape: .uniform)
    }
}

extension PropagationModel {
    /// The planes by which writes become seen, as files and documents name them.
    public enum Plane: String, CaseIterable, Sendable {
        /// New accounts, by get and list.
        case accountsVisible = "accounts.visible"
        /// New accounts, by policies.
        case accountsAccepted = "accounts.accepted"
        /// New accounts, by what is to run as them.
        case accountsUsable = "accounts.usable"
        /// Changed and deleted accounts, by get and list.
        case accountsChanged = "accounts.changed"
        /// Deleted accounts, by policies and by what runs as them.
        case accountsRefused = "accounts.refused"
        /// Policies, by getIamPolicy.
        case policiesVisible = "policies.visible"
        /// What policies grant.
        case policiesGranted = "policies.granted"
        /// What policies no longer grant.
        case policiesRevoked = "policies.revoked"
        /// Grants of actAs.
        case actAsGranted = "actAs.granted"
        /// Revokes of actAs.
        case actAsRevoked = "actAs.revoked"
        /// APIs that were enabled.
        case apisEnabled = "apis.enabled"
        /// APIs that were disabled.
        case apisDisabled = "apis.disabled"

        /// Where the model has its range.
        var range: any WritableKeyPath<PropagationModel, ClosedRange<Duration>> & Sendable {
            switch self {
            case .accountsVisible: \.accountVisibleAfter
            case .accountsAccepted: \.accountAcceptedAfter
            case .accountsUsable: \.accountUsableAfter
            case .accountsChanged: \.accountChangeVisibleAfter
            case .accountsRefused: \.accountRefusedAfter
            case .policiesVisible: \.policyVisibleAfter
            case .policiesGranted: \.policyEnforcedAfter
            case .policiesRevoked: \.policyRevokedAfter
            case .actAsGranted: \.actAsGrantedAfter
            case .actAsRevoked: \.actAsRevokedAfter
            case .apisEnabled: \.apiEnabledAfter
            case .apisDisabled: \.apiDisabledAfter
            }
        }
    }

    /// How long a write takes on a plane.
    func delay(_ plane: Plane) -> PropagationDelay {
        PropagationDelay(range: self[keyPath: plane.range], shape: shapes[plane] ?? shape)
    }
}
