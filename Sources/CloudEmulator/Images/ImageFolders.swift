import CloudCore
import Synchronization

/// Where the files of images are that builds have made: with a data directory in a folder of it, so that they can be
/// started after a restart, otherwise in that of the builds.
final class ImageFolders: Sendable {
    private let kept = Mutex<String?>(nil)

    /// A folder of the data directory that nothing has been in; nil without one.
    ///
    /// - Parameter name: what its name begins with. Builds of an earlier process may have had the same.
    func newFolder(_ name: String) -> String? {
        kept.withLock { $0 }.map { "\($0)/\(name)-\(Hexadecimal.text(.random(in: 0 ... .max), digits: 16))" }
    }

    /// Has images in a folder from now on, and removes what is there and no image's.
    ///
    /// - Throws: INTERNAL when it cannot be used.
    func use(_ folder: String, keeping images: [ImageTable.Entry]) throws(Status) {
        do throws(SystemError) {
            try FlatFolder.make(folder)
            let root = try FlatFolder.absolute(folder)
            let named = Set(
                images.compactMap { $0.process.flatMap { Self.name(of: $0.directory, below: root) } })
            for name in try FlatFolder.names(in: root) where !named.contains(name) {
                PrivateFolder.remove("\(root)/\(name)")
            }
            kept.withLock { $0 = root }
        } catch {
            throw Status(.internal, "\(folder) cannot be used: \(error)")
        }
    }

    /// The name of the folder below another in which a path is; nil when it is elsewhere.
    private static func name(of path: String, below root: String) -> String? {
        guard path.hasPrefix(root + "/") else { return nil }
        return path.dropFirst(root.count + 1).split(separator: "/").first.map(String.init)
    }
}
