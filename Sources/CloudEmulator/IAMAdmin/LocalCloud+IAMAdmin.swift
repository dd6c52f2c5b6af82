import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    /// The methods of `google.iam.admin.v1.IAM` that are supported.
    ///
    /// Source: `google/iam/admin/v1/iam.proto`.
    var iamAdminMethods: [RPCMethod] { accountReads + accountWrites + accountPolicies }

    private static let service = "/google.iam.admin.v1.IAM/"
    private static let account = "{name=projects/*/serviceAccounts/*}"
    private static let accountResource = "{resource=projects/*/serviceAccounts/*}"

    private var accountReads: [RPCMethod] {
        [
            planeMethod(Self.service + "GetServiceAccount", [.get("/v1/\(Self.account)")]) {
                (plane, request: IAMAdminV1.ServiceAccountNameRequest, caller, now) throws(Status) in
                try plane.serviceAccount(request.name, by: caller, at: now)
            },
            planeMethod(Self.service + "ListServiceAccounts", [.get("/v1/{name=projects/*}/serviceAccounts")])
            {
                (plane, request: IAMAdminV1.ListServiceAccountsRequest, caller, now) throws(Status) in
                try plane.listServiceAccounts(request, by: caller, at: now)
            },
        ]
    }

    private var accountWrites: [RPCMethod] {
        [
            planeMethod(
                Self.service + "CreateServiceAccount", [.post("/v1/{name=projects/*}/serviceAccounts")]
            ) {
                (plane, request: IAMAdminV1.CreateServiceAccountRequest, caller, now) throws(Status) in
                try plane.createServiceAccount(request, by: caller, at: now)
            },
            planeMethod(
                Self.service + "PatchServiceAccount",
                [.patch("/v1/{service_account.name=projects/*/serviceAccounts/*}")]
            ) {
                (plane, request: IAMAdminV1.PatchServiceAccountRequest, caller, now) throws(Status) in
                try plane.patchServiceAccount(request, by: caller, at: now)
            },
            accountWrite("DeleteServiceAccount", .delete("/v1/\(Self.account)")) {
                (plane, name, caller, now) throws(Status) in
                try plane.deleteServiceAccount(name, by: caller, at: now)
            },
            accountWrite("EnableServiceAccount", .post("/v1/\(Self.account):enable")) {
                (plane, name, caller, now) throws(Status) in
                try plane.setServiceAccount(name, disabled: false, by: caller, at: now)
            },
            accountWrite("DisableServiceAccount", .post("/v1/\(Self.account):disable")) {
                (plane, name, caller, now) throws(Status) in
                try plane.setServiceAccount(name, disabled: true, by: caller, at: now)
            },
            planeMethod(Self.service + "UndeleteServiceAccount", [.post("/v1/\(Self.account):undelete")]) {
                (plane, request: IAMAdminV1.ServiceAccountNameRequest, caller, now) throws(Status) in
                try plane.undeleteServiceAccount(request.name, by: caller, at: now)
            },
        ]
    }

    /// A method that takes an account's name and answers nothing.
    private func accountWrite(
        _ method: String, _ rule: HTTPRule,
        _ write: @escaping @Sendable (inout ControlPlane, String, Caller, Instant) throws(Status) -> Void
    ) -> RPCMethod {
        planeMethod(Self.service + method, [rule]) {
            (plane, request: IAMAdminV1.ServiceAccountNameRequest, caller, now) throws(Status) in
            try write(&plane, request.name, caller, now)
            return Empty()
        }
    }

    private var accountPolicies: [RPCMethod] {
        [
            // The definition gives getIamPolicy no body: its options are query parameters.
            planeMethod(
                Self.service + "GetIamPolicy",
                [.post("/v1/\(Self.accountResource):getIamPolicy", body: .none)]
            ) {
                (plane, request: IAMv1.GetIamPolicyRequest, caller, now) throws(Status) in
                let account = try plane.serviceAccount(
                    request.resource, permission: "iam.serviceAccounts.getIamPolicy", by: caller, at: now)
                return try plane.policy(of: account.name, request, by: caller, at: now)
            },
            planeMethod(Self.service + "SetIamPolicy", [.post("/v1/\(Self.accountResource):setIamPolicy")]) {
                (plane, request: IAMv1.SetIamPolicyRequest, caller, now) throws(Status) in
                let permission = "iam.serviceAccounts.setIamPolicy"
                let account = try plane.existing(
                    request.resource, permission: permission, by: caller, at: now)
                return try plane.setPolicy(of: account.name, request, by: caller, at: now)
            },
            planeMethod(
                Self.service + "TestIamPermissions", [.post("/v1/\(Self.accountResource):testIamPermissions")]
            ) {
                (plane, request: IAMv1.TestIamPermissionsRequest, caller, now) throws(Status) in
                let name = try ServiceAccountName(parsing: request.resource)
                let account = plane.accounts.existing(name.account)
                return try plane.test(request, on: account?.name, by: caller, at: now)
            },
        ]
    }
}

extension ControlPlane {
    /// Answers testIamPermissions: of a resource that does not exist (nil) nobody has any permission, which is
    /// no error (`google/iam/v1/iam_policy.proto`).
    func test(
        _ request: IAMv1.TestIamPermissionsRequest, on resource: String?, by caller: Caller, at now: Instant
    ) throws(Status) -> IAMv1.TestIamPermissionsResponse {
        let held = try testPermissions(request.permissions, on: resource ?? "", by: caller, at: now)
        var response = IAMv1.TestIamPermissionsResponse()
        if resource != nil { response.permissions = held }
        return response
    }
}
