import CloudCore

extension StorageV1 {
    /// `Object`.
    struct Object: Message {
        var kind = ""
        var id = ""
        var selfLink = ""
        var mediaLink = ""
        var name = ""
        var bucket = ""
        var generation: Int64 = 0
        var metageneration: Int64 = 0
        var contentType = ""
        var storageClass = ""
        /// With presence: an object without bytes says so.
        var size: Int64?
        var md5Hash = ""
        var crc32c = ""
        var etag = ""
        var timeCreated: Timestamp?
        var updated: Timestamp?
        var timeDeleted: Timestamp?
        var timeStorageClassUpdated: Timestamp?
        var timeFinalized: Timestamp?
        var customTime: Timestamp?
        var cacheControl = ""
        var contentDisposition = ""
        var contentEncoding = ""
        var contentLanguage = ""
        var metadata = StringMap()
        var componentCount: Int32 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "kind", &kind)
            visitor.field(2, "id", &id)
            visitor.field(3, "selfLink", &selfLink)
            visitor.field(4, "mediaLink", &mediaLink)
            visitor.field(5, "name", &name)
            visitor.field(6, "bucket", &bucket)
            visitor.field(7, "generation", &generation)
            visitor.field(8, "metageneration", &metageneration)
            visitor.field(9, "contentType", &contentType)
            visitor.field(10, "storageClass", &storageClass)
            visitor.field(11, "size", &size)
            visitor.field(12, "md5Hash", &md5Hash)
            visitor.field(13, "crc32c", &crc32c)
            visitor.field(14, "etag", &etag)
            visitor.field(15, "timeCreated", &timeCreated)
            visitor.field(16, "updated", &updated)
            visitor.field(17, "timeDeleted", &timeDeleted)
            visitor.field(18, "timeStorageClassUpdated", &timeStorageClassUpdated)
            visitor.field(19, "timeFinalized", &timeFinalized)
            visitor.field(20, "customTime", &customTime)
            visitor.field(21, "cacheControl", &cacheControl)
            visitor.field(22, "contentDisposition", &contentDisposition)
            visitor.field(23, "contentEncoding", &contentEncoding)
            visitor.field(24, "contentLanguage", &contentLanguage)
            visitor.field(25, "metadata", &metadata)
            visitor.field(26, "componentCount", &componentCount)
        }
    }

    /// `Objects`: a page of a listing.
    struct Objects: Message {
        var kind = "storage#objects"
        var items: [Object] = []
        var prefixes: [String] = []
        var nextPageToken = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "kind", &kind)
            visitor.field(2, "items", &items)
            visitor.field(3, "prefixes", &prefixes)
            visitor.field(4, "nextPageToken", &nextPageToken)
        }
    }

    /// `ComposeRequest`.
    struct ComposeRequest: Message {
        var kind = ""
        var destination: Object?
        var sourceObjects: [ComposeSource] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "kind", &kind)
            visitor.field(2, "destination", &destination)
            visitor.field(3, "sourceObjects", &sourceObjects)
        }
    }

    /// `ComposeRequest.sourceObjects`.
    struct ComposeSource: Message {
        var name = ""
        var generation: Int64?
        var objectPreconditions: ComposePreconditions?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "generation", &generation)
            visitor.field(3, "objectPreconditions", &objectPreconditions)
        }
    }

    /// `ComposeRequest.sourceObjects.objectPreconditions`.
    struct ComposePreconditions: Message {
        var ifGenerationMatch: Int64?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "ifGenerationMatch", &ifGenerationMatch)
        }
    }

    /// `RewriteResponse`.
    struct RewriteResponse: Message {
        var kind = "storage#rewriteResponse"
        var done = true
        var objectSize: Int64?
        var totalBytesRewritten: Int64?
        var resource: Object?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "kind", &kind)
            visitor.field(2, "done", &done)
            visitor.field(3, "objectSize", &objectSize)
            visitor.field(4, "totalBytesRewritten", &totalBytesRewritten)
            visitor.field(5, "resource", &resource)
        }
    }
}
