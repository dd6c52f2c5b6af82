import CloudCore
import GoogleCloud

/// The policies of all kinds of resources that can be bound, behind one pair of calls.
struct PolicyAccess: Sendable {
    let clients: CloudClients
    let project: String

    /// Reads the policy of a resource.
    ///
    /// - Throws: NOT_FOUND if the resource does not exist, UNIMPLEMENTED for a kind that has no client yet.
    func read(_ resource: IAMResource) async throws -> IAMPolicy {
        let names = ProjectNames(project: project)
        switch resource {
        case .project(let id): return try await clients.resourceManager.policy(ofProject: id)
        case .pubsubTopic(let id): return try await clients.pubsub.policy(of: names.topic(id))
        case .pubsubSubscription(let id): return try await clients.pubsub.policy(of: names.subscription(id))
        case .serviceAccount(let email): return try await clients.iam.policy(of: email, project: project)
        case .bucket, .bigQueryDataset, .bigQueryTable, .secret, .cloudRunService:
            throw Self.unsupported([resource])
        }
    }

    /// Reads, changes and writes the policy of a resource, again whenever another writer was quicker.
    func modify(_ resource: IAMResource, _ change: (inout IAMPolicy) throws -> Void) async throws {
        let names = ProjectNames(project: project)
        switch resource {
        case .project(let id):
            _ = try await clients.resourceManager.modifyPolicy(ofProject: id, change)
        case .pubsubTopic(let id):
            _ = try await clients.pubsub.modifyPolicy(of: names.topic(id), change)
        case .pubsubSubscription(let id):
            _ = try await clients.pubsub.modifyPolicy(of: names.subscription(id), change)
        case .serviceAccount(let email):
            _ = try await clients.iam.modifyPolicy(of: email, project: project, change)
        case .bucket, .bigQueryDataset, .bigQueryTable, .secret, .cloudRunService:
            throw Self.unsupported([resource])
        }
    }

    /// Refuses resources that cannot be bound yet.
    static func checkSupport(_ resources: [IAMResource]) throws(DirectorFailure) {
        let refused = Set(resources.filter { !$0.canBeBound }).sorted()
        guard refused.isEmpty else {
            throw DirectorFailure(.unsupportedResource, unsupported(refused).message)
        }
    }

    private static func unsupported(_ resources: [IAMResource]) -> Status {
        let list = resources.map(\.description).joined(separator: ", ")
        return Status(
            .unimplemented,
            "roles cannot be granted yet on \(list); they can on projects, topics, subscriptions and accounts"
        )
    }
}

extension IAMResource {
    /// Whether there is a client for the policy of this kind of resource.
    var canBeBound: Bool {
        switch self {
        case .project, .pubsubTopic, .pubsubSubscription, .serviceAccount: true
        case .bucket, .bigQueryDataset, .bigQueryTable, .secret, .cloudRunService: false
        }
    }

    /// Whether this is a project, whose roles the Conductor grants before anything is deployed.
    var isProject: Bool {
        if case .project = self { true } else { false }
    }
}
