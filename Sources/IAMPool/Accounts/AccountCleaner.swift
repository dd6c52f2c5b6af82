import CloudCore
import GoogleCloud

/// Takes every role from an account and everybody's access to it.
///
/// Clean means both: nobody may use the account, and the account may do nothing, neither on the project nor on
/// any resource on which it was granted a role.
struct AccountCleaner: Sendable {
    let directory: any AccountDirectory
    let timeline: any Timeline
    /// How a policy write is tried again when somebody else was quicker.
    let conflicts: RetryPolicy
    /// How the account's own policy is asked for again while the account is not found: a new one flickers.
    let visibility: RetryPolicy

    /// What is left to do after a cleaning that did not succeed.
    struct Leftover: Error, Sendable {
        /// The resources whose policies may still name the account.
        var grants: Set<GrantedResource>
        /// Why, naming each resource.
        var reason: String
        /// Whether the account itself was not found.
        var accountIsMissing = false
    }

    /// Cleans an account on the project, on the resources of `grants`, and its own policy.
    ///
    /// Each policy is tried, whatever became of the others. Where a role was granted for certain, a read that does
    /// not show it is not believed before a write with its etag has been accepted: reads may be minutes old.
    func clean(_ email: String, grants: Set<GrantedResource>) async throws(Leftover) {
        let own = GrantedResource.serviceAccount(email)
        var left: Set<GrantedResource> = []
        var reasons: [String] = []
        var accountIsMissing = false
        for resource in grants.union([.project(directory.project), own]).sorted() {
            do {
                if resource == own {
                    try await retrying(visibility) {
                        try await revoke(on: own, isCertain: grants.contains(own)) { $0.bindings = [] }
                    }
                } else {
                    try await revoke(on: resource, isCertain: grants.contains(resource)) {
                        $0.removeAll(member: "serviceAccount:\(email)")
                    }
                }
            } catch let status as Status where status.code == .notFound && resource != own {
                // The policy went with the resource.
            } catch {
                left.insert(resource)
                if resource == own, (error as? Status)?.code == .notFound { accountIsMissing = true }
                reasons.append("\(resource): \((error as? Status)?.description ?? "\(error)")")
            }
        }
        guard left.isEmpty else {
            throw Leftover(
                grants: left, reason: reasons.joined(separator: "; "), accountIsMissing: accountIsMissing)
        }
    }

    private func revoke(
        on resource: GrantedResource, isCertain: Bool, _ change: (inout IAMPolicy) -> Void
    ) async throws {
        // ABORTED means that what was read is outdated: both are repeated from the read.
        try await retrying(conflicts) {
            var policy = try await directory.policy(of: resource)
            let before = policy.bindings
            change(&policy)
            guard isCertain || policy.bindings != before else { return }
            _ = try await directory.setPolicy(policy, of: resource)
        }
    }

    private func retrying(_ retry: RetryPolicy, _ body: () async throws -> Void) async throws {
        var attempt = 1
        while true {
            do {
                return try await body()
            } catch let status as Status {
                guard let delay = retry.delay(after: status, attempt: attempt, random: 0.5) else {
                    throw status
                }
                try await timeline.sleep(for: delay)
                attempt += 1
            }
        }
    }
}
