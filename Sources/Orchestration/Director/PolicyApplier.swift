import CloudCore
import GoogleCloud

/// Grants the roles of a plan on the resources that a dataflow owns. May be repeated.
public protocol PolicyApplier: Sendable {
    /// Grants every binding, leaving all others as they are; answers what was applied by `<type>:<id>`.
    ///
    /// - Throws: `DirectorFailure(.unsupportedResource)` naming what it cannot bind, before it changes anything.
    func apply(_ bindings: [IAMBinding]) async throws -> [String: CompletionEvent.AppliedPolicy]
}

/// Grants roles through Google's APIs: each policy is read, changed and written with its etag, so that nobody
/// else's binding is lost.
public struct CloudPolicyApplier: PolicyApplier {
    private let access: PolicyAccess
    private let poller: Poller
    private let patience: PollPolicy

    /// Makes an applier for a project. `patience` bounds the wait for accounts that were just created.
    public init(
        clients: CloudClients, project: String, timeline: any Timeline, patience: PollPolicy = PollPolicy()
    ) {
        access = PolicyAccess(clients: clients, project: project)
        poller = Poller(timeline: timeline, jitter: Jitter(seed: 0))
        self.patience = patience
    }

    /// Adds the bindings to the policies of their resources, waiting for accounts that have not spread yet.
    public func apply(_ bindings: [IAMBinding]) async throws -> [String: CompletionEvent.AppliedPolicy] {
        try PolicyAccess.checkSupport(bindings.map(\.resource))
        let groups = Dictionary(grouping: bindings, by: \.resource).sorted { $0.key < $1.key }
        let applied = try await parallelMap(groups.map { ($0.key, $0.value.sorted()) }) {
            resource, bindings in
            // A policy that names an account is refused until the account has spread to where policies live.
            try await poller.retry(
                "granting roles on \(resource)", patience, while: \.isUnknownServiceAccount
            ) {
                try await access.modify(resource) { policy in
                    for binding in bindings { policy.add(member: binding.member, role: binding.role) }
                }
            }
            return Self.summary(resource, bindings)
        }
        return Dictionary(applied.map { ("\($0.resourceType):\($0.resourceID)", $0) }) { first, _ in first }
    }

    private static func summary(
        _ resource: IAMResource, _ bindings: [IAMBinding]
    ) -> CompletionEvent.AppliedPolicy {
        var roles: [String: Set<String>] = [:]
        for binding in bindings { roles[binding.role, default: []].insert(binding.member) }
        return CompletionEvent.AppliedPolicy(
            resourceType: resource.type, resourceID: resource.id, resourceLocation: resource.location,
            memberRoles: roles.mapValues { $0.sorted() })
    }
}
