import CloudCore
import GoogleCloud

/// What exists in a project: its topics, subscriptions and service accounts, and who holds which role on what.
public struct CloudInventory: Sendable, Equatable {
    /// The full names of the topics.
    public var topics: Set<String> = []
    /// The full names of the subscriptions.
    public var subscriptions: Set<String> = []
    /// The email addresses of the service accounts.
    public var serviceAccounts: Set<String> = []
    /// The roles on the project and on every topic, subscription and service account.
    public var bindings: Set<Binding> = []

    /// A role that a member holds on a resource.
    public struct Binding: Sendable, Hashable, Comparable, CustomStringConvertible {
        /// The resource's name, for example `projects/p` or `projects/p/topics/t`.
        public var resource: String
        /// The role.
        public var role: String
        /// The member.
        public var member: String

        /// The binding for people.
        public var description: String { "\(role) of \(member) on \(resource)" }

        /// Orders by resource, role and member.
        public static func < (a: Binding, b: Binding) -> Bool {
            (a.resource, a.role, a.member) < (b.resource, b.role, b.member)
        }
    }

    /// Makes an empty inventory.
    public init() {}

    /// What is in this inventory and not in another.
    public func subtracting(_ other: CloudInventory) -> CloudInventory {
        var rest = CloudInventory()
        rest.topics = topics.subtracting(other.topics)
        rest.subscriptions = subscriptions.subtracting(other.subscriptions)
        rest.serviceAccounts = serviceAccounts.subtracting(other.serviceAccounts)
        rest.bindings = bindings.subtracting(other.bindings)
        return rest
    }

    /// Whether there is nothing.
    public var isEmpty: Bool { self == CloudInventory() }
}

extension TestCloud {
    /// What exists in the project, as reads show it at present. Call `settle` first to see the truth.
    public func inventory() async throws -> CloudInventory {
        var inventory = CloudInventory()
        inventory.topics = Set(try await list("topics"))
        inventory.subscriptions = Set(try await list("subscriptions"))
        inventory.serviceAccounts = Set(
            try await clients.iam.serviceAccounts(project: project).map(\.email))
        inventory.add(try await clients.resourceManager.policy(ofProject: project), of: "projects/\(project)")
        for name in inventory.topics.union(inventory.subscriptions) {
            inventory.add(try await clients.pubsub.policy(of: name), of: name)
        }
        for email in inventory.serviceAccounts {
            let policy = try await clients.iam.policy(of: email, project: project)
            inventory.add(policy, of: "projects/\(project)/serviceAccounts/\(email)")
        }
        return inventory
    }

    /// The full names of the project's topics or subscriptions.
    private func list(_ collection: String) async throws -> [String] {
        let api = GoogleAPI(
            endpoint: endpoints[.pubsub], transport: transport,
            credentials: LocalCredentials(principal: owner),
            timeline: timeline)
        var names: [String] = []
        var token = ""
        repeat {
            let query = token.isEmpty ? [] : [("pageToken", token)]
            let page = try await api.call("GET", "/v1/projects/\(project)/\(collection)", query: query)
            names += (page[collection]?.arrayValue ?? []).compactMap { $0["name"]?.stringValue }
            token = page["nextPageToken"]?.stringValue ?? ""
        } while !token.isEmpty
        return names
    }
}

extension CloudInventory {
    fileprivate mutating func add(_ policy: IAMPolicy, of resource: String) {
        for binding in policy.bindings {
            for member in binding.members {
                bindings.insert(Binding(resource: resource, role: binding.role, member: member))
            }
        }
    }
}
