import CloudCore
import GoogleCloud

/// The identity lifecycle: creates accounts, waits until they and the policies that name them are visible
/// everywhere, grants roles on the project, and takes back what the run created.
struct IAMOrchestrator: Sendable {
    let clients: CloudClients
    let project: String
    let journal: StepJournal
    let options: ConductorOptions
    let record: RunRecord

    private var poller: Poller { Poller(timeline: journal.timeline, jitter: Jitter(seed: options.seed)) }
    private var access: PolicyAccess { PolicyAccess(clients: clients, project: project) }

    /// Creates an account unless it exists, and waits until reads find it.
    func ensure(_ identity: IdentityPlan.Identity, _ step: StepID) async throws {
        do {
            _ = try await clients.iam.createServiceAccount(
                project: project, id: identity.id, displayName: identity.displayName)
            record.note { $0.accounts.insert(identity.email) }
        } catch let status as Status where status.code == .alreadyExists {
            journal.resume(step, "exists already")
        }
        try await poller.wait(
            for: "service account \(identity.email) to be visible", options.accountPolling,
            onWait: { journal.wait(step, for: $0.text) },
            check: { try await exists(identity.email) })
        journal.resume(step, "visible")
    }

    /// Whether reads find the account now.
    func exists(_ email: String) async throws -> Bool {
        do {
            _ = try await clients.iam.serviceAccount(email, project: project)
            return true
        } catch let status as Status where status.code == .notFound {
            return false
        }
    }

    /// Grants roles on the project in one write, and leaves every other binding as it is.
    func grantOnProject(_ bindings: [IAMBinding], _ step: StepID) async throws {
        guard !bindings.isEmpty else { return }
        try await poller.retry(
            "granting roles on \(project)", options.accountPolling,
            onWait: { _ in journal.wait(step, for: "an account is not known to policies yet") },
            while: \.isUnknownServiceAccount
        ) {
            var new: Set<IAMBinding> = []
            try await rewriteProjectPolicy { policy in
                new = []
                for binding in bindings where !policy.contains(member: binding.member, role: binding.role) {
                    policy.add(member: binding.member, role: binding.role)
                    new.insert(binding)
                }
            }
            record.note { $0.projectBindings.formUnion(new) }
        }
    }

    /// Reads, changes and writes the policy of the project, even if nothing seems to change: a read may be older
    /// than the last write, and only a write with its etag shows that it was not.
    private func rewriteProjectPolicy(_ change: (inout IAMPolicy) -> Void) async throws {
        try await poller.retry(
            "writing the policy of \(project)", options.policyPolling, while: { $0.code == .aborted }
        ) {
            var policy = try await clients.resourceManager.policy(ofProject: project)
            change(&policy)
            _ = try await clients.resourceManager.setPolicy(policy, ofProject: project)
        }
    }

    /// Waits until the policy of a resource shows every binding, several times in a row.
    ///
    /// - Parameter resourceMayBeLate: whether a resource that is not found was created a moment ago.
    func verify(
        _ resource: IAMResource, _ bindings: [IAMBinding], resourceMayBeLate: Bool, _ step: StepID
    ) async throws {
        try await poller.wait(
            for: "the roles on \(resource) to be visible", options.policyPolling,
            onWait: { journal.wait(step, for: $0.text) },
            check: {
                do {
                    let policy = try await access.read(resource)
                    return bindings.allSatisfy { policy.contains(member: $0.member, role: $0.role) }
                } catch let status as Status where status.code == .notFound && resourceMayBeLate {
                    return false
                }
            })
        journal.resume(step, "\(bindings.count) bindings visible")
    }

    // MARK: Teardown

    /// Takes back the roles on the project that this run granted.
    func revokeOnProject(_ bindings: Set<IAMBinding>) async throws {
        guard !bindings.isEmpty else { return }
        try await rewriteProjectPolicy { policy in
            for binding in bindings { policy.remove(member: binding.member, role: binding.role) }
        }
    }

    /// Deletes an account that this run created.
    func delete(_ email: String) async throws {
        try await ignoring(.notFound) { try await clients.iam.deleteServiceAccount(email, project: project) }
    }
}
