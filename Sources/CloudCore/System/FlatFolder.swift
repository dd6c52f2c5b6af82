import Glibc

/// A folder that holds files only.
public enum FlatFolder {
    /// Makes a folder, for its owner alone, unless it is there.
    ///
    /// - Throws: `SystemError` when that fails.
    public static func make(_ path: String) throws(SystemError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .last("mkdir") }
    }

    /// The names of what is in a folder, in no order.
    ///
    /// - Throws: `SystemError` when it cannot be read.
    public static func names(in path: String) throws(SystemError) -> [String] {
        guard let folder = opendir(path) else { throw .last("opendir") }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// The absolute path of a folder that is there, without links.
    ///
    /// - Throws: `SystemError` when there is none.
    public static func absolute(_ path: String) throws(SystemError) -> String {
        guard let found = realpath(path, nil) else { throw .last("realpath") }
        defer { free(found) }
        return String(cString: found)
    }

    /// Has the disk take what files a folder has, but not what they contain.
    ///
    /// - Throws: `SystemError` when it reports that it cannot.
    public static func sync(_ path: String) throws(SystemError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("open") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .last("fsync") }
    }

    /// Removes a file; nothing happens when there is none.
    public static func remove(_ path: String) { unlink(path) }
}
