import CloudCore

extension ArtifactRegistryV1 {
    /// `google.devtools.artifactregistry.v1.GetDockerImageRequest`.
    struct GetDockerImageRequest: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.GetDockerImageRequest"

        var name = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
        }
    }

    /// `google.devtools.artifactregistry.v1.ListDockerImagesRequest`.
    struct ListDockerImagesRequest: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.ListDockerImagesRequest"

        var parent = ""
        var pageSize: Int32 = 0
        var pageToken = ""
        var orderBy = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "pageSize", &pageSize)
            visitor.field(3, "pageToken", &pageToken)
            visitor.field(4, "orderBy", &orderBy)
        }
    }

    /// `google.devtools.artifactregistry.v1.ListDockerImagesResponse`.
    struct ListDockerImagesResponse: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.ListDockerImagesResponse"

        var dockerImages: [DockerImage] = []
        var nextPageToken = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "dockerImages", &dockerImages)
            visitor.field(2, "nextPageToken", &nextPageToken)
        }
    }

    /// `google.devtools.artifactregistry.v1.ListPackagesRequest`.
    struct ListPackagesRequest: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.ListPackagesRequest"

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

    /// `google.devtools.artifactregistry.v1.ListPackagesResponse`.
    struct ListPackagesResponse: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.ListPackagesResponse"

        var packages: [Package] = []
        var nextPageToken = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "packages", &packages)
            visitor.field(2, "nextPageToken", &nextPageToken)
        }
    }

    /// `google.devtools.artifactregistry.v1.DeletePackageRequest`.
    struct DeletePackageRequest: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.DeletePackageRequest"

        var name = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
        }
    }

    /// `google.devtools.artifactregistry.v1.ListVersionsRequest`.
    struct ListVersionsRequest: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.ListVersionsRequest"

        var parent = ""
        var pageSize: Int32 = 0
        var pageToken = ""
        var view = VersionView(rawValue: 0)
        var orderBy = ""
        var filter = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "pageSize", &pageSize)
            visitor.field(3, "pageToken", &pageToken)
            visitor.field(4, "view", &view)
            visitor.field(5, "orderBy", &orderBy)
            visitor.field(6, "filter", &filter)
        }
    }

    /// `google.devtools.artifactregistry.v1.ListVersionsResponse`.
    struct ListVersionsResponse: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.ListVersionsResponse"

        var versions: [Version] = []
        var nextPageToken = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "versions", &versions)
            visitor.field(2, "nextPageToken", &nextPageToken)
        }
    }

    /// `google.devtools.artifactregistry.v1.GetVersionRequest`.
    struct GetVersionRequest: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.GetVersionRequest"

        var name = ""
        var view = VersionView(rawValue: 0)

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "view", &view)
        }
    }

    /// `google.devtools.artifactregistry.v1.DeleteVersionRequest`.
    struct DeleteVersionRequest: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.DeleteVersionRequest"

        var name = ""
        var force = false

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "force", &force)
        }
    }
}
