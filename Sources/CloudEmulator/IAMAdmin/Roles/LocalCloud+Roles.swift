import CloudCore
import RPCServer

extension LocalCloud {
    /// The methods of `google.iam.admin.v1.IAM` that are about roles.
    ///
    /// Source: `google/iam/admin/v1/iam.proto`.
    var roleMethods: [RPCMethod] { roleReads + roleWrites + roleQueries }

    private static let service = "/google.iam.admin.v1.IAM/"

    /// A rule for each place where custom roles are.
    private static func rules(_ make: (String) -> HTTPRule) -> [HTTPRule] {
        ["projects/*", "organizations/*"].map(make)
    }

    private var roleReads: [RPCMethod] {
        [
            planeMethod(
                Self.service + "GetRole",
                [.get("/v1/{name=roles/*}")] + Self.rules { .get("/v1/{name=\($0)/roles/*}") }
            ) { (plane, request: IAMAdminV1.GetRoleRequest, caller, now) throws(Status) in
                try plane.role(request.name, by: caller, at: now)
            },
            planeMethod(
                Self.service + "ListRoles",
                [.get("/v1/roles")] + Self.rules { .get("/v1/{parent=\($0)}/roles") }
            ) { (plane, request, caller, now) throws(Status) in
                try plane.listRoles(request, by: caller, at: now)
            },
        ]
    }

    private var roleWrites: [RPCMethod] {
        [
            planeMethod(Self.service + "CreateRole", Self.rules { .post("/v1/{parent=\($0)}/roles") }) {
                (plane, request, caller, now) throws(Status) in
                try plane.createRole(request, by: caller, at: now)
            },
            planeMethod(
                Self.service + "UpdateRole",
                Self.rules { .patch("/v1/{name=\($0)/roles/*}", body: .field("role")) }
            ) { (plane, request, caller, now) throws(Status) in
                try plane.updateRole(request, by: caller, at: now)
            },
            planeMethod(Self.service + "DeleteRole", Self.rules { .delete("/v1/{name=\($0)/roles/*}") }) {
                (plane, request, caller, now) throws(Status) in
                try plane.setRole(request, isDeleted: true, by: caller, at: now)
            },
            planeMethod(
                Self.service + "UndeleteRole", Self.rules { .post("/v1/{name=\($0)/roles/*}:undelete") }
            ) { (plane, request, caller, now) throws(Status) in
                try plane.setRole(request, isDeleted: false, by: caller, at: now)
            },
        ]
    }

    private var roleQueries: [RPCMethod] {
        [
            planeMethod(Self.service + "QueryGrantableRoles", [.post("/v1/roles:queryGrantableRoles")]) {
                (plane, request, caller, now) throws(Status) in
                try plane.grantableRoles(request, by: caller, at: now)
            },
            planeMethod(
                Self.service + "QueryTestablePermissions", [.post("/v1/permissions:queryTestablePermissions")]
            ) { (plane, request, caller, now) throws(Status) in
                try plane.testablePermissions(request, by: caller, at: now)
            },
        ]
    }
}
