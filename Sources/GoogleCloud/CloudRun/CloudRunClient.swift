import CloudCore

/// The client of Cloud Run v2: services, revisions, policies. Names are full: `projects/p/locations/l/services/s`.
///
/// Source: `google/cloud/run/v2`.
public struct CloudRunClient: Sendable {
    private let api: GoogleAPI
    /// The policies of services, by their full names.
    public let policies: ResourcePolicies

    /// Makes a client of the API.
    public init(_ api: GoogleAPI) {
        self.api = api
        policies = ResourcePolicies(PolicyCalls(api: api, readStyle: .get), version: "v2")
    }

    // MARK: Services

    /// Makes a service; the operation ends when its first revision serves, or does not.
    ///
    /// - Parameter validateOnly: whether nothing is made and only the request is checked.
    /// - Throws: ALREADY_EXISTS, INVALID_ARGUMENT.
    public func createService(
        _ service: RunService, id: String, parent: String, validateOnly: Bool = false
    ) async throws -> PendingOperation<RunService> {
        var query = [("serviceId", id)]
        if validateOnly { query.append(("validateOnly", "true")) }
        return operation(
            try await api.call("POST", "/v2/\(parent)/services", query: query, body: service.body))
    }

    /// Replaces a service as its name says; with the etag of a read, only if it has not changed since then.
    ///
    /// - Parameter allowMissing: whether it is made when there is none.
    /// - Throws: ABORTED when the etag is an older one.
    public func updateService(
        _ service: RunService, mask: [String] = [], allowMissing: Bool = false, validateOnly: Bool = false
    ) async throws -> PendingOperation<RunService> {
        var query: [(String, String)] = []
        if !mask.isEmpty { query.append(("updateMask", mask.joined(separator: ","))) }
        if allowMissing { query.append(("allowMissing", "true")) }
        if validateOnly { query.append(("validateOnly", "true")) }
        return operation(
            try await api.call("PATCH", "/v2/\(service.name)", query: query, body: service.body))
    }

    /// A service.
    public func service(_ name: String) async throws -> RunService {
        RunService(json: try await api.call("GET", "/v2/\(name)"))
    }

    /// The services of a location.
    public func services(parent: String) -> Listing<RunService> {
        Listing(api: api, path: "/v2/\(parent)/services", items: "services", read: RunService.init(json:))
    }

    /// Deletes a service with its revisions.
    public func deleteService(_ name: String, etag: String = "") async throws -> PendingOperation<RunService>
    {
        operation(
            try await api.call("DELETE", "/v2/\(name)", query: etag.isEmpty ? [] : [("etag", etag)]))
    }

    private func operation(_ answer: JSON) -> PendingOperation<RunService> {
        PendingOperation(api, version: "v2", answer) { RunService(json: $1) }
    }

    // MARK: Revisions

    /// A revision by its full name, `…/services/s/revisions/r`.
    public func revision(_ name: String) async throws -> RunRevision {
        RunRevision(json: try await api.call("GET", "/v2/\(name)"))
    }

    /// The revisions of a service, the newest first.
    public func revisions(of service: String) -> Listing<RunRevision> {
        Listing(api: api, path: "/v2/\(service)/revisions", items: "revisions", read: RunRevision.init(json:))
    }

    /// Deletes a revision that gets no traffic.
    public func deleteRevision(_ name: String) async throws -> PendingOperation<RunRevision> {
        PendingOperation(api, version: "v2", try await api.call("DELETE", "/v2/\(name)")) {
            RunRevision(json: $1)
        }
    }
}
