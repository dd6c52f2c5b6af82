/// A cleaning that somebody has taken on.
struct CleaningJob: Sendable, Equatable {
    /// The account.
    let email: String
    /// The claim to it.
    let claim: CleaningClaim
    /// The resources to clean besides the project and the account itself.
    let grants: Set<GrantedResource>
}
