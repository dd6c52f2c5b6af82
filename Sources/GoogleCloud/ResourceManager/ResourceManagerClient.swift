import CloudCore

/// The client of Resource Manager v3: projects and their policies.
///
/// Source: `google/cloud/resourcemanager/v3/projects.proto`.
public struct ResourceManagerClient: Sendable {
    private let api: GoogleAPI
    private let policies: PolicyCalls

    /// Makes a client of the API.
    public init(_ api: GoogleAPI) {
        self.api = api
        policies = PolicyCalls(api: api, readStyle: .postBody)
    }

    /// The project with that id or number.
    ///
    /// - Throws: PERMISSION_DENIED when it does not exist or the caller may not see it.
    public func project(_ id: String) async throws -> Project {
        Project(json: try await api.call("GET", path(id)))
    }

    /// The projects that the caller may see and that match a query, for example `state:ACTIVE labels.env:test`; all for an
    /// empty one. What was just made may be missing.
    public func searchProjects(_ query: String = "") -> Listing<Project> {
        Listing(
            api: api, path: "/v3/projects:search", query: query.isEmpty ? [] : [("query", query)],
            items: "projects", read: Project.init(json:))
    }

    /// The projects directly below a folder or organisation, for example `folders/123`.
    public func projects(parent: String) -> Listing<Project> {
        Listing(
            api: api, path: "/v3/projects", query: [("parent", parent)], items: "projects",
            read: Project.init(json:))
    }

    /// The policy of the project.
    public func policy(ofProject id: String) async throws -> IAMPolicy { try await policies.read(path(id)) }

    /// Replaces the policy of the project.
    ///
    /// - Throws: ABORTED when the policy has changed since its etag was read.
    public func setPolicy(_ policy: IAMPolicy, ofProject id: String) async throws -> IAMPolicy {
        try await policies.write(policy, path(id))
    }

    /// Reads, changes and writes the policy of the project. See `modifyPolicy`.
    public func modifyPolicy(
        ofProject id: String, _ change: (inout IAMPolicy) throws -> Void
    ) async throws -> IAMPolicy {
        try await policies.modify(path(id), change)
    }

    /// The permissions, of those asked, that the caller holds on the project.
    public func testPermissions(_ permissions: [String], onProject id: String) async throws -> [String] {
        try await policies.test(permissions, path(id))
    }

    private func path(_ id: String) -> String { "/v3/projects/\(id)" }
}

/// A project: what resources and policies belong to.
public struct Project: Sendable, Equatable {
    /// The id, for example `my-project`.
    public var id: String
    /// The number, digits only.
    public var number: String
    /// The lifecycle state, for example `ACTIVE`.
    public var state: String

    /// Makes a project from its parts.
    public init(id: String, number: String, state: String = "ACTIVE") {
        self.id = id
        self.number = number
        self.state = state
    }

    init(json: JSON) {
        id = json.text("projectId")
        number = String(json.text("name").split(separator: "/").last ?? "")
        state = json.text("state")
    }
}
