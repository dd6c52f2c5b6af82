import CloudCore
import PubSubEmulator
import RPCServer

/// What a test sees: the written truth, without any delay.
extension LocalCloud {
    /// All service accounts that exist, sorted by email address.
    public var serviceAccounts: [IAMAdminV1.ServiceAccount] { inspect { $0.accounts.all } }

    /// The policy of a resource as it was written last, for example of `projects/p/topics/t`; empty when none was.
    public func policy(of resource: String) -> IAMv1.Policy { inspect { $0.policies.latest(of: resource) } }

    /// The full names of the resources that have a policy, sorted.
    public var resourcesWithPolicy: [String] { inspect { $0.policies.resources } }

    /// When the last write to a service account has reached every replica; nil when there never was such an account.
    public func propagated(account email: String) -> Instant? { inspect { $0.accounts.settled(email) } }

    /// When the last write to the policy of a resource has reached every replica; nil when it was never written.
    public func propagated(policyOf resource: String) -> Instant? {
        inspect { $0.policies.settled(resource) }
    }

    /// When everything that has been written so far has reached every replica; the present when it has.
    public var propagatedEverything: Instant {
        let latest = inspect { plane -> Instant in
            let accounts = plane.accounts.all.compactMap { plane.accounts.settled($0.email) }
            let policies = plane.policies.resources.compactMap { plane.policies.settled($0) }
            let others = [plane.services.settledAt, plane.roles.settledAt, plane.keys.settledAt]
            return (accounts + policies + others).reduce(Instant(nanoseconds: .min), max)
        }
        return max(latest, timeline.now)
    }

    /// Records the requests that are served from now on, over whichever port; nil for no longer.
    public func record(to recorder: RequestRecorder?) { pubsub.interceptor.record(to: recorder) }
}
