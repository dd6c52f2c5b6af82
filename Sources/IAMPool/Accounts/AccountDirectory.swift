import CloudCore
import GoogleCloud

/// The service accounts and policies of one project, as the pool needs them.
public protocol AccountDirectory: Sendable {
    /// The project's id.
    var project: String { get }

    /// The email addresses of all accounts of the project that are visible.
    func accounts() async throws -> [String]

    /// The email address that an account of that id has.
    func email(ofID id: String) -> String

    /// Creates an account.
    ///
    /// - Throws: ALREADY_EXISTS, RESOURCE_EXHAUSTED when the project holds as many as it may.
    func create(id: String, displayName: String) async throws

    /// Whether a read finds the account; a new one may not be found for a minute and more.
    func isVisible(_ email: String) async throws -> Bool

    /// The policy of a resource, perhaps an older version of it.
    ///
    /// - Throws: NOT_FOUND when the resource does not exist.
    func policy(of resource: GrantedResource) async throws -> IAMPolicy

    /// Replaces the policy of a resource.
    ///
    /// - Throws: ABORTED when it has changed since its etag was read.
    func setPolicy(_ policy: IAMPolicy, of resource: GrantedResource) async throws -> IAMPolicy
}

/// The accounts and policies of a project in Google Cloud, or in whatever cloud the clients speak to.
public struct CloudAccountDirectory: AccountDirectory {
    /// The project's id.
    public let project: String
    private let clients: CloudClients

    /// Makes a directory of a project.
    public init(project: String, clients: CloudClients) {
        self.project = project
        self.clients = clients
    }

    /// The email addresses of all accounts of the project that are visible.
    public func accounts() async throws -> [String] {
        try await clients.iam.serviceAccounts(project: project).map(\.email)
    }

    /// `id@project.iam.gserviceaccount.com`.
    public func email(ofID id: String) -> String {
        // In a project of a domain, `example.com:p`, the parts change places.
        let parts = project.split(separator: ":", maxSplits: 1)
        let domain = parts.count == 2 ? "\(parts[1]).\(parts[0])" : project
        return "\(id)@\(domain).iam.gserviceaccount.com"
    }

    /// Creates an account.
    ///
    /// - Throws: ALREADY_EXISTS, RESOURCE_EXHAUSTED when the project holds as many as it may.
    public func create(id: String, displayName: String) async throws {
        _ = try await clients.iam.createServiceAccount(project: project, id: id, displayName: displayName)
    }

    /// Whether a read finds the account.
    public func isVisible(_ email: String) async throws -> Bool {
        do {
            _ = try await clients.iam.serviceAccount(email, project: project)
            return true
        } catch let status as Status where status.code == .notFound {
            return false
        }
    }

    /// The policy of a resource, perhaps an older version of it.
    ///
    /// - Throws: NOT_FOUND when the resource does not exist.
    public func policy(of resource: GrantedResource) async throws -> IAMPolicy {
        switch resource {
        case .project(let id): try await clients.resourceManager.policy(ofProject: id)
        case .topic(let name), .subscription(let name): try await clients.pubsub.policy(of: name)
        case .serviceAccount(let email): try await clients.iam.policy(of: email, project: project)
        }
    }

    /// Replaces the policy of a resource.
    ///
    /// - Throws: ABORTED when it has changed since its etag was read.
    public func setPolicy(_ policy: IAMPolicy, of resource: GrantedResource) async throws -> IAMPolicy {
        switch resource {
        case .project(let id): try await clients.resourceManager.setPolicy(policy, ofProject: id)
        case .topic(let name), .subscription(let name):
            try await clients.pubsub.setPolicy(policy, of: name)
        case .serviceAccount(let email): try await clients.iam.setPolicy(policy, of: email, project: project)
        }
    }
}
