import CloudCore

/// A resource whose policy may name an account of the pool.
public enum GrantedResource: Sendable, Hashable {
    /// A project, by id.
    case project(String)
    /// A topic, by its full name `projects/p/topics/t`.
    case topic(String)
    /// A subscription, by its full name `projects/p/subscriptions/s`.
    case subscription(String)
    /// A service account as a resource, by email: who may use it.
    case serviceAccount(String)
}

extension GrantedResource: Comparable, CustomStringConvertible {
    /// The name that Google gives to it among the resources of all APIs, in which stores may write it down
    /// ("Full resource names" in Google's IAM documentation), apart from an account's project.
    public var description: String {
        switch self {
        case .project(let id): "//cloudresourcemanager.googleapis.com/projects/\(id)"
        case .topic(let name), .subscription(let name): "//pubsub.googleapis.com/\(name)"
        case .serviceAccount(let email): "//iam.googleapis.com/projects/-/serviceAccounts/\(email)"
        }
    }

    /// Orders by full name.
    public static func < (a: GrantedResource, b: GrantedResource) -> Bool { a.description < b.description }
}
