import CloudCore

extension ArtifactRegistryV1 {
    /// `google.devtools.artifactregistry.v1.ListTagsRequest`.
    struct ListTagsRequest: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.ListTagsRequest"

        var parent = ""
        var pageSize: Int32 = 0
        var pageToken = ""
        var filter = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "pageSize", &pageSize)
            visitor.field(3, "pageToken", &pageToken)
            visitor.field(4, "filter", &filter)
        }
    }

    /// `google.devtools.artifactregistry.v1.ListTagsResponse`.
    struct ListTagsResponse: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.ListTagsResponse"

        var tags: [Tag] = []
        var nextPageToken = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "tags", &tags)
            visitor.field(2, "nextPageToken", &nextPageToken)
        }
    }

    /// `google.devtools.artifactregistry.v1.GetTagRequest`.
    struct GetTagRequest: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.GetTagRequest"

        var name = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
        }
    }

    /// `google.devtools.artifactregistry.v1.CreateTagRequest`.
    struct CreateTagRequest: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.CreateTagRequest"

        var parent = ""
        var tagID = ""
        var tag: Tag?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "tagId", &tagID)
            visitor.field(3, "tag", &tag)
        }
    }

    /// `google.devtools.artifactregistry.v1.UpdateTagRequest`.
    struct UpdateTagRequest: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.UpdateTagRequest"

        var tag: Tag?
        var updateMask: FieldMask?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "tag", &tag)
            visitor.field(2, "updateMask", &updateMask)
        }
    }

    /// `google.devtools.artifactregistry.v1.DeleteTagRequest`.
    struct DeleteTagRequest: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.DeleteTagRequest"

        var name = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
        }
    }
}
