import CloudCore

extension BigQueryV2 {
    /// The request of `projects.list`.
    struct ListProjectsRequest: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.ListProjectsRequest"

        var maxResults: Int32?
        var pageToken = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "maxResults", &maxResults)
            visitor.field(2, "pageToken", &pageToken)
        }
    }

    /// The answer of `projects.list`.
    struct ProjectList: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.ProjectList"

        var kind = ""
        var etag = ""
        var projects: [Project] = []
        var totalItems: Int32?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "kind", &kind)
            visitor.field(2, "etag", &etag)
            visitor.field(4, "projects", &projects)
            visitor.field(5, "totalItems", &totalItems)
        }

        /// A project that the caller may see.
        struct Project: Message {
            var kind = ""
            var id = ""
            var numericID = ""
            var projectReference: ProjectReference?
            var friendlyName: String?

            mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
                visitor.field(1, "kind", &kind)
                visitor.field(2, "id", &id)
                visitor.field(3, "numericId", &numericID)
                visitor.field(4, "projectReference", &projectReference)
                visitor.field(5, "friendlyName", &friendlyName)
            }
        }
    }

    /// `google.cloud.bigquery.v2.ProjectReference`.
    struct ProjectReference: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.ProjectReference"

        var projectID = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
        }
    }

    /// `google.cloud.bigquery.v2.GetServiceAccountRequest`.
    struct GetServiceAccountRequest: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.GetServiceAccountRequest"

        var projectID = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
        }
    }

    /// `google.cloud.bigquery.v2.GetServiceAccountResponse`.
    struct GetServiceAccountResponse: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.GetServiceAccountResponse"

        var kind = ""
        var email = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "kind", &kind)
            visitor.field(2, "email", &email)
        }
    }
}
