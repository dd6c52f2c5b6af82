/// One role that one account needs on one resource.
public struct IAMBinding: Sendable, Hashable {
    /// The email of the account.
    public var serviceAccount: String
    /// What the role is granted on.
    public var resource: IAMResource
    /// The role, for example `roles/pubsub.publisher`.
    public var role: String
    /// Why it is needed, in one sentence; not part of the binding's identity.
    public var reason: String
    /// The dataflow that owns the resource and applies the binding.
    public var dataflow: String

    /// Makes a binding from its parts.
    public init(serviceAccount: String, resource: IAMResource, role: String, reason: String, dataflow: String)
    {
        self.serviceAccount = serviceAccount
        self.resource = resource
        self.role = role
        self.reason = reason
        self.dataflow = dataflow
    }

    /// The account as a policy names it, `serviceAccount:<email>`.
    public var member: String { "serviceAccount:" + serviceAccount }
}

extension IAMBinding: Comparable {
    /// Orders by dataflow, resource, role and account.
    public static func < (a: IAMBinding, b: IAMBinding) -> Bool {
        if a.dataflow != b.dataflow { return a.dataflow < b.dataflow }
        if a.resource != b.resource { return a.resource < b.resource }
        if a.role != b.role { return a.role < b.role }
        if a.serviceAccount != b.serviceAccount { return a.serviceAccount < b.serviceAccount }
        return a.reason < b.reason
    }
}

/// All roles that an architecture needs: sorted, and each binding once.
public struct IAMPlan: Sendable, Equatable {
    /// The bindings, sorted by dataflow, resource, role and account.
    public let bindings: [IAMBinding]

    /// Makes a plan; of bindings that differ in their reason alone, the first by reason is kept.
    public init(_ bindings: some Sequence<IAMBinding>) {
        var kept: [IAMBinding] = []
        for binding in bindings.sorted() {
            if let last = kept.last, last.dataflow == binding.dataflow, last.resource == binding.resource,
                last.role == binding.role, last.serviceAccount == binding.serviceAccount
            {
                continue
            }
            kept.append(binding)
        }
        self.bindings = kept
    }

    /// The bindings that one dataflow applies.
    public func bindings(dataflow: String) -> [IAMBinding] { bindings.filter { $0.dataflow == dataflow } }

    /// The bindings on the project's own policy, whichever dataflow needs them.
    public var projectBindings: [IAMBinding] {
        bindings.filter { if case .project = $0.resource { true } else { false } }
    }

    /// The policy that one dataflow applies to each of its resources, sorted by resource: role to sorted members.
    public func policies(dataflow: String) -> [(resource: IAMResource, members: [String: [String]])] {
        var grouped: [IAMResource: [String: [String]]] = [:]
        for binding in bindings(dataflow: dataflow) {
            grouped[binding.resource, default: [:]][binding.role, default: []].append(binding.member)
        }
        return grouped.sorted { $0.key < $1.key }.map { (resource: $0.key, members: $0.value) }
    }
}
