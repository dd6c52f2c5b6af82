import CloudCore

extension ControlPlane {
    /// The account that a caller acts as, directly or through a chain of delegates, each of which must be allowed to act
    /// for the next one.
    ///
    /// Source: `google/iam/credentials/v1/common.proto`: the chain needs `iam.serviceAccounts.implicitDelegation` on each
    /// delegate ("Create short-lived credentials for multiple service accounts"), its last member the permission of the
    /// method on the account.
    ///
    /// - Throws: NOT_FOUND in words that python-docs-samples #10759 quotes.
    func impersonated(
        _ name: String, _ delegates: [String], _ permission: String, by caller: Caller, at now: Instant
    ) throws(Status) -> ServiceAccount {
        guard delegates.count <= Self.maxDelegates else {
            throw Status(
                .invalidArgument,
                "delegates has \(delegates.count) accounts, but the maximum is \(Self.maxDelegates).")
        }
        var acting = caller
        for delegate in delegates {
            let account = try credentialHolder(delegate, "delegates", at: now)
            try authorize("iam.serviceAccounts.implicitDelegation", on: account.name, by: acting, at: now)
            acting = Caller(email: account.email)
        }
        let account = try credentialHolder(name, "name", at: now)
        try authorize(permission, on: account.name, by: acting, at: now)
        // The words are from memory.
        guard accounts.isEnabled(account.email) else {
            throw Status(.failedPrecondition, "Service account \(account.email) is disabled.")
        }
        return account
    }

    /// A bound for the chain; Google documents none.
    private static let maxDelegates = 100

    private func credentialHolder(
        _ text: String, _ field: String, at now: Instant
    ) throws(Status) -> ServiceAccount {
        let name = try ServiceAccountName(parsing: text)
        guard name.project == nil else {
            throw Status(
                .invalidArgument,
                "\(field) is \"\(text.prefix(300))\"; expected projects/-/serviceAccounts/EMAIL_OR_UNIQUE_ID: the "
                    + "wildcard is required.")
        }
        guard let account = accounts.usable(name.account, at: now), accounts.existing(name.account) != nil
        else {
            throw Status(.notFound, "Not found; Gaia id not found for email \(name.account.prefix(300))")
        }
        return account
    }
}
