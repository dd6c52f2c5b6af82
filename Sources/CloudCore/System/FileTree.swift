import Glibc

/// Files below one folder.
public struct FileTree: Sendable {
    /// The folder, which is made when something is written.
    public let root: String

    /// Names the folder; nothing is made yet.
    public init(root: String) { self.root = root }

    /// Writes a whole file: it is there with all of its bytes or not at all.
    ///
    /// - Parameter path: the file's path below the folder; its folders are made. No part of it is `..`.
    /// - Throws: PERMISSION_DENIED, or UNAVAILABLE with the system's reason.
    public func write(_ bytes: [UInt8], to path: String) throws(Status) {
        let target = try prepare(path)
        let draft = target + ".part"
        try put(bytes, draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC)
        guard rename(draft, target) == 0 else { throw Self.failure("rename", draft) }
    }

    /// Adds bytes to the end of a file.
    ///
    /// - Throws: as `write`.
    public func append(_ bytes: [UInt8], to path: String) throws(Status) {
        try put(bytes, try prepare(path), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC)
    }

    private func prepare(_ path: String) throws(Status) -> String {
        let parts = path.split(separator: "/")
        guard !parts.isEmpty, !parts.contains(".."), !parts.contains(".") else {
            throw Status(.invalidArgument, "\"\(path.prefix(200))\" is not the path of a file.")
        }
        var folder = root
        try makeFolder(folder)
        for part in parts.dropLast() {
            folder += "/\(part)"
            try makeFolder(folder)
        }
        return "\(folder)/\(parts[parts.count - 1])"
    }

    private func makeFolder(_ path: String) throws(Status) {
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw Self.failure("mkdir", path) }
    }

    private func put(_ bytes: [UInt8], _ path: String, _ flags: Int32) throws(Status) {
        let file = open(path, flags, 0o666)
        guard file >= 0 else { throw Self.failure("open", path) }
        defer { close(file) }
        let outcome = bytes.withUnsafeBytes { bytes in
            Result { () throws(SystemError) in try writeAll(bytes, to: file) }
        }
        if case .failure(let error) = outcome { throw Self.failure("write", path, error.code) }
    }

    private static func failure(_ call: String, _ path: String, _ reason: Int32 = errno) -> Status {
        let isDenied = reason == EACCES || reason == EPERM || reason == EROFS
        return Status(
            isDenied ? .permissionDenied : .unavailable,
            "\(call) \(path): \(String(cString: strerror(reason)))")
    }
}
