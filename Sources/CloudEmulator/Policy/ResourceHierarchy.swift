import CloudCore

/// The resources that decide about a resource: itself and everything above it, up to the project.
///
/// Allow policies are inherited ("Understanding allow policies" in Google's IAM documentation): a role on the
/// project counts for everything in it, one on a bucket for its objects, one on a secret for its versions, one on a
/// dataset for its tables.
///
/// It is on the way of every call that is checked, so it goes by bytes and makes no strings that it need not.
struct ResourceHierarchy: Sendable {
    private let project: LocalProject
    /// `projects/{id}`, and the same with a slash behind it.
    private let root: String
    private let rootPrefix: String
    private let bucketPrefix: String

    private static let prefix = "projects/"
    private static let slash = UInt8(ascii: "/")

    init(project: LocalProject) {
        self.project = project
        root = project.name
        rootPrefix = project.name + "/"
        bucketPrefix = project.name + "/buckets/"
    }

    /// The name under which policies of a resource are kept: with the project's id, whether the name has that, its
    /// number, or `_`, as the names of buckets have.
    func canonical(_ resource: String) -> String {
        if resource.hasPrefix(rootPrefix) || resource == root { return resource }
        guard resource.hasPrefix(Self.prefix) else { return resource }
        let rest = resource.utf8.dropFirst(Self.prefix.utf8.count)
        let end = rest.firstIndex(of: Self.slash) ?? rest.endIndex
        let given = resource[rest.startIndex..<end]
        guard given == "_" || given == "-" || project.isNamed(given) else { return resource }
        return root + resource[end...]
    }

    /// Calls `visit` with the canonical name of the resource and of each one above it, until it returns true.
    ///
    /// - Returns: whether it did.
    func contains(_ canonical: String, where visit: (String) -> Bool) -> Bool {
        guard canonical.hasPrefix(rootPrefix) else { return visit(canonical) }
        var name = canonical
        if let bucket = bucket(of: name) {
            if visit(name) { return true }
            name = bucket
        }
        // Below the project, so that its own name is never reached here.
        while name.utf8.count > root.utf8.count {
            if visit(name) { return true }
            guard let parent = Self.parent(of: name) else { break }
            name = parent
        }
        return visit(root)
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
        let bytes = name.utf8
        guard let last = bytes.lastIndex(of: slash), let before = bytes[..<last].lastIndex(of: slash) else {
            return nil
        }
        return String(name[..<before])
    }

    /// The bucket of an object, whose name may have slashes of its own; nil for what is no object.
    private func bucket(of name: String) -> String? {
        guard name.hasPrefix(bucketPrefix) else { return nil }
        let rest = name.utf8.dropFirst(bucketPrefix.utf8.count)
        guard let end = rest.firstIndex(of: Self.slash) else { return nil }
        return String(name[..<end])
    }
}
