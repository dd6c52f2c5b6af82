import CloudCore

extension ResourceManagerV3 {
    /// `google.cloud.resourcemanager.v3.ListProjectsRequest`.
    struct ListProjectsRequest: Message {
        static let definitionName: String? = "google.cloud.resourcemanager.v3.ListProjectsRequest"

        var parent = ""
        var pageToken = ""
        var pageSize: Int32 = 0
        var showDeleted = false

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "pageToken", &pageToken)
            visitor.field(3, "pageSize", &pageSize)
            visitor.field(4, "showDeleted", &showDeleted)
        }
    }

    /// `google.cloud.resourcemanager.v3.SearchProjectsRequest`.
    struct SearchProjectsRequest: Message {
        static let definitionName: String? = "google.cloud.resourcemanager.v3.SearchProjectsRequest"

        var query = ""
        var pageToken = ""
        var pageSize: Int32 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "query", &query)
            visitor.field(2, "pageToken", &pageToken)
            visitor.field(3, "pageSize", &pageSize)
        }
    }

    /// `google.cloud.resourcemanager.v3.SearchProjectsResponse`, and ListProjectsResponse, which has the same fields.
    struct ProjectsResponse: Message {
        static let definitionName: String? = "google.cloud.resourcemanager.v3.SearchProjectsResponse"

        var projects: [Project] = []
        var nextPageToken = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projects", &projects)
            visitor.field(2, "nextPageToken", &nextPageToken)
        }
    }

    /// `google.cloud.resourcemanager.v3.CreateProjectRequest`.
    struct CreateProjectRequest: Message {
        static let definitionName: String? = "google.cloud.resourcemanager.v3.CreateProjectRequest"

        var project: Project?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "project", &project)
        }
    }

    /// `google.cloud.resourcemanager.v3.UpdateProjectRequest`.
    struct UpdateProjectRequest: Message {
        static let definitionName: String? = "google.cloud.resourcemanager.v3.UpdateProjectRequest"

        var project: Project?
        var updateMask: FieldMask?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "project", &project)
            visitor.field(2, "updateMask", &updateMask)
        }
    }

    /// `google.cloud.resourcemanager.v3.MoveProjectRequest`.
    struct MoveProjectRequest: Message {
        static let definitionName: String? = "google.cloud.resourcemanager.v3.MoveProjectRequest"

        var name = ""
        var destinationParent = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "destinationParent", &destinationParent)
        }
    }
}

extension ResourceManagerV1 {
    /// The parameters of `projects.list`.
    struct ListProjectsRequest: Message {
        var filter = ""
        var pageToken = ""
        var pageSize: Int32 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "filter", &filter)
            visitor.field(2, "pageToken", &pageToken)
            visitor.field(3, "pageSize", &pageSize)
        }
    }

    /// `ListProjectsResponse` of the discovery document.
    struct ListProjectsResponse: Message {
        var projects: [Project] = []
        var nextPageToken = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projects", &projects)
            visitor.field(2, "nextPageToken", &nextPageToken)
        }
    }

    /// What the requests that change a project have: the id in the path, and the project in the body.
    struct ProjectRequest: Message {
        var projectID = ""
        var project: Project?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
            visitor.field(2, "project", &project)
        }
    }

    /// `ResourceId` of the discovery document.
    struct ResourceID: Message {
        var type = ""
        var id = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "type", &type)
            visitor.field(2, "id", &id)
        }
    }

    /// `Ancestor` of the discovery document.
    struct Ancestor: Message {
        var resourceID: ResourceID?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "resourceId", &resourceID)
        }
    }

    /// `GetAncestryResponse` of the discovery document.
    struct GetAncestryResponse: Message {
        var ancestors: [Ancestor] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "ancestor", &ancestors)
        }
    }
}
