import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    /// The methods of Resource Manager that are supported: v3, and v1, which has the same methods for REST only.
    ///
    /// Sources: `google/cloud/resourcemanager/v3/projects.proto`, the discovery document of v1.
    var resourceManagerMethods: [RPCMethod] {
        let v3 = "/google.cloud.resourcemanager.v3.Projects/"
        let v1 = "/google.cloud.resourcemanager.v1.Projects/"
        let get = "resourcemanager.projects.get"
        return [
            planeMethod(v3 + "GetProject", [.get("/v3/{name=projects/*}")]) {
                (plane, request: ResourceManagerV3.GetProjectRequest, caller, now) throws(Status) in
                try plane.checkProject(request.name, permission: get, by: caller, at: now)
                return plane.projectV3
            },
            planeMethod(v1 + "GetProject", [.get("/v1/projects/{project_id}")]) {
                (plane, request: ResourceManagerV1.GetProjectRequest, caller, now) throws(Status) in
                try plane.checkProject("projects/\(request.projectID)", permission: get, by: caller, at: now)
                return plane.projectV1
            },
        ] + projectLists + projectChanges + projectPolicies(v3, "/v3/{resource=projects/*}") { $0 }
            + projectPolicies(v1, "/v1/projects/{resource}") { "projects/\($0)" }
    }

    private func projectPolicies(
        _ service: String, _ template: String, _ name: @escaping @Sendable (String) -> String
    ) -> [RPCMethod] {
        [
            planeMethod(service + "GetIamPolicy", [.post(template + ":getIamPolicy")]) {
                (plane, request: IAMv1.GetIamPolicyRequest, caller, now) throws(Status) in
                try plane.checkProject(
                    name(request.resource), permission: "resourcemanager.projects.getIamPolicy", by: caller,
                    at: now)
                return try plane.policy(of: plane.project.name, request, by: caller, at: now)
            },
            planeMethod(service + "SetIamPolicy", [.post(template + ":setIamPolicy")]) {
                (plane, request: IAMv1.SetIamPolicyRequest, caller, now) throws(Status) in
                try plane.checkProject(
                    name(request.resource), permission: "resourcemanager.projects.setIamPolicy", by: caller,
                    at: now)
                return try plane.setPolicy(of: plane.project.name, request, by: caller, at: now)
            },
            planeMethod(service + "TestIamPermissions", [.post(template + ":testIamPermissions")]) {
                (plane, request: IAMv1.TestIamPermissionsRequest, caller, now) throws(Status) in
                let exists = plane.project.isNamed(name(request.resource).dropFirst("projects/".count))
                return try plane.test(request, on: exists ? plane.project.name : nil, by: caller, at: now)
            },
        ]
    }
}
