import Glibc

/// A file that is read whole.
public enum InputFile {
    /// The most bytes that are read.
    public static let maxBytes = 1 << 30

    /// Whether there is something of that path.
    public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The bytes of a file.
    ///
    /// - Throws: INVALID_ARGUMENT, saying why it cannot be read, or that it has more than `maxBytes`.
    public static func bytes(_ path: String) throws(Status) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure()
            }
            guard bytes.count + count <= maxBytes else {
                throw Status(.invalidArgument, "has more than \(maxBytes) bytes")
            }
            bytes += chunk[..<count]
        }
    }

    private static func failure() -> Status {
        Status(.invalidArgument, "cannot be read: \(String(cString: strerror(errno)))")
    }
}
