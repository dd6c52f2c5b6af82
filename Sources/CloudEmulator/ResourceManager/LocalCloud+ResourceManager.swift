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
        let get: [RPCMethod] = [
            .unary(v3 + "GetProject", [.get("/v3/{name=projects/*}")]) {
                [self] (request: ResourceManagerV3.GetProjectRequest, context) throws(Status)
                    -> ResourceManagerV3.Project in
                try checkedProject(request.name, permission: "resourcemanager.projects.get", context)
                return project.v3
            },
            .unary(v1 + "GetProject", [.get("/v1/projects/{project_id}")]) {
                [self] (request: ResourceManagerV1.GetProjectRequest, context) throws(Status)
                    -> ResourceManagerV1.Project in
                try checkedProject(
                    "projects/\(request.projectID)", permission: "resourcemanager.projects.get", context)
                return project.v1
            },
        ]
        return get + projectPolicies(v3, "/v3/{resource=projects/*}") { $0 }
            + projectPolicies(v1, "/v1/projects/{resource}") { "projects/\($0)" }
    }

    private func projectPolicies(
        _ service: String, _ template: String, _ name: @escaping @Sendable (String) -> String
    ) -> [RPCMethod] {
        [
            .unary(service + "GetIamPolicy", [.post(template + ":getIamPolicy")]) {
                [self] (request: IAMv1.GetIamPolicyRequest, context) throws(Status) -> IAMv1.Policy in
                try checkedProject(
                    name(request.resource), permission: "resourcemanager.projects.getIamPolicy", context)
                let caller = caller(context)
                return try perform { (plane, now) throws(Status) in
                    try plane.policy(of: plane.project.name, request, by: caller, at: now)
                }
            },
            .unary(service + "SetIamPolicy", [.post(template + ":setIamPolicy")]) {
                [self] (request: IAMv1.SetIamPolicyRequest, context) throws(Status) -> IAMv1.Policy in
                try checkedProject(
                    name(request.resource), permission: "resourcemanager.projects.setIamPolicy", context)
                let caller = caller(context)
                return try perform { (plane, now) throws(Status) in
                    try plane.setPolicy(of: plane.project.name, request, by: caller, at: now)
                }
            },
            .unary(service + "TestIamPermissions", [.post(template + ":testIamPermissions")]) {
                [self] (request: IAMv1.TestIamPermissionsRequest, context) throws(Status)
                    -> IAMv1.TestIamPermissionsResponse in
                let caller = caller(context)
                let exists = project.isNamed(name(request.resource).dropFirst("projects/".count))
                return try perform { (plane, now) throws(Status) in
                    try plane.test(request, on: exists ? plane.project.name : nil, by: caller, at: now)
                }
            },
        ]
    }

    /// Refuses a project that is not this one. Resource Manager does not tell a missing project from a forbidden one.
    private func checkedProject(
        _ name: String, permission: String, _ context: CallContext
    ) throws(Status) {
        let caller = caller(context)
        try perform { (plane, now) throws(Status) in
            try plane.checkProject(name, permission: permission, by: caller, at: now)
        }
    }
}

extension LocalProject {
    fileprivate var v3: ResourceManagerV3.Project {
        var project = ResourceManagerV3.Project()
        project.name = "projects/\(number)"
        project.projectID = id
        project.displayName = id
        project.state = .active
        return project
    }

    fileprivate var v1: ResourceManagerV1.Project {
        var project = ResourceManagerV1.Project()
        project.projectNumber = number
        project.projectID = id
        project.name = id
        project.lifecycleState = .active
        return project
    }
}
