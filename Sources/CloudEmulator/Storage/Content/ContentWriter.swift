import CloudCore
import Synchronization

/// Takes in the bytes of an object piece by piece, and computes their checksums: in memory up to a limit, beyond it in a
/// file of the `BlobStore`.
final class ContentWriter: Sendable {
    private struct State: ~Copyable {
        var memory: [UInt8] = []
        var file: AppendFile?
        var place: BlobFile?
        var size = 0
        var crc32c: UInt32 = 0
        var md5: MD5?
        /// Why bytes have been lost.
        var failure: Status?
    }

    private let blobs: BlobStore
    private let state: Mutex<State>

    /// Makes a writer that has no bytes.
    ///
    /// - Parameter hasMD5: whether the content will have an MD5 digest.
    init(_ blobs: BlobStore, hasMD5: Bool = true) {
        self.blobs = blobs
        state = Mutex(State(md5: hasMD5 ? MD5() : nil))
    }

    deinit {
        if let path = state.withLock({ $0.place?.path }) { ReadableFile.remove(path) }
    }

    /// How many bytes have been taken in.
    var size: Int { state.withLock { $0.size } }

    /// Takes in bytes.
    ///
    /// - Throws: UNAVAILABLE when there is no room for them; no content comes of it then.
    func append(_ bytes: UnsafeRawBufferPointer) throws(Status) {
        let failure = state.withLock { state -> Status? in
            if state.failure == nil {
                do throws(Status) { try Self.append(bytes, &state, blobs) } catch { state.failure = error }
            }
            return state.failure
        }
        if let failure { throw failure }
    }

    /// Takes in an array of bytes.
    ///
    /// - Throws: as above.
    func append(_ bytes: [UInt8]) throws(Status) {
        let outcome = bytes.withUnsafeBytes { bytes in
            Result { () throws(Status) in try append(bytes) }
        }
        try outcome.get()
    }

    private static func append(
        _ bytes: UnsafeRawBufferPointer, _ state: inout State, _ blobs: BlobStore
    ) throws(Status) {
        state.crc32c = CRC32C.checksum(bytes, continuing: state.crc32c)
        state.md5?.update(bytes)
        state.size += bytes.count
        if state.place == nil {
            guard state.size > blobs.memoryBytes else {
                state.memory.append(contentsOf: bytes)
                return
            }
            try spill(&state, blobs)
        }
        do throws(SystemError) { try state.file?.append(bytes) } catch { throw BlobStore.noRoom(error) }
    }

    /// Moves what is in memory to a file.
    private static func spill(_ state: inout State, _ blobs: BlobStore) throws(Status) {
        let place = try blobs.newFile()
        do throws(SystemError) {
            var file = try AppendFile(path: place.path)
            state.place = place
            try file.append(bytes: state.memory)
            state.file = consume file
        } catch {
            throw BlobStore.noRoom(error)
        }
        state.memory = []
    }

    /// The content of all bytes. Nothing can be taken in after it.
    ///
    /// - Throws: UNAVAILABLE when they cannot be kept.
    func finish() throws(Status) -> WrittenContent {
        let outcome = state.withLock { state in
            Result { () throws(Status) in try Self.finish(&state, blobs) }
        }
        return try outcome.get()
    }

    private static func finish(
        _ state: inout State, _ blobs: BlobStore
    ) throws(Status) -> WrittenContent {
        if let failure = state.failure { throw failure }
        let bytes: ObjectContent
        if let place = state.place {
            do throws(SystemError) {
                if let file = state.file.take() { try blobs.settle(file) }
            } catch {
                throw BlobStore.noRoom(error)
            }
            state.place = nil
            bytes = ObjectContent(place, size: state.size)
        } else {
            bytes = try blobs.content(of: state.memory)
            state.memory = []
        }
        var stored = StoredContent()
        (stored.key, stored.size, stored.crc32c) = (bytes.key, Int64(state.size), state.crc32c.storageText)
        stored.md5Hash = state.md5.map { Base64.encode($0.digest) } ?? ""
        return WrittenContent(bytes: bytes, stored: stored)
    }
}

extension WrittenContent {
    /// The content of an array of bytes.
    ///
    /// - Throws: as `ContentWriter`.
    static func of(_ bytes: [UInt8], in blobs: BlobStore) throws(Status) -> WrittenContent {
        let writer = ContentWriter(blobs)
        try writer.append(bytes)
        return try writer.finish()
    }
}

extension AppendFile {
    /// Writes an array of bytes at the end.
    ///
    /// - Throws: as `append` of a buffer.
    mutating func append(bytes: [UInt8]) throws(SystemError) {
        var failure: SystemError?
        bytes.withUnsafeBytes { bytes in
            do throws(SystemError) { try append(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}
