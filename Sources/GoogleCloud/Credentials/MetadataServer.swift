import CloudCore

/// Tokens from the metadata server of the machine or service that this runs on.
///
/// Source: "About VM metadata", "Cloud Run: container runtime contract", AIP-4115.
struct MetadataServer: TokenSource {
    let context: TokenContext
    private let host: String
    /// Whether the environment names the server, which is then not looked for.
    private let isNamed: Bool

    private static let flavor = (name: "metadata-flavor", value: "Google")
    /// How long a machine that has none may keep a program waiting.
    private static let probeTimeout = Duration.seconds(1)

    init(_ context: TokenContext) {
        self.context = context
        let named = context.environment["GCE_METADATA_HOST"].flatMap { $0.isEmpty ? nil : $0 }
        host = named ?? "metadata.google.internal"
        isNamed = named != nil
    }

    /// Whether there is one: asked once, by its address, which needs no name service that might be slow to say no.
    func isPresent() async -> Bool {
        guard context.environment["NO_GCE_CHECK"]?.lowercased() != "true" else { return false }
        let address = isNamed ? host : context.environment["GCE_METADATA_IP"] ?? "169.254.169.254"
        let request = HTTPRequest(
            method: "GET", url: "http://\(address)/", headers: [Self.flavor], timeout: Self.probeTimeout)
        let response = try? await context.timeline.whileWorking { try await context.transport.send(request) }
        return response?.header(Self.flavor.name) == Self.flavor.value
    }

    /// The project that this runs in.
    func project() async throws -> String {
        String(decoding: try await get("project/project-id"), as: UTF8.self)
    }

    func accessToken(scopes: [String]) async throws -> ExpiringToken {
        let query = scopes.isEmpty ? [] : [("scopes", scopes.joined(separator: ","))]
        let answer = try await get("instance/service-accounts/default/token", query)
        guard let json = try? JSON.parse(answer) else {
            throw Status(.internal, "The metadata server's answer is not JSON.")
        }
        return try context.token(in: json, from: "the metadata server")
    }

    func idToken(audience: String) async throws -> ExpiringToken {
        let query = [("audience", audience), ("format", "full")]
        let text = String(
            decoding: try await get("instance/service-accounts/default/identity", query), as: UTF8.self)
        return try JSONWebToken.received(text, now: context.timeline.now)
    }

    private func get(_ path: String, _ query: [(String, String)] = []) async throws -> [UInt8] {
        let url = "http://\(host)/computeMetadata/v1/\(path)" + PercentEncoding.queryString(query)
        let response = try await context.answer(
            HTTPRequest(method: "GET", url: url, headers: [Self.flavor]), [])
        guard response.header(Self.flavor.name) == Self.flavor.value else {
            throw Status(
                .unauthenticated, "\(host) answers, but not as a metadata server (Metadata-Flavor: Google).")
        }
        return response.body
    }
}
