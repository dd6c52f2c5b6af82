import CloudCore

/// The bytes of an object, which never change: in memory while they are few, else in a file of a private folder, which
/// goes when nobody has them any more.
public final class ObjectContent: Sendable {
    private enum Place: Sendable {
        case memory([UInt8])
        case file(path: String, folder: PrivateFolder)
    }

    /// How many bytes there are.
    public let size: Int
    /// Their CRC-32C.
    let crc32c: UInt32
    /// Their MD5 digest; nil for what was composed, as of composite objects of the service.
    let md5: [UInt8]?
    private let place: Place

    /// Bytes in memory.
    init(_ bytes: [UInt8], crc32c: UInt32, md5: [UInt8]?) {
        size = bytes.count
        place = .memory(bytes)
        (self.crc32c, self.md5) = (crc32c, md5)
    }

    /// Bytes in a file, which is this content's from now on.
    init(file path: String, in folder: PrivateFolder, size: Int, crc32c: UInt32, md5: [UInt8]?) {
        self.size = size
        place = .file(path: path, folder: folder)
        (self.crc32c, self.md5) = (crc32c, md5)
    }

    deinit {
        if case .file(let path, _) = place { ReadableFile.remove(path) }
    }

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
            let outcome = piece.withUnsafeBytes { bytes in
                Result { () throws(SystemError) in try file.append(bytes) }
            }
            try outcome.get()
            offset += piece.count
        }
    }

    /// How many bytes are read at once.
    static let pieceBytes = 256 * 1024
}
