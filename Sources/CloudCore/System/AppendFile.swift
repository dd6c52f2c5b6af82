import Glibc

/// A file that is only ever written at its end.
///
/// What `append` has written survives the end of the process, however it ends; after `sync` it survives a loss of
/// power as well, as far as the disk keeps its word.
public struct AppendFile: ~Copyable, Sendable {
    private let descriptor: Int32
    /// Bytes in the file.
    public private(set) var size: Int

    /// Opens a file for appending, and makes it if need be, readable by its owner alone.
    ///
    /// - Throws: `SystemError` when it cannot be opened.
    public init(path: String) throws(SystemError) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .last("open") }
        size = Int(lseek(descriptor, 0, SEEK_END))
    }

    deinit { close(descriptor) }

    /// Writes bytes at the end.
    ///
    /// - Throws: `SystemError` when not all of them could be written; then some of them may have been.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
        do throws(SystemError) {
            try writeAll(bytes, to: descriptor)
            size += bytes.count
        } catch {
            size = Int(lseek(descriptor, 0, SEEK_END))
            throw error
        }
    }

    /// Drops everything behind the first `count` bytes.
    ///
    /// - Throws: `SystemError` when that fails.
    public mutating func truncate(to count: Int) throws(SystemError) {
        guard ftruncate(descriptor, off_t(count)) == 0 else { throw .last("ftruncate") }
        size = count
    }

    /// Gives a file new contents in one step: whoever opens it finds the former or the new ones. A file beside it, whose
    /// name goes on with `.new`, has them meanwhile.
    ///
    /// - Throws: `SystemError`; then the former contents are still there.
    public static func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
        var file = try AppendFile(path: path + ".new")
        try file.truncate(to: 0)
        let outcome = bytes.withUnsafeBytes { bytes in
            Result { () throws(SystemError) in try file.append(bytes) }
        }
        try outcome.get()
        guard rename(path + ".new", path) == 0 else { throw .last("rename") }
    }

    /// Has the disk take everything.
    ///
    /// - Throws: `SystemError` when it reports that it cannot.
    public func sync() throws(SystemError) {
        guard fdatasync(descriptor) == 0 else { throw .last("fdatasync") }
    }
}
