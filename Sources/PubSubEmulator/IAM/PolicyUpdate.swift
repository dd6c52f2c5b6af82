import CloudCore

extension IAMv1.Policy {
    /// The etag that Google returns for a policy that was never set, `ACAB`.
    private static let emptyEtag: [UInt8] = [0x00, 0x20, 0x01]

    /// What a resource has before a policy is set.
    package static let neverSet: IAMv1.Policy = {
        var policy = IAMv1.Policy()
        policy.etag = emptyEtag
        return policy
    }()

    /// Whether some binding has a condition.
    package var hasConditions: Bool { bindings.contains { $0.condition != nil } }

    /// What this policy is to become by a request, checked and in its stored form, still with the request's etag.
    ///
    /// - Throws: INVALID_ARGUMENT for what is no policy.
    package func updated(by request: IAMv1.SetIamPolicyRequest) throws(Status) -> IAMv1.Policy {
        guard let update = request.policy else {
            throw Status(.invalidArgument, "The request has no policy.")
        }
        let checked = try PolicyRules.normalized(try updated(with: update, mask: request.updateMask))
        if checked.etag == etag, hasConditions, checked.version != 3 {
            throw Status(
                .invalidArgument,
                "The policy has conditional bindings, so the policy version must be 3, not \(checked.version)."
            )
        }
        return checked
    }

    /// Whether a write with `etag` is about this version of the policy, or about any.
    package func isCurrent(_ etag: [UInt8]) -> Bool { etag.isEmpty || etag == self.etag }

    /// What a write with an outdated etag ends with.
    package func conflict(with etag: [UInt8]) -> Status {
        Status(
            .aborted,
            "There were concurrent policy changes. Please retry the whole read-modify-write with exponential "
                + "backoff. The request's ETag '\(Base64.encode(etag))' did not match the current policy's "
                + "ETag '\(Base64.encode(self.etag))'.")
    }

    /// The policy as it is stored, with the etag of that stamp.
    package func stamped(_ stamp: Int64) -> IAMv1.Policy {
        var policy = self
        policy.etag = withUnsafeBytes(of: stamp.bigEndian) { Array($0) }
        policy.version = policy.hasConditions ? 3 : 1
        return policy
    }
}

extension IAMv1.GetIamPolicyRequest {
    /// The newest format that the caller understands.
    ///
    /// - Throws: INVALID_ARGUMENT for one that there is not.
    package var checkedVersion: Int32 {
        get throws(Status) {
            let version = options?.requestedPolicyVersion ?? 0
            guard [0, 1, 3].contains(version) else {
                throw Status(
                    .invalidArgument,
                    "options.requested_policy_version is \(version), but must be 0, 1 or 3.")
            }
            return version
        }
    }
}

/// Where etags come from: microseconds since 1970, but never the same twice, which is what Google's look like.
package struct PolicyStamps: Sendable {
    private var last: Int64 = 0

    /// Begins with the present.
    package init() {}

    /// The next one.
    package mutating func next(at now: Instant) -> Int64 {
        last = max(last + 1, now.nanoseconds / 1_000)
        return last
    }

    /// Does not give the stamp of an etag that there is from before. One so late that hardly any would follow it is none
    /// that was given here.
    package mutating func follow(_ etag: [UInt8]) {
        guard etag.count == 8 else { return }
        let stamp = Int64(bitPattern: etag.reduce(0) { $0 << 8 | UInt64($1) })
        if stamp < 1 << 62 { last = max(last, stamp) }
    }
}
