/// What conditions can say of a resource.
///
/// Source: "Values for resource attributes" in Google's IAM documentation. For services that are not listed there,
/// Pub/Sub and Cloud Run among them, a condition sees no name, no type and no service; that it then sees empty
/// texts is from memory.
struct ResourceAttributes {
    let name: String
    let type: String
    let service: String

    /// Attributes with those values.
    init(name: String = "", type: String = "", service: String = "") {
        (self.name, self.type, self.service) = (name, type, service)
    }

    /// The attributes of the resource with that canonical name.
    init(of resource: String, in project: LocalProject) {
        let parts = resource.split(separator: "/", maxSplits: 6, omittingEmptySubsequences: false)
        let collection = parts.count > 2 ? parts[2] : ""
        let inner = parts.count > 4 ? parts[4] : ""
        guard let kind = Self.kinds["\(collection)/\(inner)"] ?? Self.kinds["\(collection)/"] else {
            (name, type, service) = ("", "", "")
            return
        }
        service = kind.service + ".googleapis.com"
        type = "\(service)/\(kind.type)"
        name = Self.name(resource, kind.naming, project)
    }

    private enum Naming {
        case project
        case number
        case noProject
    }

    private static let kinds: [String: (service: String, type: String, naming: Naming)] = [
        "/": ("cloudresourcemanager", "Project", .project),
        "buckets/": ("storage", "Bucket", .noProject),
        "buckets/objects": ("storage", "Object", .noProject),
        "secrets/": ("secretmanager", "Secret", .number),
        "secrets/versions": ("secretmanager", "SecretVersion", .number),
        "datasets/": ("bigquery", "Dataset", .project),
        "datasets/tables": ("bigquery", "Table", .project),
        "databases/": ("firestore", "Database", .project),
    ]

    private static func name(_ resource: String, _ naming: Naming, _ project: LocalProject) -> String {
        let rest = resource.dropFirst(project.name.count)
        switch naming {
        case .project: return resource
        case .number: return "projects/\(project.number)\(rest)"
        case .noProject: return "projects/_\(rest)"
        }
    }
}
