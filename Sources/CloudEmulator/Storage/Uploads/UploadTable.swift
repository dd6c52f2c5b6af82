import CloudCore
import Synchronization

/// The resumable uploads that have been begun.
final class UploadTable: Sendable {
    /// The most at a time; those that were begun first are forgotten for others.
    static let maxUploads = 10_000
    /// How long an upload can be gone on with ("Resumable uploads" in the Cloud Storage documentation).
    static let lifetime = Duration.seconds(7 * 86_400)

    private let uploads = Mutex<[String: ResumableUpload]>([:])

    /// Keeps an upload.
    func add(_ upload: ResumableUpload, at now: Instant) {
        uploads.withLock { uploads in
            if uploads.count >= Self.maxUploads {
                uploads = uploads.filter { now < $0.value.startedAt + Self.lifetime }
            }
            if uploads.count >= Self.maxUploads,
                let first = uploads.values.min(by: { $0.startedAt < $1.startedAt })
            {
                uploads[first.id] = nil
            }
            uploads[upload.id] = upload
        }
    }

    /// An upload.
    ///
    /// - Throws: NOT_FOUND for one that was never begun, was cancelled or has expired.
    func upload(_ id: String, at now: Instant) throws(Status) -> ResumableUpload {
        guard let upload = uploads.withLock({ $0[id] }), now < upload.startedAt + Self.lifetime else {
            throw Status.listed(.notFound, "notFound", "There is no resumable upload \(id.prefix(100)).")
        }
        return upload
    }

    /// Forgets an upload.
    func remove(_ id: String) { uploads.withLock { $0[id] = nil } }
}

/// An object that arrives in several requests.
final class ResumableUpload: Sendable {
    private struct State {
        var isBusy = false
        var result: StorageV1.Object?
    }

    let id: String
    let insertion: ObjectInsertion
    let caller: Caller
    let startedAt: Instant
    /// How many bytes were announced; nil when none were.
    let announcedSize: Int?
    let writer: ContentWriter
    private let state = Mutex(State())

    init(
        _ insertion: ObjectInsertion, by caller: Caller, at now: Instant, announcedSize: Int?,
        writer: ContentWriter
    ) {
        id =
            "local-" + (0..<3).map { _ in Hexadecimal.text(.random(in: 0...UInt64.max), digits: 16) }.joined()
        self.insertion = insertion
        self.caller = caller
        startedAt = now
        self.announcedSize = announcedSize
        self.writer = writer
    }

    /// The object, once all of it has arrived.
    var result: StorageV1.Object? { state.withLock { $0.result } }

    /// Remembers what has become of it.
    func finish(_ object: StorageV1.Object) { state.withLock { $0.result = object } }

    /// Begins a request that brings bytes.
    ///
    /// - Throws: ABORTED while another one does.
    func begin() throws(Status) {
        let wasBusy = state.withLock { state in
            defer { state.isBusy = true }
            return state.isBusy
        }
        if wasBusy {
            throw Status.listed(.aborted, "conflict", "Another request is uploading to \(id).")
        }
    }

    /// Ends it.
    func end() { state.withLock { $0.isBusy = false } }
}
