import CloudCore

/// The folders of builds and images, which live as long as the cloud.
final class BuildFolder: Sendable {
    private let root: PrivateFolder

    /// Makes the folder.
    ///
    /// - Throws: UNAVAILABLE when it cannot be made.
    init() throws(Status) { root = try PrivateFolder(named: "local-cloud-builds") }

    /// The folder of a build, which goes with it.
    func build(_ id: String) -> String { "\(root.path)/builds/\(id)" }

    /// The folder of an image; what is built in it finds itself there as long as it is started.
    func image(_ id: String, _ number: Int) -> String { "\(root.path)/images/\(id)-\(number)" }

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

    /// Removes a folder with all that is in it.
    func remove(_ path: String) { PrivateFolder.remove(path) }
}
