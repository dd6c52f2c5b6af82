import CloudCore
import Synchronization

/// The bytes of an object, which never change: in memory while they are few, else in a file. They can be read as long as
/// somebody has this, whatever has become of the object.
public final class ObjectContent: Sendable {
    private enum Place: Sendable {
        case memory([UInt8])
        /// A file, with the private folder that it is in; nil for one that outlives the process when it is kept.
        case file(path: String, folder: PrivateFolder?)
    }

    /// What the control plane names the bytes by.
    let key: String
    /// How many bytes there are.
    public let size: Int
    private let place: Place
    private let isKept: Atomic<Bool>

    /// Bytes in memory.
    init(_ bytes: [UInt8], key: String) {
        self.key = key
        size = bytes.count
        place = .memory(bytes)
        isKept = Atomic(false)
    }

    /// Bytes in a file, which is this content's from now on.
    init(_ file: BlobFile, size: Int, isKept: Bool = false) {
        key = file.key
        self.size = size
        place = .file(path: file.path, folder: file.folder)
        self.isKept = Atomic(isKept)
    }

    deinit {
        guard case .file(let path, let folder) = place else { return }
        if folder != nil || !isKept.load(ordering: .acquiring) { ReadableFile.remove(path) }
    }

    /// Says whether a file beside the log stays when nobody has this any more.
    func keep(_ isKept: Bool) { self.isKept.store(isKept, ordering: .releasing) }

    /// The file that the bytes are in; nil when they are in memory. It is there as long as this object, and must not be
    /// changed.
    public var filePath: String? {
        guard case .file(let path, _) = place else { return nil }
        return path
    }

    /// A piece of the bytes: `count` of them from `offset` on, or those up to their end.
    ///
    /// - Throws: INTERNAL when the file cannot be read.
    public func read(at offset: Int, count: Int) throws(Status) -> [UInt8] {
        let start = min(max(offset, 0), size)
        let end = start + min(max(count, 0), size - start)
        switch place {
        case .memory(let bytes): return Array(bytes[start..<end])
        case .file(let path, _):
            let bytes = Result { () throws(SystemError) in
                try ReadableFile(path: path).read(at: start, count: end - start)
            }
            guard case .success(let read) = bytes, read.count == end - start else {
                throw Status(.internal, "The bytes of the object, in \(path), cannot be read.")
            }
            return read
        }
    }

    /// All bytes at once.
    ///
    /// - Throws: INTERNAL when the file cannot be read.
    public func bytes() throws(Status) -> [UInt8] { try read(at: 0, count: size) }

    /// Hands all bytes to `take`, piece by piece, so that they are never in memory together.
    ///
    /// - Throws: INTERNAL when the file cannot be read, and what `take` throws.
    public func forEachPiece(_ take: ([UInt8]) throws(Status) -> Void) throws(Status) {
        var offset = 0
        while offset < size {
            let piece = try read(at: offset, count: Self.pieceBytes)
            try take(piece)
            offset += piece.count
        }
    }

    /// How many bytes are read at once.
    static let pieceBytes = 256 * 1024
}

extension ObjectContent {
    /// Writes all bytes to a new file, or over an old one.
    ///
    /// - Throws: UNAVAILABLE with the system's reason, and as `read`.
    public func write(to path: String) throws(Status) {
        do throws(SystemError) {
            var file = try AppendFile(path: path)
            try file.truncate(to: 0)
            try copy(to: &file)
        } catch {
            throw Status(.unavailable, "\(path): \(error)")
        }
    }

    private func copy(to file: inout AppendFile) throws(SystemError) {
        var offset = 0
        while offset < size {
            guard let piece = try? read(at: offset, count: Self.pieceBytes) else {
                throw SystemError(call: "read", code: 5)
            }
            try file.append(bytes: piece)
            offset += piece.count
        }
    }
}
