import CloudCore

extension GoogleCredentials {
    /// The variable that names a file of credentials.
    static let fileVariable = "GOOGLE_APPLICATION_CREDENTIALS"

    /// Application Default Credentials, looked for in Google's order: the file that GOOGLE_APPLICATION_CREDENTIALS names,
    /// the file that `gcloud auth application-default login` writes, the metadata server.
    ///
    /// Source: "How Application Default Credentials works".
    ///
    /// - Parameters:
    ///   - transport: what tokens are asked for by; a `LoopbackTransport` keeps all of it on this machine.
    ///   - timeline: the time that tokens expire by.
    ///   - environment: the variables to go by.
    /// - Throws: INVALID_ARGUMENT or UNIMPLEMENTED for a file that is there but cannot be used, UNAUTHENTICATED, saying
    ///   where was looked, when there are no credentials.
    public static func applicationDefault(
        transport: any HTTPTransport, timeline: any Timeline, scopes: [String] = standardScopes,
        environment: [String: String] = ProcessEnvironment.variables
    ) async throws -> GoogleCredentials {
        let context = TokenContext(transport: transport, timeline: timeline, environment: environment)
        if let path = environment[fileVariable], !path.isEmpty {
            return try await file(path, "\(fileVariable) (\(path))", scopes, context)
        }
        let known = wellKnownFile(environment)
        if let known, InputFile.exists(known) {
            return try await file(known, known, scopes, context)
        }
        let server = MetadataServer(context)
        if await server.isPresent() {
            return GoogleCredentials(
                server, origin: "the metadata server",
                project: try? await server.project(), quotaProject: environment["GOOGLE_CLOUD_QUOTA_PROJECT"],
                scopes: scopes, timeline: timeline)
        }
        throw Status(
            .unauthenticated,
            "There are no credentials: \(fileVariable) is not set, there is no file "
                + "\(known ?? "~/.config/gcloud/application_default_credentials.json"), and no metadata server answers. "
                + "Run 'gcloud auth application-default login', or name a file of credentials.")
    }

    /// Credentials of one file.
    ///
    /// - Throws: INVALID_ARGUMENT naming the file and what is wrong with it, UNIMPLEMENTED for what is not supported.
    public static func file(
        _ path: String, transport: any HTTPTransport, timeline: any Timeline,
        scopes: [String] = standardScopes,
        environment: [String: String] = ProcessEnvironment.variables
    ) async throws -> GoogleCredentials {
        try await file(
            path, path, scopes,
            TokenContext(transport: transport, timeline: timeline, environment: environment))
    }

    private static func file(
        _ path: String, _ origin: String, _ scopes: [String], _ context: TokenContext
    ) async throws -> GoogleCredentials {
        do throws(Status) {
            let file = try await Blocking.run { () throws(Status) in
                try CredentialFile(try InputFile.bytes(path))
            }
            return GoogleCredentials(
                file.source(context), origin: origin,
                project: file.project ?? context.environment["GOOGLE_CLOUD_PROJECT"],
                quotaProject: context.environment["GOOGLE_CLOUD_QUOTA_PROJECT"] ?? file.quotaProject,
                scopes: scopes, timeline: context.timeline)
        } catch {
            throw Status(error.code, "\(origin): \(error.message)")
        }
    }

    /// Where gcloud keeps the credentials of `gcloud auth application-default login`; nil without a home.
    static func wellKnownFile(_ environment: [String: String]) -> String? {
        let folder =
            environment["CLOUDSDK_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
            ?? environment["HOME"].flatMap { $0.isEmpty ? nil : "\($0)/.config/gcloud" }
        return folder.map { "\($0)/application_default_credentials.json" }
    }
}
