import CloudCore

/// What a service is called below its project: its region and its id.
struct RunServiceName: Hashable, Sendable {
    /// The region, for example `europe-west1`.
    let location: String
    /// The id: up to 49 lowercase letters, digits and hyphens.
    let id: String

    /// The name below the project, `locations/{location}/services/{id}`.
    var path: String { "locations/\(location)/services/\(id)" }
}

/// A revision of a service.
struct RunRevisionName: Hashable, Sendable {
    let service: RunServiceName
    /// The id, which begins with that of the service.
    let id: String

    /// The name below the project.
    var path: String { "\(service.path)/revisions/\(id)" }
}

/// The parts of a Cloud Run resource name, with the project.
struct RunPath: Sendable {
    /// The project's id or number.
    let project: String
    /// The region; `-` for all.
    let location: String
    private let rest: [String]

    private init?(_ name: String) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 4, parts[0] == "projects", parts[2] == "locations", !parts.contains("") else {
            return nil
        }
        project = parts[1]
        location = parts[3]
        rest = Array(parts[4...])
    }

    /// Reads the parent of services.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func parent(_ name: String) throws(Status) -> RunPath {
        guard let path = RunPath(name), path.rest.isEmpty else {
            throw refusal("parent", name, "projects/{project}/locations/{location}")
        }
        return path
    }

    /// Reads the name of a service.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func service(
        _ name: String, _ field: String = "name"
    ) throws(Status) -> (project: String, name: RunServiceName) {
        guard let path = RunPath(name), path.rest.count == 2, path.rest[0] == "services" else {
            throw refusal(field, name, "projects/{project}/locations/{location}/services/{service}")
        }
        return (path.project, RunServiceName(location: path.location, id: path.rest[1]))
    }

    /// Reads the name of a revision.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func revision(_ name: String) throws(Status) -> (project: String, name: RunRevisionName) {
        guard let path = RunPath(name), path.rest.count == 4, path.rest[0] == "services",
            path.rest[2] == "revisions"
        else {
            throw refusal(
                "name", name,
                "projects/{project}/locations/{location}/services/{service}/revisions/{revision}")
        }
        let service = RunServiceName(location: path.location, id: path.rest[1])
        return (path.project, RunRevisionName(service: service, id: path.rest[3]))
    }

    private static func refusal(_ field: String, _ name: String, _ format: String) -> Status {
        Status(
            .invalidArgument, "\(field) is \"\(name.prefix(300))\"; expected \(format).",
            details: [.badRequest([.init(field: field, description: "expected \(format)")])])
    }
}
