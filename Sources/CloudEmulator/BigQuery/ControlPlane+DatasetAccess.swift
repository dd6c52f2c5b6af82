import CloudCore
import PubSubEmulator

extension ControlPlane {
    func checkAccessVersion(_ version: Int32) throws(Status) {
        guard [0, 1, 2, 3].contains(version) else {
            throw .listed(
                .invalidArgument, "invalid", "accessPolicyVersion is \(version); expected 1, 2 or 3.")
        }
    }

    /// Makes an access list, which has been checked, the policy of a dataset.
    ///
    /// A new dataset is born with it, so that its creator need not wait; later changes spread as those of any policy.
    mutating func writeAccess(
        _ access: [BigQueryV2.Access], of id: String, isNew: Bool, by caller: Caller, at now: Instant
    ) throws(Status) {
        let resource = datasetResource(id)
        let policy = DatasetAccess.policy(access, in: project)
        var request = IAMv1.SetIamPolicyRequest()
        request.policy = DatasetAccess.policy(access, in: project, withHolders: false)
        _ = try checkedPolicy(of: resource, request, at: now)
        if isNew {
            policies.establish(policy, of: resource, at: now)
        } else {
            _ = try policies.write(policy, of: resource, by: caller, at: now)
        }
    }
}
