import CloudCore

/// The resources of the Cloud Storage JSON API, version 1.
///
/// Source: the discovery document `storage.v1`. The API has no protobuf form: the numbers of the fields are of no
/// meaning, only their order.
enum StorageV1 {
    /// `Bucket`.
    struct Bucket: Message {
        var kind = ""
        var id = ""
        var selfLink = ""
        var name = ""
        var projectNumber: Int64 = 0
        var location = ""
        var locationType = ""
        var storageClass = ""
        var timeCreated: Timestamp?
        var updated: Timestamp?
        var generation: Int64 = 0
        var metageneration: Int64 = 0
        var etag = ""
        var rpo = ""
        var labels = StringMap()
        var versioning: Versioning?
        var lifecycle: Lifecycle?
        var iamConfiguration: IAMConfiguration?
        var softDeletePolicy: SoftDeletePolicy?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "kind", &kind)
            visitor.field(2, "id", &id)
            visitor.field(3, "selfLink", &selfLink)
            visitor.field(4, "name", &name)
            visitor.field(5, "projectNumber", &projectNumber)
            visitor.field(6, "location", &location)
            visitor.field(7, "locationType", &locationType)
            visitor.field(8, "storageClass", &storageClass)
            visitor.field(9, "timeCreated", &timeCreated)
            visitor.field(10, "updated", &updated)
            visitor.field(11, "generation", &generation)
            visitor.field(12, "metageneration", &metageneration)
            visitor.field(13, "etag", &etag)
            visitor.field(14, "rpo", &rpo)
            visitor.field(15, "labels", &labels)
            visitor.field(16, "versioning", &versioning)
            visitor.field(17, "lifecycle", &lifecycle)
            visitor.field(18, "iamConfiguration", &iamConfiguration)
            visitor.field(19, "softDeletePolicy", &softDeletePolicy)
        }
    }

    /// `Bucket.versioning`.
    struct Versioning: Message {
        var enabled: Bool?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "enabled", &enabled)
        }
    }

    /// `Bucket.softDeletePolicy`.
    struct SoftDeletePolicy: Message {
        var retentionDurationSeconds: Int64?
        var effectiveTime: Timestamp?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "retentionDurationSeconds", &retentionDurationSeconds)
            visitor.field(2, "effectiveTime", &effectiveTime)
        }
    }

    /// `Bucket.iamConfiguration`.
    struct IAMConfiguration: Message {
        var uniformBucketLevelAccess: UniformAccess?
        var bucketPolicyOnly: UniformAccess?
        var publicAccessPrevention = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "uniformBucketLevelAccess", &uniformBucketLevelAccess)
            visitor.field(2, "bucketPolicyOnly", &bucketPolicyOnly)
            visitor.field(3, "publicAccessPrevention", &publicAccessPrevention)
        }
    }

    /// `Bucket.iamConfiguration.uniformBucketLevelAccess`, and its former name.
    struct UniformAccess: Message {
        var enabled: Bool?
        var lockedTime: Timestamp?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "enabled", &enabled)
            visitor.field(2, "lockedTime", &lockedTime)
        }
    }

    /// `Bucket.lifecycle`.
    struct Lifecycle: Message {
        var rule: [LifecycleRule] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "rule", &rule)
        }
    }

    /// `Bucket.lifecycle.rule`.
    struct LifecycleRule: Message {
        var action: LifecycleAction?
        var condition: LifecycleCondition?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "action", &action)
            visitor.field(2, "condition", &condition)
        }
    }

    /// `Bucket.lifecycle.rule.action`.
    struct LifecycleAction: Message {
        var type = ""
        var storageClass = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "type", &type)
            visitor.field(2, "storageClass", &storageClass)
        }
    }

    /// `Bucket.lifecycle.rule.condition`. Dates are days, as in `2026-11-29`.
    struct LifecycleCondition: Message {
        var age: Int32?
        var createdBefore: String?
        var customTimeBefore: String?
        var daysSinceCustomTime: Int32?
        var daysSinceNoncurrentTime: Int32?
        var isLive: Bool?
        var matchesPrefix: [String] = []
        var matchesStorageClass: [String] = []
        var matchesSuffix: [String] = []
        var noncurrentTimeBefore: String?
        var numNewerVersions: Int32?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "age", &age)
            visitor.field(2, "createdBefore", &createdBefore)
            visitor.field(3, "customTimeBefore", &customTimeBefore)
            visitor.field(4, "daysSinceCustomTime", &daysSinceCustomTime)
            visitor.field(5, "daysSinceNoncurrentTime", &daysSinceNoncurrentTime)
            visitor.field(6, "isLive", &isLive)
            visitor.field(7, "matchesPrefix", &matchesPrefix)
            visitor.field(8, "matchesStorageClass", &matchesStorageClass)
            visitor.field(9, "matchesSuffix", &matchesSuffix)
            visitor.field(10, "noncurrentTimeBefore", &noncurrentTimeBefore)
            visitor.field(11, "numNewerVersions", &numNewerVersions)
        }
    }

    /// `Buckets`: a page of a listing.
    struct Buckets: Message {
        var kind = "storage#buckets"
        var items: [Bucket] = []
        var nextPageToken = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "kind", &kind)
            visitor.field(2, "items", &items)
            visitor.field(3, "nextPageToken", &nextPageToken)
        }
    }

    /// `BucketStorageLayout`.
    struct StorageLayout: Message {
        var kind = "storage#storageLayout"
        var bucket = ""
        var location = ""
        var locationType = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "kind", &kind)
            visitor.field(2, "bucket", &bucket)
            visitor.field(3, "location", &location)
            visitor.field(4, "locationType", &locationType)
        }
    }

    /// `ServiceAccount`.
    struct ServiceAccount: Message {
        var kind = "storage#serviceAccount"
        var emailAddress = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "kind", &kind)
            visitor.field(2, "email_address", &emailAddress)
        }
    }
}
