import CloudCore

/// The resources that decide about a resource: itself and everything above it, up to the project.
///
/// Allow policies are inherited ("Understanding allow policies" in Google's IAM documentation): a role on the
/// project counts for everything in it, one on a bucket for its objects, one on a secret for its versions, one on a
/// dataset for its tables.
struct ResourceHierarchy {
    let project: LocalProject

    /// The name under which policies of a resource are kept: with the project's id, whether the name has that, its
    /// number, or `_`, as the names of buckets have.
    func canonical(_ resource: String) -> String {
        let rest = resource.utf8.dropFirst(Self.prefix.utf8.count)
        guard resource.hasPrefix(Self.prefix), !rest.starts(with: project.id.utf8) else { return resource }
        let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
        let given = resource[rest.startIndex..<end]
        guard given == "_" || given == "-" || project.isNamed(given) else { return resource }
        return project.name + resource[end...]
    }

    private static let prefix = "projects/"

    /// Calls `visit` with the canonical name of the resource and of each one above it, until it returns true.
    ///
    /// - Returns: whether it did.
    func contains(_ canonical: String, where visit: (String) -> Bool) -> Bool {
        guard canonical.hasPrefix(project.name),
            canonical.utf8.count == project.name.utf8.count
                || canonical.utf8.dropFirst(project.name.utf8.count).first == UInt8(ascii: "/")
        else { return visit(canonical) }
        var name = canonical
        if let bucket = Self.bucket(of: name, in: project), bucket != name {
            if visit(name) { return true }
            name = bucket
        }
        while name != project.name {
            if visit(name) { return true }
            guard let parent = Self.parent(of: name) else { break }
            name = parent
        }
        return visit(project.name)
    }

    /// All of them, nearest first.
    func chain(of canonical: String) -> [String] {
        var names: [String] = []
        _ = contains(canonical) {
            names.append($0)
            return false
        }
        return names
    }

    /// What stands before the last two segments.
    private static func parent(of name: String) -> String? {
        guard let last = name.lastIndex(of: "/"), let before = name[..<last].lastIndex(of: "/") else {
            return nil
        }
        return String(name[..<before])
    }

    /// The bucket of an object, whose name may have slashes of its own.
    private static func bucket(of name: String, in project: LocalProject) -> String? {
        let prefix = project.name + "/buckets/"
        guard name.hasPrefix(prefix) else { return nil }
        let rest = name.dropFirst(prefix.count)
        guard let end = rest.firstIndex(of: "/") else { return nil }
        return String(name[..<end])
    }
}
