import CloudCore

/// The service accounts that an architecture needs in its project: sorted by id, each once.
public struct IdentityPlan: Sendable, Equatable {
    /// One service account.
    public struct Identity: Sendable, Hashable {
        /// The account's id, the part of the email before `@`.
        public var id: String
        /// The display name that it is created with.
        public var displayName: String
        /// The full email.
        public var email: String
        /// The services and jobs that use it, sorted.
        public var users: [String]
    }

    /// The accounts, sorted by id.
    public let identities: [Identity]

    /// Plans the accounts of an architecture. Accounts of other projects are left out: they are not ours to
    /// create.
    public init(_ architecture: Architecture) {
        var users: [String: Set<String>] = [:]
        for use in architecture.accountUses {
            let account = ServiceAccountName(use.account)
            guard account.belongs(to: architecture.projectID) else { continue }
            users[account.id, default: []].insert(use.user)
        }
        identities = users.sorted { $0.key < $1.key }.map { id, users in
            Identity(
                id: id, displayName: "SA for \(id)",
                email: ServiceAccountName(id).email(project: architecture.projectID), users: users.sorted())
        }
    }

    /// Plans the accounts of a hydrated architecture.
    public init(_ hydrated: HydratedArchitecture) { self.init(hydrated.architecture) }
}
