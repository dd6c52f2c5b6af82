import CloudCore

extension CloudBuildV1 {
    /// `google.devtools.cloudbuild.v1.CreateBuildRequest`.
    struct CreateBuildRequest: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.CreateBuildRequest"

        var projectID = ""
        var build: Build?
        var parent = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
            visitor.field(2, "build", &build)
            visitor.field(4, "parent", &parent)
        }
    }

    /// `google.devtools.cloudbuild.v1.GetBuildRequest`.
    struct GetBuildRequest: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.GetBuildRequest"

        var projectID = ""
        var id = ""
        var name = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
            visitor.field(2, "id", &id)
            visitor.field(4, "name", &name)
        }
    }

    /// `google.devtools.cloudbuild.v1.ListBuildsRequest`.
    struct ListBuildsRequest: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.ListBuildsRequest"

        var projectID = ""
        var pageSize: Int32 = 0
        var pageToken = ""
        var filter = ""
        var parent = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
            visitor.field(2, "pageSize", &pageSize)
            visitor.field(3, "pageToken", &pageToken)
            visitor.field(8, "filter", &filter)
            visitor.field(9, "parent", &parent)
        }
    }

    /// `google.devtools.cloudbuild.v1.ListBuildsResponse`.
    struct ListBuildsResponse: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.ListBuildsResponse"

        var builds: [Build] = []
        var nextPageToken = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "builds", &builds)
            visitor.field(2, "nextPageToken", &nextPageToken)
        }
    }

    /// `google.devtools.cloudbuild.v1.CancelBuildRequest`.
    struct CancelBuildRequest: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.CancelBuildRequest"

        var projectID = ""
        var id = ""
        var name = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
            visitor.field(2, "id", &id)
            visitor.field(4, "name", &name)
        }
    }

    /// `google.devtools.cloudbuild.v1.RetryBuildRequest`.
    struct RetryBuildRequest: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.RetryBuildRequest"

        var projectID = ""
        var id = ""
        var name = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
            visitor.field(2, "id", &id)
            visitor.field(3, "name", &name)
        }
    }

    /// `google.devtools.cloudbuild.v1.GetDefaultServiceAccountRequest`.
    struct GetDefaultServiceAccountRequest: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.GetDefaultServiceAccountRequest"

        var name = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
        }
    }

    /// `google.devtools.cloudbuild.v1.DefaultServiceAccount`.
    struct DefaultServiceAccount: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.DefaultServiceAccount"

        var name = ""
        var serviceAccountEmail = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "serviceAccountEmail", &serviceAccountEmail)
        }
    }
}
