import CloudCore
import Synchronization

/// Large bytes, which writes name by their keys: in memory or, beyond a limit, in files of a private folder; with a data
/// directory, all in files beside the log.
///
/// Bytes come here before the write that names them is made, so that no write that was answered lacks them. They are
/// `keep`t under the plane's lock when it has succeeded, and go by themselves when it has not; what a process left behind
/// that was killed in between is removed at the next start. Whoever reads bytes has them until it is done, even when
/// they were removed meanwhile.
///
/// Small bytes are here, too, and not in their writes: a history never shrinks, and would have those of all objects that
/// were ever deleted or replaced.
final class BlobStore: Sendable {
    private struct State {
        var contents: [String: ObjectContent] = [:]
        /// The folder of the data directory, and whether the disk has to have taken bytes before they are answered for.
        var kept: (folder: String, sync: DurableSync)?
        /// The folder of large bytes without a data directory, once there are some.
        var temporary: PrivateFolder?
    }

    /// Larger bytes are in files, though nothing is to outlive the process.
    let memoryBytes: Int
    private let state = Mutex(State())

    /// What an object may take of memory, unless told otherwise.
    static let standardMemoryBytes = 256 * 1024

    init(memoryBytes: Int = BlobStore.standardMemoryBytes) { self.memoryBytes = memoryBytes }

    // MARK: Taking bytes in

    /// Has the disk take a file, if it has to before its bytes are answered for.
    ///
    /// - Throws: `SystemError` when it reports that it cannot.
    func settle(_ file: borrowing AppendFile) throws(SystemError) {
        guard let kept = state.withLock({ $0.kept }), kept.sync == .always else { return }
        try file.sync()
        try FlatFolder.sync(kept.folder)
    }

    /// A file for bytes to come, which there is not yet, and whose key nothing has had.
    ///
    /// - Throws: UNAVAILABLE when there can be none.
    func newFile() throws(Status) -> BlobFile { try file(for: Self.newKey()) }

    private func file(for key: String) throws(Status) -> BlobFile {
        let outcome = state.withLock { state in
            Result { () throws(Status) in
                if let kept = state.kept { return BlobFile(key: key, path: "\(kept.folder)/\(key)") }
                if state.temporary == nil { state.temporary = try PrivateFolder() }
                guard let folder = state.temporary else { throw Status(.internal, "There is no folder.") }
                return BlobFile(key: key, path: "\(folder.path)/\(key)", folder: folder)
            }
        }
        return try outcome.get()
    }

    /// Takes bytes in, under a new key unless they have one already.
    ///
    /// - Throws: UNAVAILABLE when they cannot be written.
    func content(of bytes: [UInt8], key: String? = nil) throws(Status) -> ObjectContent {
        let key = key ?? Self.newKey()
        let isKept = state.withLock { $0.kept != nil }
        guard isKept || bytes.count > memoryBytes else { return ObjectContent(bytes, key: key) }
        let place = try file(for: key)
        // Whoever still reads it removes it when done.
        guard (try? ReadableFile(path: place.path)) == nil else {
            throw Status(.unavailable, "\(key) is still being read, and cannot be written yet.")
        }
        let content = ObjectContent(place, size: bytes.count)
        do throws(SystemError) {
            var file = try AppendFile(path: place.path)
            try file.append(bytes: bytes)
            try settle(file)
        } catch {
            throw Self.noRoom(error)
        }
        return content
    }

    /// Has bytes stay until they are removed.
    func keep(_ content: ObjectContent) {
        content.keep(true)
        state.withLock { $0.contents[content.key] = content }
    }

    /// Takes bytes in that stay until they are removed; returns their key.
    ///
    /// - Throws: UNAVAILABLE when they cannot be written.
    func put(_ bytes: [UInt8]) throws(Status) -> String {
        let content = try content(of: bytes)
        keep(content)
        return content.key
    }

    // MARK: What there is

    /// The bytes of a key, to be read in pieces; nil when there are none.
    func content(_ key: String) -> ObjectContent? { state.withLock { $0.contents[key] } }

    /// The bytes of a key; nil when there are none.
    func bytes(of key: String) -> [UInt8]? { content(key).flatMap { try? $0.bytes() } }

    /// Forgets bytes.
    func remove(_ keys: some Sequence<String>) {
        let gone = state.withLock { state in keys.compactMap { state.contents.removeValue(forKey: $0) } }
        for content in gone { content.keep(false) }
    }

    /// Has these bytes and no others.
    func replaceAll(by contents: [ObjectContent]) {
        let former = state.withLock { state in
            let former = state.contents
            state.contents = Dictionary(uniqueKeysWithValues: contents.map { ($0.key, $0) })
            return former
        }
        for content in former.values { content.keep(false) }
        for content in contents { content.keep(true) }
    }

    /// Has files of a folder from now on, beginning with those that `keys` name; the rest is removed.
    ///
    /// - Throws: DATA_LOSS when one of them is missing, INTERNAL when the folder cannot be used.
    func use(folder: String, sync: DurableSync = .never, keeping keys: Set<String>) throws(Status) {
        let (contents, missing): ([String: ObjectContent], String?)
        do throws(SystemError) { (contents, missing) = try Self.contents(in: folder, keeping: keys) } catch {
            throw Status(.internal, "\(folder) cannot be used: \(error)")
        }
        if let missing {
            throw Status(.dataLoss, "\(folder)/\(missing) is missing, whose bytes a write names.")
        }
        state.withLock { ($0.contents, $0.kept) = (contents, (folder, sync)) }
    }

    /// What a folder has, or the key of what it lacks; what nothing names is removed.
    private static func contents(
        in folder: String, keeping keys: Set<String>
    ) throws(SystemError) -> ([String: ObjectContent], missing: String?) {
        try FlatFolder.make(folder)
        let names = Set(try FlatFolder.names(in: folder))
        if let missing = keys.subtracting(names).min() { return ([:], missing) }
        var contents: [String: ObjectContent] = [:]
        for name in names {
            let file = BlobFile(key: name, path: "\(folder)/\(name)")
            guard keys.contains(name) else {
                FlatFolder.remove(file.path)
                continue
            }
            let size = try ReadableFile(path: file.path).size
            contents[name] = ObjectContent(file, size: size, isKept: true)
        }
        return (contents, nil)
    }

    // MARK: Keys

    /// Whether a text has the form of a key.
    static func isKey(_ text: String) -> Bool {
        text.utf8.count == 32
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    private static func newKey() -> String {
        (0..<2).map { _ in Hexadecimal.text(UInt64.random(in: 0 ... .max), digits: 16) }.joined()
    }

    /// Why bytes cannot be kept.
    static func noRoom(_ error: SystemError) -> Status {
        Status(.unavailable, "The bytes cannot be kept: \(error)")
    }
}

/// A file that has the bytes of a key, or will have them.
struct BlobFile: Sendable {
    let key: String
    let path: String
    /// The private folder that it is in, and goes with; nil for one of a data directory.
    var folder: PrivateFolder?
}
