/// A service account as the YAML writes it: an id of the project, or a full email.
public struct ServiceAccountName: Sendable, Hashable {
    /// What the YAML wrote.
    public let text: String

    /// Makes a name from what the YAML wrote.
    public init(_ text: String) { self.text = text }

    /// Whether the text is an email already.
    public var isEmail: Bool { text.contains("@") }

    /// The part before `@`, or the whole id.
    public var id: String { String(text.prefix { $0 != "@" }) }

    /// The account's email in a project; an email stays as it is.
    ///
    /// Source: IAM API, projects.serviceAccounts.create: `<accountId>@<project>.iam.gserviceaccount.com`.
    public func email(project: String) -> String {
        isEmail ? text : text + Self.domain(of: project)
    }

    /// Whether the account belongs to the project, so that it can be created and renamed there.
    public func belongs(to project: String) -> Bool {
        !isEmail || text.hasSuffix(Self.domain(of: project))
    }

    /// `@<project>.iam.gserviceaccount.com`; a project `example.com:name` has the domain `name.example.com`.
    static func domain(of project: String) -> String {
        let parts = project.split(separator: ":", maxSplits: 1)
        let label = parts.count == 2 ? "\(parts[1]).\(parts[0])" : project
        return "@\(label).iam.gserviceaccount.com"
    }
}
