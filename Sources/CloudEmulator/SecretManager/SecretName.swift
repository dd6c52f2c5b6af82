import CloudCore

/// What a secret is called below its project: its id, and its location if it is a regional one.
struct SecretName: Hashable, Sendable {
    /// The region; nil for a global secret.
    let location: String?
    /// The id: 1 to 255 letters, digits, hyphens and underscores.
    let id: String

    /// The name below the project, for example `secrets/key` or `locations/europe-west1/secrets/key`.
    var path: String { Self.prefix(location) + "secrets/\(id)" }

    fileprivate static func prefix(_ location: String?) -> String {
        location.map { "locations/\($0)/" } ?? ""
    }
}

/// A secret's name with a version: a number, `latest` or an alias.
struct SecretVersionName: Sendable {
    let secret: SecretName
    let version: String
}

/// The parts of a Secret Manager resource name, with the project.
struct SecretPath: Sendable {
    /// The project's id or number.
    let project: String
    let location: String?
    /// What follows, for example `["secrets", "key", "versions", "1"]`.
    private let rest: [String]

    /// Reads `projects/P[/locations/L]/…`.
    private init?(_ name: String) {
        var parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)[...]
        guard parts.count >= 2, parts.removeFirst() == "projects" else { return nil }
        project = parts.removeFirst()
        if parts.first == "locations", parts.count >= 2 {
            parts.removeFirst()
            location = parts.removeFirst()
        } else {
            location = nil
        }
        rest = Array(parts)
        guard !project.isEmpty, location?.isEmpty != true else { return nil }
    }

    /// Reads the parent of secrets.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func parent(_ name: String) throws(Status) -> SecretPath {
        guard let path = SecretPath(name), path.rest.isEmpty else {
            throw refusal("parent", name, "projects/*")
        }
        return path
    }

    /// Reads the name of a secret.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func secret(_ name: String) throws(Status) -> (project: String, secret: SecretName) {
        guard let path = SecretPath(name), path.rest.count == 2, path.rest[0] == "secrets",
            isID(path.rest[1])
        else { throw refusal("Secret ID", name, "projects/*/secrets/*") }
        return (path.project, SecretName(location: path.location, id: path.rest[1]))
    }

    /// Reads the name of a version.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func version(_ name: String) throws(Status) -> (project: String, version: SecretVersionName) {
        guard let path = SecretPath(name), path.rest.count == 4, path.rest[0] == "secrets",
            path.rest[2] == "versions", isID(path.rest[1]), isID(path.rest[3])
        else { throw refusal("Secret ID", name, "projects/*/secrets/*/versions/*") }
        let secret = SecretName(location: path.location, id: path.rest[1])
        return (path.project, SecretVersionName(secret: secret, version: path.rest[3]))
    }

    /// Whether `text` has the form of a secret's id.
    static func isID(_ text: String) -> Bool { Identifier.isWord(text, of: 1...255) }

    /// The words of the service, as clients have reported them.
    private static func refusal(_ what: String, _ name: String, _ format: String) -> Status {
        Status(
            .invalidArgument,
            "The provided \(what) [\(name.prefix(300))] does not match the expected format [\(format)]")
    }
}
