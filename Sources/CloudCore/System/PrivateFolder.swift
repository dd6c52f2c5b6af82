import Glibc

/// A folder under the temporary one that only this user can look into, removed with all that is in it when released.
public final class PrivateFolder: Sendable {
    /// Where it is.
    public let path: String

    /// Makes the folder with mode 0700.
    ///
    /// - Parameter name: what its name begins with.
    /// - Throws: UNAVAILABLE when it cannot be made.
    public init(named name: String = "pubsub-emulator") throws(Status) {
        let parent = ProcessEnvironment.variables["TMPDIR"] ?? "/tmp"
        var template = Array("\(parent)/\(name)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Status(.unavailable, "No folder in \(parent): \(String(cString: strerror(errno))).")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Self.remove(path) }

    private static let maxDepth = 128

    /// Removes a folder with all that is in it, as far as that is possible.
    public static func remove(_ path: String) { remove(path, depth: 0) }

    private static func remove(_ path: String, depth: Int) {
        if depth < maxDepth, let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
                guard name != ".", name != ".." else { continue }
                // What is no file is a folder; a link is not followed.
                if unlink("\(path)/\(name)") != 0 { remove("\(path)/\(name)", depth: depth + 1) }
            }
            closedir(folder)
        }
        rmdir(path)
    }
}
