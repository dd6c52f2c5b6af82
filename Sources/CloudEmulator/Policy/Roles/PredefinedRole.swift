/// A role that Google defines.
struct PredefinedRole: Sendable {
    /// The resource name, `roles/{service}.{role}`.
    let name: String
    /// The name that Google's console shows.
    let title: String
    /// What it is for, in this package's words.
    let description: String
    /// What it allows, as far as the APIs here have it, sorted.
    let permissions: [String]

    /// Makes a role of its permissions, each line `service.resource: verb verb …`.
    init(_ name: String, _ title: String, _ description: String, _ lines: [String]) {
        self.name = name
        self.title = title
        self.description = description
        permissions = Set(Self.expand(lines)).sorted()
    }

    /// Makes a role of its permissions.
    init(_ name: String, _ title: String, _ description: String, permissions: [String]) {
        self.name = name
        self.title = title
        self.description = description
        self.permissions = permissions
    }

    /// The permissions of lines such as `pubsub.topics: get list`.
    static func expand(_ lines: [String]) -> [String] {
        lines.flatMap { line in
            let parts = line.split(separator: ":")
            guard parts.count == 2 else { preconditionFailure("a malformed line of permissions: \(line)") }
            return parts[1].split(separator: " ").map { "\(parts[0]).\($0)" }
        }
    }
}
