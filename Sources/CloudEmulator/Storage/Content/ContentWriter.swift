import CloudCore
import Synchronization

/// Takes in the bytes of an object piece by piece, and computes their checksums: in memory up to a limit, beyond it in a
/// file.
final class ContentWriter: Sendable {
    private struct State: ~Copyable {
        var memory: [UInt8] = []
        var file: AppendFile?
        /// The file with the folder that it is in.
        var place: (folder: PrivateFolder, path: String)?
        var size = 0
        var crc32c: UInt32 = 0
        var md5: MD5?
        var isFinished = false
    }

    private let folder: ContentFolder
    private let state: Mutex<State>

    /// Makes a writer that has no bytes.
    ///
    /// - Parameter hasMD5: whether the content will have an MD5 digest.
    init(_ folder: ContentFolder, hasMD5: Bool = true) {
        self.folder = folder
        state = Mutex(State(md5: hasMD5 ? MD5() : nil))
    }

    deinit {
        let path = state.withLock { $0.isFinished ? nil : $0.place?.path }
        if let path { ReadableFile.remove(path) }
    }

    /// How many bytes have been taken in.
    var size: Int { state.withLock { $0.size } }

    /// Takes in bytes.
    ///
    /// - Throws: UNAVAILABLE when there is no room for them; the content is spoilt then.
    func append(_ bytes: UnsafeRawBufferPointer) throws(Status) {
        let outcome = state.withLock { state in
            Result { () throws(Status) in try Self.append(bytes, &state, folder) }
        }
        try outcome.get()
    }

    private static func append(
        _ bytes: UnsafeRawBufferPointer, _ state: inout State, _ folder: ContentFolder
    ) throws(Status) {
        state.crc32c = CRC32C.checksum(bytes, continuing: state.crc32c)
        state.md5?.update(bytes)
        state.size += bytes.count
        if state.place == nil {
            guard state.size > folder.memoryBytes else {
                state.memory.append(contentsOf: bytes)
                return
            }
            try spill(&state, folder)
        }
        try write(bytes, &state)
    }

    /// Moves what is in memory to a file.
    private static func spill(_ state: inout State, _ folder: ContentFolder) throws(Status) {
        let place = try folder.newFile()
        do throws(SystemError) { state.file = try AppendFile(path: place.path) } catch {
            throw Status(.unavailable, "\(place.path): \(error)")
        }
        state.place = place
        let memory = state.memory
        state.memory = []
        let outcome = memory.withUnsafeBytes { bytes in
            Result { () throws(Status) in try write(bytes, &state) }
        }
        try outcome.get()
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, _ state: inout State) throws(Status) {
        do throws(SystemError) { try state.file?.append(bytes) } catch {
            throw Status(.unavailable, "The bytes of the object cannot be kept: \(error)")
        }
    }

    /// The content of all bytes. Nothing can be taken in after it.
    func finish() -> ObjectContent {
        state.withLock { state in
            state.isFinished = true
            let md5 = state.md5?.digest
            guard let place = state.place else {
                return ObjectContent(state.memory, crc32c: state.crc32c, md5: md5)
            }
            state.file = nil
            return ObjectContent(
                file: place.path, in: place.folder, size: state.size, crc32c: state.crc32c, md5: md5)
        }
    }
}

/// Where the bytes of large objects are: a private folder, which is made when the first one comes.
final class ContentFolder: Sendable {
    /// Larger objects go to files.
    let memoryBytes: Int
    private let state = Mutex<(folder: PrivateFolder?, count: UInt64)>((nil, 0))

    /// What an object may take of memory, unless told otherwise.
    static let standardMemoryBytes = 256 * 1024

    init(memoryBytes: Int = ContentFolder.standardMemoryBytes) { self.memoryBytes = memoryBytes }

    /// The folder, and a path in it that nobody has had.
    ///
    /// - Throws: UNAVAILABLE when the folder cannot be made.
    func newFile() throws(Status) -> (folder: PrivateFolder, path: String) {
        let outcome = state.withLock { state in
            Result { () throws(Status) -> (PrivateFolder, String) in
                if state.folder == nil { state.folder = try PrivateFolder() }
                state.count += 1
                guard let folder = state.folder else { throw Status(.internal, "There is no folder.") }
                return (folder, "\(folder.path)/\(state.count)")
            }
        }
        return try outcome.get()
    }
}

extension ObjectContent {
    /// The content of an array of bytes.
    ///
    /// - Throws: as `ContentWriter.append`.
    static func of(_ bytes: [UInt8], in folder: ContentFolder) throws(Status) -> ObjectContent {
        let writer = ContentWriter(folder)
        try writer.append(bytes)
        return writer.finish()
    }
}
