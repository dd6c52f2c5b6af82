import Glibc

/// What is below a folder.
public enum FolderListing {
    /// A file, folder or link.
    public struct Entry: Sendable, Equatable {
        /// What it is.
        public enum Kind: Sendable, Equatable {
            case file, folder
            /// A symbolic link with what it leads to.
            case link(String)
            /// A socket, a pipe or a device.
            case other
        }

        /// The path below the folder.
        public var path: String
        /// What it is.
        public var kind: Kind
        /// Whether its owner may run it.
        public var isExecutable: Bool
        /// The bytes of a file.
        public var size: Int64
    }

    /// The deepest folder that is looked into.
    public static let maxDepth = 128

    /// Everything below a folder, sorted by path; links are not followed.
    ///
    /// - Parameters:
    ///   - limit: the most entries that are listed.
    ///   - isWanted: whether an entry, by its path, is listed, and looked into if it is a folder.
    /// - Throws: `SystemError`: ENOENT when there is no such folder, E2BIG when it holds more than `limit` entries or is
    ///   deeper than `maxDepth`.
    public static func entries(
        below root: String, limit: Int, where isWanted: (String) -> Bool = { _ in true }
    ) throws(SystemError) -> [Entry] {
        var all: [Entry] = []
        var waiting = [(path: "", depth: 0)]
        while let next = waiting.popLast() {
            guard next.depth < maxDepth else { throw SystemError(call: "readdir", code: E2BIG) }
            for name in try names(in: next.path.isEmpty ? root : "\(root)/\(next.path)") {
                let path = next.path.isEmpty ? name : "\(next.path)/\(name)"
                guard isWanted(path), let entry = entry(root, path) else { continue }
                guard all.count < limit else { throw SystemError(call: "readdir", code: E2BIG) }
                all.append(entry)
                if entry.kind == .folder { waiting.append((path, next.depth + 1)) }
            }
        }
        return all.sorted { $0.path < $1.path }
    }

    /// The entry of a path below a folder; nil when there is none.
    public static func entry(_ root: String, _ path: String) -> Entry? {
        var info = stat()
        guard lstat("\(root)/\(path)", &info) == 0 else { return nil }
        let kind: Entry.Kind =
            switch info.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .link(target(of: "\(root)/\(path)"))
            default: .other
            }
        return Entry(
            path: path, kind: kind, isExecutable: info.st_mode & S_IXUSR != 0, size: Int64(info.st_size))
    }

    /// Makes a folder, and those above it that are missing.
    ///
    /// - Throws: `SystemError` when it cannot be made.
    public static func makeFolders(_ path: String) throws(SystemError) {
        guard mkdir(path, 0o777) != 0, errno != EEXIST else { return }
        guard errno == ENOENT, let end = path.lastIndex(of: "/"), end != path.startIndex else {
            throw .last("mkdir")
        }
        try makeFolders(String(path[..<end]))
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw .last("mkdir") }
    }

    private static func names(in folder: String) throws(SystemError) -> [String] {
        guard let handle = opendir(folder) else { throw .last("opendir") }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private static func target(of link: String) -> String {
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, count in
            count = buffer.withMemoryRebound(to: CChar.self) { buffer in
                buffer.baseAddress.map { max(readlink(link, $0, buffer.count), 0) } ?? 0
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
