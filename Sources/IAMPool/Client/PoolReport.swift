/// What a client found when it was closed.
public struct PoolReport: Sendable, Equatable, CustomStringConvertible {
    /// A lease that was not given back before the client was closed.
    public struct Leak: Sendable, Equatable {
        /// What the account stood for.
        public var logicalName: String
        /// The account.
        public var email: String
        /// How many times it was held.
        public var holds: Int

        /// Makes a finding from its parts.
        public init(logicalName: String, email: String, holds: Int) {
            self.logicalName = logicalName
            self.email = email
            self.holds = holds
        }
    }

    /// An account that could not be cleaned and stays dirty.
    public struct Dirty: Sendable, Equatable {
        /// The account.
        public var email: String
        /// Why.
        public var reason: String

        /// Makes a finding from its parts.
        public init(email: String, reason: String) {
            self.email = email
            self.reason = reason
        }
    }

    /// The leases that the client had to give back itself, sorted by logical name.
    public var leaks: [Leak] = []
    /// The accounts that it left dirty, sorted by email address.
    public var dirty: [Dirty] = []

    /// Makes a report without findings.
    public init() {}

    /// Whether every lease had been given back and every account is clean.
    public var isClean: Bool { leaks.isEmpty && dirty.isEmpty }

    /// The report for people, a line for each finding.
    public var description: String {
        guard !isClean else { return "all leases were given back, all accounts are clean" }
        let leaked = leaks.map { leak in
            "lease of \(leak.email) as \"\(leak.logicalName)\" was not given back"
                + (leak.holds > 1 ? " (held \(leak.holds) times)" : "")
        }
        return (leaked + dirty.map { "\($0.email) is dirty: \($0.reason)" }).joined(separator: "\n")
    }
}
