import CloudCore

/// The three policy methods that Google's APIs share, on one API.
///
/// Source: `google/iam/v1/iam_policy.proto`.
struct PolicyCalls: Sendable {
    /// How an API is asked for a policy.
    enum ReadStyle: Sendable {
        /// By GET with a query: Pub/Sub, Secret Manager, Cloud Run, Artifact Registry.
        case get
        /// By POST with a query and no body: IAM.
        case post
        /// By POST with a body: Resource Manager, BigQuery.
        case postBody
    }

    let api: GoogleAPI
    let readStyle: ReadStyle

    /// Reads the policy of the resource at `path`, for example `/v1/projects/p/topics/t`.
    func read(_ path: String) async throws -> IAMPolicy {
        let version = IAMPolicy.requestedVersion
        let query = [("options.requestedPolicyVersion", "\(version)")]
        let answer: JSON
        switch readStyle {
        case .get: answer = try await api.call("GET", path + ":getIamPolicy", query: query)
        case .post:
            answer = try await api.call("POST", path + ":getIamPolicy", query: query, repeats: .always)
        case .postBody:
            let body: JSON = ["options": ["requestedPolicyVersion": .int(Int64(version))]]
            answer = try await api.call("POST", path + ":getIamPolicy", body: body, repeats: .always)
        }
        return IAMPolicy(json: answer)
    }

    /// Replaces the policy of the resource at `path`.
    func write(_ policy: IAMPolicy, _ path: String) async throws -> IAMPolicy {
        var body = JSONObject()
        body["policy"] = policy.json
        return IAMPolicy(
            json: try await api.call(
                "POST", path + ":setIamPolicy", body: .object(body), repeats: policy.repeats))
    }

    /// The permissions, of those asked, that the caller holds on the resource at `path`.
    func test(_ permissions: [String], _ path: String) async throws -> [String] {
        var body = JSONObject()
        body.set("permissions", permissions)
        let answer = try await api.call(
            "POST", path + ":testIamPermissions", body: .object(body), repeats: .always)
        return answer.texts("permissions")
    }

    /// Reads, changes and writes the policy of the resource at `path`. See `modifyPolicy`.
    func modify(_ path: String, _ change: (inout IAMPolicy) throws -> Void) async throws -> IAMPolicy {
        try await modifyPolicy(
            timeline: api.timeline, read: { try await read(path) }, write: { try await write($0, path) },
            change: change)
    }
}

extension IAMPolicy {
    /// With an etag, a write that has been carried out already is refused when it comes again.
    var repeats: Repeats { etag.isEmpty ? .never : .always }
}
