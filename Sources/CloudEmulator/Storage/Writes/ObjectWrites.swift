import CloudCore

extension StorageWrites {
    /// Bytes become an object: `storage.objects.insert`, however they have come, and `storage.objects.compose`.
    struct InsertObject: PlaneRequest {
        var insertion: ObjectInsertion?
        var content: StoredContent?

        static let requestName = "storage.objects.insert"

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "insertion", &insertion)
            visitor.field(2, "content", &content)
        }

        func apply(
            to plane: inout ControlPlane, by caller: Caller, at now: Instant
        ) throws(Status) -> StorageV1.Object {
            let content = content ?? StoredContent()
            try content.check()
            return try plane.insertObject(insertion ?? .init(), content, by: caller, at: now)
        }
    }

    /// `storage.objects.copy`, or `storage.objects.rewrite`.
    struct CopyObject: PlaneRequest {
        var source: ObjectSource?
        var insertion: ObjectInsertion?

        static let requestName = "storage.objects.copy"

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "source", &source)
            visitor.field(2, "insertion", &insertion)
        }

        func apply(
            to plane: inout ControlPlane, by caller: Caller, at now: Instant
        ) throws(Status) -> StorageV1.Object {
            try plane.copyObject(source ?? .init(), to: insertion ?? .init(), by: caller, at: now)
        }
    }

    /// `storage.objects.move`.
    struct MoveObject: PlaneRequest {
        var source: ObjectSource?
        var insertion: ObjectInsertion?

        static let requestName = "storage.objects.move"

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "source", &source)
            visitor.field(2, "insertion", &insertion)
        }

        func apply(
            to plane: inout ControlPlane, by caller: Caller, at now: Instant
        ) throws(Status) -> StorageV1.Object {
            try plane.moveObject(source ?? .init(), to: insertion ?? .init(), by: caller, at: now)
        }
    }

    /// `storage.objects.patch`, or `storage.objects.update`.
    struct ChangeObject: PlaneRequest {
        var object: ObjectSource?
        var body: JSON?
        /// Whether the body is a merge patch.
        var isPatch = false

        static let requestName = "storage.objects.patch"

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "object", &object)
            visitor.field(2, "body", &body)
            visitor.field(3, "isPatch", &isPatch)
        }

        func apply(
            to plane: inout ControlPlane, by caller: Caller, at now: Instant
        ) throws(Status) -> StorageV1.Object {
            let object = object ?? .init()
            return try plane.changeObject(
                object.bucket, object.name, generation: object.generation, body ?? [:], isPatch: isPatch,
                if: object.preconditions, by: caller, at: now)
        }
    }

    /// `storage.objects.delete`.
    struct DeleteObject: PlaneRequest {
        var object: ObjectSource?

        static let requestName = "storage.objects.delete"

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "object", &object)
        }

        func apply(to plane: inout ControlPlane, by caller: Caller, at now: Instant) throws(Status) {
            let object = object ?? .init()
            try plane.deleteObject(
                object.bucket, object.name, generation: object.generation, if: object.preconditions,
                by: caller, at: now)
        }
    }
}

/// What the rules of lifecycles have wanted is done by now in all buckets, so that bytes can go which it has made
/// superfluous: the time does not stand before it any more.
struct StorageSettled: PlaneEvent {
    static let eventName = "storage.Settled"

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {}

    /// - Returns: the keys of bytes that no object has any more.
    func apply(to plane: inout ControlPlane, at now: Instant) -> [String] {
        plane.storage.settleLifecycles(until: now)
        return plane.storage.takeForgotten()
    }
}
