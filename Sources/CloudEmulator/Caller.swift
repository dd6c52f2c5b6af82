import PubSubEmulator
import RPCServer

/// Who makes a call, by its bearer token: in the local cloud the token is the name of its principal.
struct Caller: Hashable, Sendable {
    /// The email address, in lower case; nil when the call names nobody.
    let email: String?

    /// The caller with that email address.
    init(email: String?) { self.email = email?.lowercased() }

    /// The caller of a call. Official clients send no token to an emulator: they call as `owner`.
    init(_ context: CallContext, owner: String) {
        guard let authorization = context.authorization else {
            self.init(email: owner)
            return
        }
        let parts = authorization.split(separator: " ", maxSplits: 1)
        let isBearer = parts.count == 2 && parts[0].lowercased() == "bearer" && parts[1].contains("@")
        self.init(email: isBearer ? String(parts[1]) : nil)
    }

    /// Whether a member of a policy is this caller, or everybody.
    func matches(_ member: PolicyMember) -> Bool {
        switch member {
        case .allUsers: true
        case .allAuthenticatedUsers: email != nil
        case .user(let address): !isServiceAccount && email == address.lowercased()
        case .serviceAccount(let address): isServiceAccount && email == address.lowercased()
        case .domain(let domain): !isServiceAccount && email?.hasSuffix("@" + domain.lowercased()) == true
        // Who is in a group is not known here, and a deleted member is nobody.
        case .group, .deleted: false
        }
    }

    private var isServiceAccount: Bool { email?.hasSuffix(".gserviceaccount.com") == true }
}
