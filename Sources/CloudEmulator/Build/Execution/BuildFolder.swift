import CloudCore

/// The folders of builds and images, which live as long as the cloud, unless images have a data directory. Those of clouds that were killed are removed by the
/// next one: a lock tells which those are.
final class BuildFolder: Sendable {
    private static let name = "local-cloud-builds"

    private let root: PrivateFolder
    private let lock: DirectoryLock
    private let images: ImageFolders

    /// Makes the folder.
    ///
    /// - Throws: UNAVAILABLE when it cannot be made.
    init(_ images: ImageFolders) throws(Status) {
        self.images = images
        root = try PrivateFolder(named: Self.name)
        do throws(SystemError) { lock = try DirectoryLock(path: root.path) } catch {
            throw Status(.unavailable, "The folder \(root.path) cannot be locked: \(error).")
        }
        Self.removeForsaken(beside: root.path)
    }

    /// The folder of a build, which goes with it.
    func build(_ id: String) -> String { "\(root.path)/builds/\(id)" }

    /// The folder of an image; what is built in it finds itself there as long as it is started.
    func image(_ id: String, _ number: Int) -> String {
        images.newFolder("\(id)-\(number)") ?? "\(root.path)/images/\(id)-\(number)"
    }

    /// Makes folders.
    ///
    /// - Throws: UNAVAILABLE.
    func make(_ paths: [String]) throws(Status) {
        for path in paths {
            do throws(SystemError) { try FolderListing.makeFolders(path) } catch {
                throw Status(.unavailable, "The folder \(path) cannot be made: \(error).")
            }
        }
    }

    /// Removes everything.
    func discard() { PrivateFolder.remove(root.path) }

    /// Removes a folder with all that is in it.
    func remove(_ path: String) { PrivateFolder.remove(path) }

    private static func removeForsaken(beside path: String) {
        guard let end = path.lastIndex(of: "/") else { return }
        let parent = String(path[..<end])
        let others = try? FolderListing.entries(below: parent, limit: 1_000) { entry in
            entry.hasPrefix(name + "-") && !entry.contains("/")
        }
        for entry in others ?? [] where entry.kind == .folder {
            // Whoever lives has the lock, this cloud its own among them.
            guard let lock = try? DirectoryLock(path: "\(parent)/\(entry.path)") else { continue }
            PrivateFolder.remove("\(parent)/\(entry.path)")
            _ = consume lock
        }
    }
}
