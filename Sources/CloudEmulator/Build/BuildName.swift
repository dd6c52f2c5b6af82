import CloudCore

/// Where a build is: its location and id.
struct BuildName: Hashable, Sendable {
    /// The location that stands for all of them, in which builds are made unless told otherwise.
    static let globalLocation = "global"

    /// The region, or `global`.
    let location: String
    /// The id, a UUID.
    let id: String

    /// The name that the service answers with, which has the project's number.
    func shown(in project: LocalProject) -> String {
        "projects/\(project.number)/locations/\(location)/builds/\(id)"
    }

    /// The name of the operation that goes on while the build does.
    ///
    /// Source: reports of users have `operations/build/{project}/{id in Base64}`; of regional ones only the discovery
    /// document tells, with `projects/{project}/locations/{location}/operations/{operation}`.
    func operation(in project: LocalProject) -> String {
        let encoded = Base64.encode(Array(id.utf8))
        return location == Self.globalLocation
            ? "operations/build/\(project.id)/\(encoded)"
            : "\(project.name)/locations/\(location)/operations/\(encoded)"
    }

    /// The build of an operation's name; nil when it has not the form of one.
    init?(operation name: String) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard let last = parts.last,
            let id = Base64.decode(String(last)).flatMap({ String(validating: $0, as: UTF8.self) })
        else { return nil }
        if parts.count == 4, parts[0] == "operations", parts[1] == "build" {
            self.init(location: Self.globalLocation, id: id)
        } else if parts.count == 6, parts[2] == "locations", parts[4] == "operations" {
            self.init(location: String(parts[3]), id: id)
        } else {
            return nil
        }
    }

    /// The build with that id in a location.
    init(location: String, id: String) { (self.location, self.id) = (location, id) }

    /// Reads the two ways in which requests name a build: by `name`, or by project and id.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func read(
        name: String, project: String, id: String
    ) throws(Status) -> (project: String, build: BuildName) {
        if name.isEmpty {
            guard !project.isEmpty, !id.isEmpty else {
                throw Status(.invalidArgument, "name, or project_id and id, must be set.")
            }
            return (project, BuildName(location: globalLocation, id: id))
        }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "projects", parts[2] == "locations", parts[4] == "builds" else {
            throw Status(
                .invalidArgument,
                "name \"\(name.prefix(300))\" does not match projects/*/locations/*/builds/*.")
        }
        return (parts[1], BuildName(location: parts[3], id: parts[5]))
    }

    /// Reads the two ways in which requests say where builds are: `parent`, or the project alone.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func readParent(
        _ parent: String, project: String
    ) throws(Status) -> (project: String, location: String) {
        if parent.isEmpty {
            guard !project.isEmpty else {
                throw Status(.invalidArgument, "parent or project_id must be set.")
            }
            return (project, globalLocation)
        }
        let parts = parent.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, parts[0] == "projects", parts[2] == "locations", !parts[3].isEmpty else {
            throw Status(
                .invalidArgument, "parent \"\(parent.prefix(300))\" does not match projects/*/locations/*.")
        }
        return (parts[1], parts[3])
    }
}
