import CloudCore

extension ControlPlane {
    private static let standardProjectsPage = 500
    private static let maxProjectsPage = 5_000

    /// The project as v3 answers it.
    var projectV3: ResourceManagerV3.Project {
        var message = ResourceManagerV3.Project()
        message.name = "projects/\(project.number)"
        message.projectID = project.id
        message.displayName = project.id
        message.state = .active
        message.createTime = Timestamp(createdAt)
        message.updateTime = Timestamp(createdAt)
        // Nothing changes the project, so neither does its version.
        message.etag = "W/\"" + Hexadecimal.text(UInt64(bitPattern: createdAt.nanoseconds), digits: 16) + "\""
        return message
    }

    /// The project as v1 answers it.
    var projectV1: ResourceManagerV1.Project {
        var message = ResourceManagerV1.Project()
        message.projectNumber = project.number
        message.projectID = project.id
        message.name = project.id
        message.lifecycleState = .active
        message.createTime = Timestamp(createdAt)
        return message
    }

    /// Whether a listing has the project: it must match, and the caller must be allowed to get it
    /// (`google/cloud/resourcemanager/v3/projects.proto`, SearchProjects).
    func listsProject(
        _ filter: String, field: String, _ size: Int32, _ token: String, by caller: Caller, at now: Instant
    ) throws(Status) -> Bool {
        let filter = try ProjectFilter(filter, field: field)
        let pages = try PageRequest(
            size: size, token: token, standard: Self.standardProjectsPage, most: Self.maxProjectsPage)
        let isVisible =
            mode == .off
            || caller.problem == nil
                && caller.access?.allows("resourcemanager.projects.get") != false
                && allows("resourcemanager.projects.get", on: project.name, to: caller, at: now)
        let isWanted = isVisible && filter.matches(projectField)
        return !pages.oldestFirst(isWanted ? [0] : []) { UInt64($0) }.page.isEmpty
    }

    /// The value of a field of the project in filters; it has no labels and no parent.
    private func projectField(_ name: String) -> String? {
        switch name {
        case "name", "displayName", "id", "projectId": project.id
        case "projectNumber": String(project.number)
        case "lifecycleState", "state": "ACTIVE"
        default: nil
        }
    }
}
