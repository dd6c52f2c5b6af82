import CloudCore
import Synchronization

/// Cloud Storage of a local cloud: its objects' bytes, and the uploads that are on their way. What there is besides stands
/// in the control plane.
final class CloudStorage: Sendable {
    let plane: ControlPlaneHost
    let timeline: any Timeline
    /// Where the bytes of large objects are.
    let folder: ContentFolder
    let uploads = UploadTable()

    init(plane: ControlPlaneHost, timeline: any Timeline, folder: ContentFolder = ContentFolder()) {
        self.plane = plane
        self.timeline = timeline
        self.folder = folder
    }

    /// Writes an object on behalf of a caller.
    ///
    /// - Throws: NOT_FOUND when there is no such bucket, PERMISSION_DENIED, FAILED_PRECONDITION.
    func write(
        _ insertion: ObjectInsertion, _ bytes: [UInt8], by caller: Caller
    ) throws(Status) -> StorageV1.Object {
        let content = try ObjectContent.of(bytes, in: folder)
        return try plane.perform { (plane, now) throws(Status) in
            try plane.insertObject(insertion, content, by: caller, at: now)
        }
    }

    /// Composes objects to one. The bytes are put together outside of the control plane's lock.
    func compose(
        _ request: StorageV1.ComposeRequest, to insertion: ObjectInsertion, by caller: Caller
    ) throws(Status) -> StorageV1.Object {
        let versions = try plane.perform { (plane, now) throws(Status) in
            try plane.checkInsertion(insertion, by: caller, at: now)
            return try plane.composed(insertion.bucket, request.sourceObjects, by: caller, at: now)
        }
        let writer = ContentWriter(folder, hasMD5: false)
        for version in versions {
            try version.content.forEachPiece { (piece) throws(Status) in try writer.append(piece) }
        }
        let content = writer.finish()
        var insertion = insertion
        insertion.componentCount = Int32(
            clamping: versions.reduce(0) { $0 + Int(max($1.object.componentCount, 1)) })
        let final = insertion
        return try plane.perform { (plane, now) throws(Status) in
            try plane.insertObject(final, content, by: caller, at: now)
        }
    }
}

extension ContentWriter {
    /// Takes in an array of bytes.
    ///
    /// - Throws: as `append` of a buffer.
    func append(_ bytes: [UInt8]) throws(Status) {
        let outcome = bytes.withUnsafeBytes { bytes in
            Result { () throws(Status) in try append(bytes) }
        }
        try outcome.get()
    }
}
