import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    /// The policies of tables, which the discovery document has no other parameters for than their names.
    var bigQueryPolicies: [RPCMethod] {
        let service = BigQueryCall.package + "TableService/"
        let table = "/bigquery/v2/{resource=projects/*/datasets/*/tables/*}"
        return [
            planeMethod(service + "GetIamPolicy", [.post(table + ":getIamPolicy")]) {
                (plane, request: IAMv1.GetIamPolicyRequest, caller, now) throws(Status) in
                let resource = try plane.tableResource(
                    request.resource, "bigquery.tables.getIamPolicy", by: caller, at: now)
                return try plane.policy(of: resource, request, by: caller, at: now)
            },
            planeMethod(service + "SetIamPolicy", [.post(table + ":setIamPolicy")]) {
                (plane, request: IAMv1.SetIamPolicyRequest, caller, now) throws(Status) in
                let resource = try plane.tableResource(
                    request.resource, "bigquery.tables.setIamPolicy", by: caller, at: now)
                return try plane.setPolicy(of: resource, request, by: caller, at: now)
            },
            planeMethod(service + "TestIamPermissions", [.post(table + ":testIamPermissions")]) {
                (plane, request: IAMv1.TestIamPermissionsRequest, caller, now) throws(Status) in
                try plane.test(
                    request, on: plane.existingTableResource(request.resource, at: now), by: caller, at: now)
            },
        ]
    }
}
