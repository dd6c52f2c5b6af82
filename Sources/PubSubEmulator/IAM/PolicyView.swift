import CloudCore

extension IAMv1.Policy {
    /// The policy as a reader who understands formats up to `version` is shown it.
    ///
    /// An older reader sees each conditional binding without its condition, under a name that is no role, so that
    /// it can neither take it for unconditional nor write it back.
    /// Source: "Specifying a policy version when getting a policy" in Google's IAM documentation.
    package func shown(upTo version: Int32) -> IAMv1.Policy {
        guard version < 3, hasConditions else { return self }
        var policy = self
        policy.version = 1
        for index in policy.bindings.indices {
            guard let condition = policy.bindings[index].condition else { continue }
            policy.bindings[index].role += "_withcond_" + Self.hash(condition)
            policy.bindings[index].condition = nil
        }
        return policy
    }

    /// FNV-1a of what a condition says, in hexadecimal digits: the same in every run.
    private static func hash(_ condition: IAMv1.Expr) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in (condition.title + "\0" + condition.expression).utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 16)
    }

    /// The policy with the fields that an update mask names taken from `update`.
    ///
    /// - Throws: INVALID_ARGUMENT for a path that is no field of a policy.
    func updated(with update: IAMv1.Policy, mask: FieldMask?) throws(Status) -> IAMv1.Policy {
        // "bindings, etag" is the default (`google/iam/v1/iam_policy.proto`).
        var result = self
        result.version = update.version
        result.etag = update.etag
        for path in mask?.paths ?? ["bindings", "etag"] {
            switch path {
            case "bindings": result.bindings = update.bindings
            case "audit_configs", "auditConfigs": result.auditConfigs = update.auditConfigs
            case "etag", "version": break
            default:
                throw Status(
                    .invalidArgument,
                    "update_mask: \"\(path.prefix(100))\" is no field of a policy; known are bindings, audit_configs, "
                        + "etag and version.")
            }
        }
        return result
    }
}
