import CloudCore
import Glibc

/// A folder under the temporary one that only this user can look into, removed with all files in it when released.
final class PrivateFolder: Sendable {
    let path: String

    /// Makes the folder with mode 0700.
    ///
    /// - Throws: UNAVAILABLE when it cannot be made.
    init() throws(Status) {
        let parent = ProcessEnvironment.variables["TMPDIR"] ?? "/tmp"
        var template = Array("\(parent)/pubsub-emulator-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Status(.unavailable, "No folder in \(parent): \(String(cString: strerror(errno))).")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != ".", name != ".." { unlink("\(path)/\(name)") }
            }
            closedir(folder)
        }
        rmdir(path)
    }
}
