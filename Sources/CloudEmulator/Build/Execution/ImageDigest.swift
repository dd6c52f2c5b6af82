import CloudCore

/// The files of an image: how many bytes they have, and the digest that stands for them and what is started.
struct ImageDigest: Sendable, Equatable {
    /// `sha256:` and 64 hexadecimal digits.
    let text: String
    /// The bytes of all files.
    let bytes: Int64

    /// What differs from build to build though nothing has changed, or says where the image is: it does not count.
    private static let ignored: Set<String> = [".git", ".venv", "__pycache__", ".package-lock.json"]

    /// Goes through a folder.
    ///
    /// - Throws: RESOURCE_EXHAUSTED when there is too much; UNAVAILABLE when a file cannot be read.
    init(
        of folder: String, command: [String], environment: [String: String], maxFiles: Int, maxBytes: Int64
    ) throws(Status) {
        var manifest = SHA256()
        var total: Int64 = 0
        do throws(SystemError) {
            let entries = try FolderListing.entries(below: folder, limit: maxFiles) { path in
                !Self.ignored.contains(path.split(separator: "/").last.map(String.init) ?? "")
            }
            for entry in entries {
                total += entry.kind == .file ? entry.size : 0
                guard total <= maxBytes else { throw SystemError(call: "stat", code: Self.tooMuch) }
                manifest.update(Array(try Self.line(entry, in: folder).utf8))
            }
        } catch {
            guard error.code != Self.tooMuch else {
                throw Status(
                    .resourceExhausted,
                    "The image has more than \(maxFiles) files, or more than \(maxBytes) bytes.")
            }
            throw Status(.unavailable, "The image cannot be read: \(error).")
        }
        let start: JSON = [
            "command": .array(command.map { .string($0) }),
            "environment": .object(
                JSONObject(
                    environment.sorted { $0.key < $1.key }.map { (key: $0.key, value: .string($0.value)) })),
        ]
        manifest.update(start.bytes())
        text = "sha256:" + manifest.hexadecimal
        bytes = total
    }

    /// `E2BIG`, what a listing that is too long fails with.
    private static let tooMuch: Int32 = 7

    private static func line(_ entry: FolderListing.Entry, in folder: String) throws(SystemError) -> String {
        let what: String
        switch entry.kind {
        case .folder: what = "folder"
        case .link(let target): what = "link \(target)"
        case .other: what = "other"
        case .file:
            let file = try MappedFile(path: "\(folder)/\(entry.path)")
            let digest = file.withBytes { bytes in
                var digest = SHA256()
                digest.update(bytes)
                return digest.hexadecimal
            }
            what = "file \(entry.isExecutable ? "x" : "-") \(digest)"
        }
        // Two paths with a line end between them are not taken for one: the length stands in front.
        return "\(entry.path.utf8.count) \(entry.path) \(what)\n"
    }
}
