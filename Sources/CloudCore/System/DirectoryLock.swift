import Glibc

/// Makes sure that one process at a time works in a directory; the lock goes with the process, however it ends.
public struct DirectoryLock: ~Copyable, Sendable {
    private let descriptor: Int32

    /// Makes the directory if need be, and locks it.
    ///
    /// - Throws: `SystemError` with EWOULDBLOCK when another process has it.
    public init(path: String) throws(SystemError) {
        descriptor = try Self.openLocked(path)
    }

    deinit {
        // Not left to the close: a child that is just being started shares the lock until it runs its program.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Gives a file of the directory another's place in one step, and has the disk take it.
    ///
    /// - Throws: `SystemError` when that fails; then the former file is still there.
    public func replace(_ path: String, by new: String) throws(SystemError) {
        guard rename(new, path) == 0 else { throw .last("rename") }
        guard fsync(descriptor) == 0 else { throw .last("fsync") }
    }

    private static func openLocked(_ path: String) throws(SystemError) -> Int32 {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .last("mkdir") }
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("open") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let error = SystemError.last("flock")
            close(descriptor)
            throw error
        }
        return descriptor
    }
}
