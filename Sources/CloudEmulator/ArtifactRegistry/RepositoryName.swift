import CloudCore

/// What a repository is called below its project.
struct RepositoryName: Hashable, Sendable {
    /// The region or multi-region.
    let location: String
    /// The id, for example `images`.
    let id: String

    /// The name below the project.
    var path: String { "locations/\(location)/repositories/\(id)" }

    /// What the names of its images begin with.
    func imagePrefix(in project: LocalProject) -> String {
        "\(location)\(RegistryHost.suffix)/\(project.id)/\(id)/"
    }
}

/// A resource name of Artifact Registry, with the project.
struct RegistryPath: Sendable {
    /// The project's id or number.
    let project: String
    let location: String
    /// What follows the location, for example `["repositories", "r", "packages", "p", "tags", "t"]`.
    private let rest: [String]

    /// Reads a name that has those collections behind its location, `repositories` and `packages` for example.
    ///
    /// - Throws: INVALID_ARGUMENT naming the field.
    init(_ name: String, _ field: String, _ collections: String...) throws(Status) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let wanted = ["projects", "locations"] + collections
        let isRight =
            parts.count == wanted.count * 2 && parts.allSatisfy { !$0.isEmpty }
            && wanted.indices.allSatisfy { parts[$0 * 2] == wanted[$0] }
        guard isRight else {
            throw Status(
                .invalidArgument,
                "\(field) \"\(name.prefix(300))\" does not match \(wanted.map { $0 + "/*" }.joined(separator: "/"))."
            )
        }
        project = parts[1]
        location = parts[3]
        rest = Array(parts.dropFirst(4))
    }

    /// The repository.
    var repository: RepositoryName { RepositoryName(location: location, id: rest.count > 1 ? rest[1] : "") }
    /// The id of the package, as it stands in names: slashes are escaped.
    var package: String { rest.count > 3 ? rest[3] : "" }
    /// The id of the version or tag.
    var item: String { rest.count > 5 ? rest[5] : "" }

    /// The package's name as Docker has it.
    var imageName: String { Self.unescaped(package) }

    /// An image's name as a package's id.
    static func escaped(_ name: some StringProtocol) -> String {
        name.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "%2F")
    }

    /// A package's id as an image's name.
    static func unescaped(_ id: String) -> String {
        var parts: [Substring] = []
        var rest = Substring(id)
        while let percent = rest.firstIndex(of: "%") {
            guard rest[percent...].prefix(3).uppercased() == "%2F" else { break }
            parts.append(rest[..<percent])
            rest = rest[percent...].dropFirst(3)
        }
        return (parts + [rest]).joined(separator: "/")
    }
}
