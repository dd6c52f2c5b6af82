import CloudCore

extension ArtifactRegistryV1 {
    /// `google.devtools.artifactregistry.v1.CreateRepositoryRequest`.
    struct CreateRepositoryRequest: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.CreateRepositoryRequest"

        var parent = ""
        var repositoryID = ""
        var repository: Repository?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "repositoryId", &repositoryID)
            visitor.field(3, "repository", &repository)
        }
    }

    /// `google.devtools.artifactregistry.v1.GetRepositoryRequest`.
    struct GetRepositoryRequest: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.GetRepositoryRequest"

        var name = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
        }
    }

    /// `google.devtools.artifactregistry.v1.ListRepositoriesRequest`.
    struct ListRepositoriesRequest: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.ListRepositoriesRequest"

        var parent = ""
        var pageSize: Int32 = 0
        var pageToken = ""
        var filter = ""
        var orderBy = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "pageSize", &pageSize)
            visitor.field(3, "pageToken", &pageToken)
            visitor.field(4, "filter", &filter)
            visitor.field(5, "orderBy", &orderBy)
        }
    }

    /// `google.devtools.artifactregistry.v1.ListRepositoriesResponse`.
    struct ListRepositoriesResponse: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.ListRepositoriesResponse"

        var repositories: [Repository] = []
        var nextPageToken = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "repositories", &repositories)
            visitor.field(2, "nextPageToken", &nextPageToken)
        }
    }

    /// `google.devtools.artifactregistry.v1.UpdateRepositoryRequest`.
    struct UpdateRepositoryRequest: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.UpdateRepositoryRequest"

        var repository: Repository?
        var updateMask: FieldMask?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "repository", &repository)
            visitor.field(2, "updateMask", &updateMask)
        }
    }

    /// `google.devtools.artifactregistry.v1.DeleteRepositoryRequest`.
    struct DeleteRepositoryRequest: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.DeleteRepositoryRequest"

        var name = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
        }
    }

    /// `google.devtools.artifactregistry.v1.ProjectSettings`.
    struct ProjectSettings: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.ProjectSettings"

        var name = ""
        var legacyRedirectionState = ProjectSettings.RedirectionState(rawValue: 0)
        var pullPercent: Int32 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "legacyRedirectionState", &legacyRedirectionState)
            visitor.field(3, "pullPercent", &pullPercent)
        }
    }
}

extension ArtifactRegistryV1.ProjectSettings {
    /// `google.devtools.artifactregistry.v1.ProjectSettings.RedirectionState`.
    struct RedirectionState: ProtoEnum {
        static let definitionName: String? =
            "google.devtools.artifactregistry.v1.ProjectSettings.RedirectionState"

        let rawValue: Int32

        static let redirectionStateUnspecified = Self(rawValue: 0)
        static let redirectionFromGcrIoDisabled = Self(rawValue: 1)
        static let redirectionFromGcrIoEnabled = Self(rawValue: 2)
        static let redirectionFromGcrIoFinalized = Self(rawValue: 3)
        static let redirectionFromGcrIoEnabledAndCopying = Self(rawValue: 5)
        static let redirectionFromGcrIoPartialAndCopying = Self(rawValue: 6)

        static let names: [(number: Int32, name: String)] = [
            (0, "REDIRECTION_STATE_UNSPECIFIED"), (1, "REDIRECTION_FROM_GCR_IO_DISABLED"),
            (2, "REDIRECTION_FROM_GCR_IO_ENABLED"), (3, "REDIRECTION_FROM_GCR_IO_FINALIZED"),
            (5, "REDIRECTION_FROM_GCR_IO_ENABLED_AND_COPYING"),
            (6, "REDIRECTION_FROM_GCR_IO_PARTIAL_AND_COPYING"),
        ]
    }
}
