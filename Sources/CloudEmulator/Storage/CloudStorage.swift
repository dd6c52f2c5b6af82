import CloudCore
import RPCServer
import Synchronization

/// Cloud Storage of a local cloud: its objects' bytes, and the uploads that are on their way. What there is besides stands
/// in the control plane.
final class CloudStorage: Sendable {
    let plane: ControlPlaneHost
    let timeline: any Timeline
    /// Where the bytes of objects are.
    let blobs: BlobStore
    let uploads = UploadTable()
    private let interceptor = Mutex<Interceptor?>(nil)

    init(plane: ControlPlaneHost, timeline: any Timeline, blobs: BlobStore) {
        self.plane = plane
        self.timeline = timeline
        self.blobs = blobs
    }

    /// Has calls meet fault rules from now on.
    func intercept(by interceptor: Interceptor) { self.interceptor.withLock { $0 = interceptor } }

    /// What a call of the JSON API meets, by the id of its method in the discovery document; nil for nothing.
    func meet(_ id: String, _ bucket: String, _ object: String, by caller: Caller) -> InterceptedCall? {
        guard let interceptor = interceptor.withLock({ $0 }), interceptor.isActive else { return nil }
        let resource = "projects/_/buckets/\(bucket)" + (object.isEmpty ? "" : "/objects/\(object)")
        return interceptor.meet(
            FaultCall(method: id, resource: resource, principal: caller.email ?? "", traits: []))
    }

    // MARK: The control plane

    /// Asks the control plane something.
    func ask<R: Sendable>(
        _ question: (inout ControlPlane, Instant) throws(Status) -> R
    ) throws(Status) -> R {
        let (answer, hasForgotten) = try plane.perform { (plane, now) throws(Status) in
            (try question(&plane, now), plane.storage.hasForgotten)
        }
        // A lifecycle has deleted something. It cannot fail.
        if hasForgotten, let forgotten = try? plane.perform(recording: StorageSettled()) {
            blobs.remove(forgotten)
        }
        return answer
    }

    /// Makes a write, and removes the bytes that are superfluous after it.
    ///
    /// - Parameter content: bytes that it names.
    @discardableResult func write<Request: PlaneRequest>(
        _ request: Request, _ content: ObjectContent? = nil, by caller: Caller
    ) throws(Status) -> Request.Outcome {
        let (outcome, forgotten) = try plane.perform(recording: request, by: caller) { plane, outcome in
            if let content { blobs.keep(content) }
            return (outcome, plane.storage.takeForgotten())
        }
        // The write that does without them is kept by now.
        blobs.remove(forgotten)
        return outcome
    }

    /// Finds a version of an object, with its bytes.
    func find(
        _ question: (inout ControlPlane, Instant) throws(Status) -> ObjectVersion
    ) throws(Status) -> FoundObject {
        try ask { (plane, now) throws(Status) in try found(try question(&plane, now)) }
    }

    private func found(_ version: ObjectVersion) throws(Status) -> FoundObject {
        guard let content = blobs.content(version.content.key) else {
            throw Status(
                .dataLoss, "The bytes of \(version.object.bucket)/\(version.object.name) are missing.")
        }
        return FoundObject(object: version.object, content: content)
    }

    // MARK: Objects

    /// Writes an object on behalf of a caller.
    ///
    /// - Throws: NOT_FOUND when there is no such bucket, PERMISSION_DENIED, FAILED_PRECONDITION.
    func write(
        _ insertion: ObjectInsertion, _ bytes: [UInt8], by caller: Caller
    ) throws(Status) -> StorageV1.Object {
        try write(insertion, try WrittenContent.of(bytes, in: blobs), by: caller)
    }

    /// Writes an object of bytes that have come.
    func write(
        _ insertion: ObjectInsertion, _ content: WrittenContent, by caller: Caller
    ) throws(Status) -> StorageV1.Object {
        let request = StorageWrites.InsertObject(insertion: insertion, content: content.stored)
        return try write(request, content.bytes, by: caller)
    }

    /// Composes objects to one. The bytes are put together outside of the control plane's lock.
    func compose(
        _ request: StorageV1.ComposeRequest, to insertion: ObjectInsertion, by caller: Caller
    ) throws(Status) -> StorageV1.Object {
        let sources = try ask { (plane, now) throws(Status) in
            try plane.checkInsertion(insertion, by: caller, at: now)
            var found: [FoundObject] = []
            for version in try plane.composed(insertion.bucket, request.sourceObjects, by: caller, at: now) {
                found.append(try self.found(version))
            }
            return found
        }
        let writer = ContentWriter(blobs, hasMD5: false)
        for source in sources {
            try source.content.forEachPiece { (piece) throws(Status) in try writer.append(piece) }
        }
        var insertion = insertion
        insertion.componentCount = Int32(
            clamping: sources.reduce(0) { $0 + Int(max($1.object.componentCount, 1)) })
        return try write(insertion, try writer.finish(), by: caller)
    }
}

/// A version of an object with its bytes.
struct FoundObject: Sendable {
    let object: StorageV1.Object
    let content: ObjectContent
}
