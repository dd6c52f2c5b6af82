import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    /// What becomes of calls whose callers have no permission for them.
    public var policyMode: PolicyMode { inspect { $0.mode } }

    /// Changes what becomes of calls whose callers have no permission for them.
    ///
    /// While it is not `off`, Pub/Sub's calls from outside are checked, too, and messages are forwarded to dead letter
    /// topics only when Pub/Sub's service agent may.
    public func setPolicyMode(_ mode: PolicyMode) {
        plane.change(at: timeline.now) { (plane, _) in plane.mode = mode }
        let access = PubSubAccess(host: plane)
        pubsub.checkAccess(with: mode == .off ? nil : access)
        let permission: DeadLetterPermission = { subscription, topic in
            access.mayForward(from: subscription, to: topic)
        }
        pubsub.setDeadLetterPermission(mode == .off ? nil : permission)
    }

    /// The least bindings that the traffic so far needs, and the granted ones that it did not use. Traffic is seen
    /// while policies are logged or enforced.
    public func suggestPolicy() -> PolicySuggestion {
        let now = timeline.now
        return inspect { $0.suggestion(at: now) }
    }

    /// The latest calls that were refused, or would have been, oldest first; at most 1,000.
    public var policyRefusals: [AccessExplanation] { inspect { $0.audit.refusals } }

    /// Forgets the traffic that suggestions are made of, and the refusals.
    public func resetPolicyAudit() { inspect { $0.audit.reset() } }

    /// The policy controls, from outside:
    ///
    /// - `GET /emulator/v1/policy` answers the mode and the latest refusals; `PUT` sets the mode, `{"mode": "enforce"}`.
    /// - `GET /emulator/v1/policy:suggest` answers the least bindings for the traffic so far.
    var policyRoutes: [HTTPRoute] {
        let path = "/emulator/v1/policy"
        return [
            HTTPRoute("GET", path) { [self] _ in .json(policyState) },
            HTTPRoute("PUT", path) { [self] request in
                .json { () throws(Status) in
                    let wanted = try JSON.parse(request.body)["mode"]?.stringValue ?? ""
                    guard let mode = PolicyMode(rawValue: wanted) else {
                        throw Status(
                            .invalidArgument,
                            "mode is \"\(wanted.prefix(100))\"; expected one of off, log, enforce.")
                    }
                    setPolicyMode(mode)
                    return policyState
                }
            },
            HTTPRoute("GET", path + ":suggest") { [self] _ in .json(suggestPolicy().json) },
        ]
    }

    private var policyState: JSON {
        ["mode": .string(policyMode.rawValue), "refusals": .array(policyRefusals.map(\.json))]
    }
}

extension AccessExplanation {
    /// The explanation as it is answered over REST.
    var json: JSON {
        [
            "time": .string(Timestamp(time).rfc3339), "member": .string(member),
            "permission": .string(permission),
            "resource": .string(resource), "roles": .array(roles.map { .string($0) }), "text": .string(text),
        ]
    }
}

extension PolicySuggestion {
    /// The suggestion as it is answered over REST.
    public var json: JSON {
        [
            "needed": .array(needed.map(\.json)), "unused": .array(unused.map(\.json)),
            "unknown": .array(unknown.map { .string($0) }), "dropped": .int(Int64(dropped)),
        ]
    }
}

extension PolicySuggestion.Binding {
    fileprivate var json: JSON {
        [
            "resource": .string(resource), "role": .string(role), "member": .string(member),
            "permissions": .array(permissions.map { .string($0) }), "granted": .bool(isGranted),
        ]
    }
}
