import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    private static let v3 = "/google.cloud.resourcemanager.v3.Projects/"
    private static let v1 = "/google.cloud.resourcemanager.v1.Projects/"

    /// The methods that list projects, and tell what they belong to.
    var projectLists: [RPCMethod] {
        [
            planeMethod(Self.v3 + "SearchProjects", [.get("/v3/projects:search")]) {
                (plane, request: ResourceManagerV3.SearchProjectsRequest, caller, now) throws(Status) in
                let isListed = try plane.listsProject(
                    request.query, field: "query", request.pageSize, request.pageToken, by: caller, at: now)
                var response = ResourceManagerV3.ProjectsResponse()
                if isListed { response.projects = [plane.projectV3] }
                return response
            },
            planeMethod(Self.v3 + "ListProjects", [.get("/v3/projects")]) {
                (plane, request: ResourceManagerV3.ListProjectsRequest, _, _) throws(Status)
                    -> ResourceManagerV3.ProjectsResponse in
                guard request.parent.hasPrefix("folders/") || request.parent.hasPrefix("organizations/")
                else {
                    throw Status(
                        .invalidArgument,
                        "parent is \"\(request.parent.prefix(100))\"; expected folders/FOLDER or "
                            + "organizations/ORGANIZATION.")
                }
                // The project belongs to none, and nobody may look into those that are not here.
                throw ControlPlane.denied("resourcemanager.projects.list", on: request.parent)
            },
            planeMethod(Self.v1 + "ListProjects", [.get("/v1/projects")]) {
                (plane, request: ResourceManagerV1.ListProjectsRequest, caller, now) throws(Status) in
                let isListed = try plane.listsProject(
                    request.filter, field: "filter", request.pageSize, request.pageToken, by: caller, at: now)
                var response = ResourceManagerV1.ListProjectsResponse()
                if isListed { response.projects = [plane.projectV1] }
                return response
            },
            planeMethod(Self.v1 + "GetAncestry", [.post("/v1/projects/{project_id}:getAncestry")]) {
                (plane, request: ResourceManagerV1.GetProjectRequest, caller, now) throws(Status) in
                try plane.checkProject(
                    "projects/\(request.projectID)", permission: "resourcemanager.projects.get", by: caller,
                    at: now)
                var id = ResourceManagerV1.ResourceID()
                id.type = "project"
                id.id = plane.project.id
                var ancestor = ResourceManagerV1.Ancestor()
                ancestor.resourceID = id
                var response = ResourceManagerV1.GetAncestryResponse()
                response.ancestors = [ancestor]
                return response
            },
        ]
    }

    /// The methods that would change which projects there are; there is always the one.
    var projectChanges: [RPCMethod] {
        let name = "/v3/{name=projects/*}"
        let id = "/v1/projects/{project_id}"
        let project = HTTPRule.Body.field("project")
        typealias V1 = ResourceManagerV1.ProjectRequest
        typealias V3 = ResourceManagerV3
        return [
            refused(
                V3.CreateProjectRequest.self, Self.v3 + "CreateProject", .post("/v3/projects", body: project)),
            refused(
                V3.UpdateProjectRequest.self, Self.v3 + "UpdateProject",
                .patch("/v3/{project.name=projects/*}", body: project)),
            refused(V3.GetProjectRequest.self, Self.v3 + "DeleteProject", .delete(name)),
            refused(V3.GetProjectRequest.self, Self.v3 + "UndeleteProject", .post(name + ":undelete")),
            refused(V3.MoveProjectRequest.self, Self.v3 + "MoveProject", .post(name + ":move")),
            refused(V1.self, Self.v1 + "CreateProject", .post("/v1/projects", body: project)),
            refused(V1.self, Self.v1 + "UpdateProject", .put(id, body: project)),
            refused(V1.self, Self.v1 + "DeleteProject", .delete(id)),
            refused(V1.self, Self.v1 + "UndeleteProject", .post(id + ":undelete")),
        ]
    }

    private func refused<Request: Message>(
        _ type: Request.Type, _ path: String, _ rule: HTTPRule
    ) -> RPCMethod {
        .unary(path, [rule]) { [project] (_: Request, _) throws(Status) -> Empty in
            let verb = path.split(separator: "/").last ?? ""
            throw Status(
                .unimplemented,
                "\(verb) is not supported: a local cloud consists of one project, \(project.id).")
        }
    }
}
