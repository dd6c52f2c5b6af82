import Glibc

/// A file that is read from its beginning, part by part.
public final class FileReader: Sendable {
    private let descriptor: Int32

    /// Opens a file.
    ///
    /// - Throws: INVALID_ARGUMENT, saying why it cannot be read.
    public init(_ path: String) throws(Status) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure() }
    }

    deinit { close(descriptor) }

    /// The next bytes, at most so many; none at the end.
    ///
    /// - Throws: INVALID_ARGUMENT, saying why they cannot be read.
    public func read(_ count: Int) throws(Status) -> [UInt8] {
        while true {
            var result = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: max(count, 0)) { buffer, initialized in
                result = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                initialized = max(result, 0)
            }
            if result >= 0 { return bytes }
            guard errno == EINTR else { throw Self.failure() }
        }
    }

    private static func failure() -> Status {
        Status(.invalidArgument, "cannot be read: \(String(cString: strerror(errno)))")
    }
}
