import CloudCore

extension ArtifactRegistryV1 {
    /// `google.devtools.artifactregistry.v1.DockerImage`.
    struct DockerImage: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.DockerImage"

        var name = ""
        var uri = ""
        var tags: [String] = []
        var imageSizeBytes: Int64 = 0
        var uploadTime: Timestamp?
        var mediaType = ""
        var buildTime: Timestamp?
        var updateTime: Timestamp?
        var artifactType = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "uri", &uri)
            visitor.field(3, "tags", &tags)
            visitor.field(4, "imageSizeBytes", &imageSizeBytes)
            visitor.field(5, "uploadTime", &uploadTime)
            visitor.field(6, "mediaType", &mediaType)
            visitor.field(7, "buildTime", &buildTime)
            visitor.field(8, "updateTime", &updateTime)
            visitor.field(9, "artifactType", &artifactType)
        }
    }

    /// `google.devtools.artifactregistry.v1.Package`.
    struct Package: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.Package"

        var name = ""
        var displayName = ""
        var createTime: Timestamp?
        var updateTime: Timestamp?
        var annotations: StringMap = [:]

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "displayName", &displayName)
            visitor.field(5, "createTime", &createTime)
            visitor.field(6, "updateTime", &updateTime)
            visitor.field(7, "annotations", &annotations)
        }
    }

    /// `google.devtools.artifactregistry.v1.Version`.
    struct Version: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.Version"

        var name = ""
        var description = ""
        var createTime: Timestamp?
        var updateTime: Timestamp?
        var relatedTags: [Tag] = []
        var metadata: JSON?
        var annotations: StringMap = [:]

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(3, "description", &description)
            visitor.field(5, "createTime", &createTime)
            visitor.field(6, "updateTime", &updateTime)
            visitor.field(7, "relatedTags", &relatedTags)
            visitor.field(8, "metadata", &metadata)
            visitor.field(9, "annotations", &annotations)
        }
    }

    /// `google.devtools.artifactregistry.v1.Tag`.
    struct Tag: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.Tag"

        var name = ""
        var version = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "version", &version)
        }
    }

    /// `google.devtools.artifactregistry.v1.VersionView`.
    struct VersionView: ProtoEnum {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.VersionView"

        let rawValue: Int32

        static let versionViewUnspecified = Self(rawValue: 0)
        static let basic = Self(rawValue: 1)
        static let full = Self(rawValue: 2)

        static let names: [(number: Int32, name: String)] = [
            (0, "VERSION_VIEW_UNSPECIFIED"), (1, "BASIC"), (2, "FULL"),
        ]
    }
}
