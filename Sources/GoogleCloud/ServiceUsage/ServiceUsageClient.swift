import CloudCore

/// The client of Service Usage v1: which APIs a project may use.
///
/// Source: `google/api/serviceusage/v1/serviceusage.proto`. An API that is enabled may refuse calls for some minutes more.
public struct ServiceUsageClient: Sendable {
    private let api: GoogleAPI

    /// The most APIs of one `batchEnable`.
    public static let maxBatch = 20

    /// Makes a client of the API.
    public init(_ api: GoogleAPI) { self.api = api }

    /// An API of a project, by its name, for example `run.googleapis.com`.
    public func service(_ name: String, project: String) async throws -> EnabledService {
        EnabledService(json: try await api.call("GET", path(name, project)))
    }

    /// The APIs of a project that are enabled, or all that there are.
    public func services(project: String, enabledOnly: Bool = true) -> Listing<EnabledService> {
        Listing(
            api: api, path: "/v1/projects/\(project)/services",
            query: enabledOnly ? [("filter", "state:ENABLED")] : [], items: "services", pageSize: 200,
            read: EnabledService.init(json:))
    }

    /// Enables an API; nothing changes when it is enabled already.
    public func enable(_ name: String, project: String) async throws -> PendingOperation<EnabledService> {
        let answer = try await api.call("POST", path(name, project) + ":enable", body: [:], repeats: .always)
        return PendingOperation(api, version: "v1", answer) { EnabledService(json: $1.member("service")) }
    }

    /// Disables an API.
    ///
    /// - Parameter dependents: whether those that need it are disabled as well; without it their being enabled refuses
    ///   the call.
    public func disable(
        _ name: String, project: String, dependents: Bool = false
    ) async throws -> PendingOperation<EnabledService> {
        var body = JSONObject()
        body.set("disableDependentServices", dependents)
        let answer = try await api.call(
            "POST", path(name, project) + ":disable", body: .object(body), repeats: .always)
        return PendingOperation(api, version: "v1", answer) { EnabledService(json: $1.member("service")) }
    }

    /// Enables up to twenty APIs, all or none.
    ///
    /// - Throws: INVALID_ARGUMENT for more of them.
    public func batchEnable(_ names: [String], project: String) async throws -> PendingOperation<
        [EnabledService]
    > {
        guard names.count <= Self.maxBatch else {
            throw Status(
                .invalidArgument, "service_ids has \(names.count) APIs; at most \(Self.maxBatch) go at once.")
        }
        let body: JSON = ["serviceIds": .array(names.map(JSON.string))]
        let answer = try await api.call(
            "POST", "/v1/projects/\(project)/services:batchEnable", body: body, repeats: .always)
        return PendingOperation(api, version: "v1", answer) {
            $1.elements("services").map(EnabledService.init(json:))
        }
    }

    private func path(_ name: String, _ project: String) -> String {
        "/v1/projects/\(project)/services/\(name)"
    }
}

/// An API as a project has it.
public struct EnabledService: APIResource {
    /// All that the API says of it.
    public var json: JSON

    /// Takes the JSON of an answer, or of what is to be sent.
    public init(json: JSON) { self.json = json }

    /// The full name, `projects/123/services/run.googleapis.com`.
    public var name: String { json.text("name") }
    /// Whether the project may use it.
    public var isEnabled: Bool { json.text("state") == "ENABLED" }
}
