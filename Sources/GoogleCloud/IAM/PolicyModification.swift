import CloudCore

/// Reads a policy, changes it and writes it back, again from the read whenever somebody else was quicker.
///
/// The written policy carries the etag that was read, so no other writer's change is lost, and the version
/// that its conditions need, so no condition is. Nothing is written when `change` changes nothing.
///
/// - Returns: the policy as written, or as read when nothing changed.
/// - Throws: what `read`, `write` and `change` throw; ABORTED after the last attempt of `retry`.
public func modifyPolicy(
    timeline: any Timeline, retry: RetryPolicy = .conflict,
    read: () async throws -> IAMPolicy, write: (IAMPolicy) async throws -> IAMPolicy,
    change: (inout IAMPolicy) throws -> Void
) async throws -> IAMPolicy {
    try await Retrier(policy: retry, timeline: timeline).run(isRepeatable: { _ in true }) {
        let current = try await read()
        var changed = current
        try change(&changed)
        guard changed.bindings != current.bindings else { return current }
        changed.etag = current.etag
        if changed.bindings.contains(where: { $0.condition != nil }) {
            changed.version = IAMPolicy.requestedVersion
        }
        return try await write(changed)
    }
}

extension Status {
    /// Whether a policy write was refused because a service account in it is not known there (yet): the account
    /// was just created and has not spread to where policies are checked, or it does not exist.
    public var isUnknownServiceAccount: Bool {
        code == .invalidArgument && message.contains("Service account ") && message.contains("does not exist")
    }
}
