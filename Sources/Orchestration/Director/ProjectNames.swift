/// Pub/Sub's full names of a project's topics and subscriptions.
public struct ProjectNames: Sendable, Equatable {
    /// The project's id.
    public var project: String

    /// Names in that project.
    public init(project: String) { self.project = project }

    /// `projects/<project>/topics/<id>`; a name that is full already stays.
    public func topic(_ id: String) -> String { id.contains("/") ? id : "projects/\(project)/topics/\(id)" }

    /// `projects/<project>/subscriptions/<id>`; a name that is full already stays.
    public func subscription(_ id: String) -> String {
        id.contains("/") ? id : "projects/\(project)/subscriptions/\(id)"
    }
}
