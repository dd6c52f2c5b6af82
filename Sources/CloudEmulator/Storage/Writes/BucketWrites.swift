import CloudCore
import PubSubEmulator

/// The writes of Cloud Storage as the history keeps them, by the ids of their methods in the discovery document.
enum StorageWrites {}

extension StorageWrites {
    /// `storage.buckets.insert`.
    struct InsertBucket: PlaneRequest {
        /// The id or number of the project.
        var project = ""
        var body: JSON?

        static let requestName = "storage.buckets.insert"

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "project", &project)
            visitor.field(2, "body", &body)
        }

        func apply(
            to plane: inout ControlPlane, by caller: Caller, at now: Instant
        ) throws(Status) -> StorageV1.Bucket {
            try plane.createBucket(body ?? [:], in: project, by: caller, at: now)
        }
    }

    /// `storage.buckets.patch`, or `storage.buckets.update`.
    struct ChangeBucket: PlaneRequest {
        var bucket = ""
        var body: JSON?
        /// Whether the body is a merge patch.
        var isPatch = false
        var conditions: StoragePreconditions?

        static let requestName = "storage.buckets.patch"

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "bucket", &bucket)
            visitor.field(2, "body", &body)
            visitor.field(3, "isPatch", &isPatch)
            visitor.field(4, "conditions", &conditions)
        }

        func apply(
            to plane: inout ControlPlane, by caller: Caller, at now: Instant
        ) throws(Status) -> StorageV1.Bucket {
            try plane.changeBucket(
                bucket, body ?? [:], isPatch: isPatch, if: conditions ?? .init(), by: caller, at: now)
        }
    }

    /// `storage.buckets.delete`.
    struct DeleteBucket: PlaneRequest {
        var bucket = ""
        var conditions: StoragePreconditions?

        static let requestName = "storage.buckets.delete"

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "bucket", &bucket)
            visitor.field(2, "conditions", &conditions)
        }

        func apply(to plane: inout ControlPlane, by caller: Caller, at now: Instant) throws(Status) {
            try plane.deleteBucket(bucket, if: conditions ?? .init(), by: caller, at: now)
        }
    }

    /// `storage.buckets.setIamPolicy`.
    struct SetBucketPolicy: PlaneRequest {
        var bucket = ""
        var policy: IAMv1.Policy?

        static let requestName = "storage.buckets.setIamPolicy"

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "bucket", &bucket)
            visitor.field(2, "policy", &policy)
        }

        func apply(
            to plane: inout ControlPlane, by caller: Caller, at now: Instant
        ) throws(Status) -> IAMv1.Policy {
            try plane.setBucketPolicy(bucket, policy ?? IAMv1.Policy(), by: caller, at: now)
        }
    }

    /// Cloud Build makes its own bucket for logs, of a name that only Google may give, unless it is there.
    struct MakeLogBucket: PlaneRequest {
        var bucket = ""

        static let requestName = "storage.LogBucketMade"

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "bucket", &bucket)
        }

        func apply(to plane: inout ControlPlane, by caller: Caller, at now: Instant) throws(Status) {
            guard plane.storage[bucket] == nil else { return }
            var new = ControlPlane.Bucket()
            new.name = bucket
            _ = try plane.addBucket(new, at: now)
        }
    }
}
