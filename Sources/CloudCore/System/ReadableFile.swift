import Glibc

/// An open file that is read in pieces, at any place. It can be read even after it has been removed.
public struct ReadableFile: ~Copyable, Sendable {
    private let descriptor: Int32

    /// Opens a file.
    ///
    /// - Throws: `SystemError`, for example ENOENT when there is none.
    public init(path: String) throws(SystemError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("open") }
    }

    deinit { close(descriptor) }

    /// How many bytes it has at present.
    ///
    /// - Throws: `SystemError` when that cannot be known.
    public var size: Int {
        get throws(SystemError) {
            let end = lseek(descriptor, 0, SEEK_END)
            guard end >= 0 else { throw .last("lseek") }
            return Int(end)
        }
    }

    /// The bytes from `offset` on: `count` of them, or those up to the end of the file.
    ///
    /// - Throws: `SystemError` when they cannot be read.
    public func read(at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
        var failure: SystemError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let rest = UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
                let got = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + filled))
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = .last("pread") }
                if got <= 0 { return }
                filled += got
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Removes a file that may be there.
    public static func remove(_ path: String) { unlink(path) }
}
