/// The policies of the resources of an API, by their full names.
public struct ResourcePolicies: Sendable {
    private let calls: PolicyCalls
    private let version: String

    init(_ calls: PolicyCalls, version: String) {
        self.calls = calls
        self.version = version
    }

    /// The policy of a resource.
    public func read(_ name: String) async throws -> IAMPolicy { try await calls.read("/\(version)/\(name)") }

    /// Replaces the policy of a resource.
    ///
    /// - Throws: ABORTED when the policy has changed since its etag was read.
    public func write(_ policy: IAMPolicy, _ name: String) async throws -> IAMPolicy {
        try await calls.write(policy, "/\(version)/\(name)")
    }

    /// Reads, changes and writes the policy of a resource. See `modifyPolicy`.
    public func modify(_ name: String, _ change: (inout IAMPolicy) throws -> Void) async throws -> IAMPolicy {
        try await calls.modify("/\(version)/\(name)", change)
    }

    /// The permissions, of those asked, that the caller holds on a resource.
    public func test(_ permissions: [String], on name: String) async throws -> [String] {
        try await calls.test(permissions, "/\(version)/\(name)")
    }
}
