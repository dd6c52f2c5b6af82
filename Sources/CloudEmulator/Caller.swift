import PubSubEmulator
import RPCServer

/// Who makes a call.
struct Caller: Hashable, Sendable {
    /// Why a caller who has shown a token is nobody.
    enum Problem: Hashable, Sendable {
        /// The token is none that was issued here, and names nobody.
        case unknownToken
        /// The token has expired.
        case expiredToken
    }

    /// The email address, in lower case; nil when the call names nobody.
    let email: String?
    /// What is wrong with the token that was shown; nil for nothing.
    let problem: Problem?
    /// What the token that was shown is good for; nil for everything.
    let access: TokenAccess?

    /// The caller with that email address.
    init(email: String?, access: TokenAccess? = nil) {
        self.email = email?.lowercased()
        problem = nil
        self.access = access
    }

    /// A caller whose token is not good.
    init(_ problem: Problem) {
        email = nil
        self.problem = problem
        access = nil
    }

    /// Whether the caller is a service account, of a project or of Google.
    var isServiceAccount: Bool { email?.hasSuffix(".gserviceaccount.com") == true }

    /// The domain of the email address.
    var domain: String? {
        guard let email, let at = email.lastIndex(of: "@") else { return nil }
        return String(email[email.index(after: at)...])
    }

    /// The caller as a member of a policy, for example `serviceAccount:a@p.iam.gserviceaccount.com`.
    var member: String {
        guard let email else { return "allUsers" }
        return (isServiceAccount ? "serviceAccount:" : "user:") + email
    }

    /// Whether a member of a policy is this caller, or everybody.
    func matches(_ member: PolicyMember) -> Bool {
        switch member {
        case .allUsers: true
        case .allAuthenticatedUsers: email != nil
        case .user(let address): !isServiceAccount && email == address.lowercased()
        case .serviceAccount(let address): isServiceAccount && email == address.lowercased()
        case .domain(let domain): !isServiceAccount && self.domain == domain.lowercased()
        // Who is in a group is not known here, and a deleted member is nobody.
        case .group, .deleted: false
        }
    }
}
