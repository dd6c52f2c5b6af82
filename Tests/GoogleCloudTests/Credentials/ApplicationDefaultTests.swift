import CloudCore
import Testing

@testable import GoogleCloud

@Suite("Application Default Credentials")
struct ApplicationDefaultTests {
    private let nobody = ScriptedTransport { _, _ in throw Status(.unavailable, "nobody there") }
    private let user: JSON = [
        "type": "authorized_user", "client_id": "id", "client_secret": "s3cret", "refresh_token": "r",
    ]

    private func find(
        _ environment: [String: String], _ transport: any HTTPTransport
    ) async throws -> GoogleCredentials {
        try await GoogleCredentials.applicationDefault(
            transport: transport, timeline: VirtualTimeline(mode: .automatic), environment: environment)
    }

    private func write(_ file: JSON, _ path: String) throws {
        try AppendFile.replace(path, with: file.bytes())
    }

    @Test("The file that the environment names comes first, then gcloud's, then the metadata server")
    func order() async throws {
        let folder = try PrivateFolder()
        let named = folder.path + "/key.json"
        let known = folder.path + "/application_default_credentials.json"
        let environment = ["CLOUDSDK_CONFIG": folder.path, GoogleCredentials.fileVariable: named]
        try write(TestKey.file(), named)
        try write(user, known)
        let first = try await find(environment, nobody)
        #expect(first.origin.contains(named) && first.project == "p")
        let second = try await find(["CLOUDSDK_CONFIG": folder.path], nobody)
        #expect(second.origin == known && second.project == nil)
        #expect(nobody.requests.isEmpty)
        let server = MetadataScript()
        let third = try await find(["HOME": folder.path], server.transport)
        #expect(third.origin == "the metadata server" && third.project == "metadata-project")
    }

    @Test("A file that is named and cannot be used is an error, not a reason to look further")
    func unusableFile() async throws {
        let folder = try PrivateFolder()
        for (text, code) in [
            ("nonsense", Status.Code.invalidArgument), ("{\"type\":\"aws\"}", .unimplemented),
        ] {
            try AppendFile.replace(folder.path + "/key.json", with: Array(text.utf8))
            let status = await failure {
                try await find([GoogleCredentials.fileVariable: folder.path + "/key.json"], nobody)
            }
            #expect(status?.code == code && status?.message.contains(folder.path) == true)
        }
        let missing = await failure { try await find([GoogleCredentials.fileVariable: "/none"], nobody) }
        #expect(missing?.code == .invalidArgument && missing?.message.contains("/none") == true)
    }

    @Test("Without any, the error says where was looked")
    func none() async {
        let status = await failure { try await find(["HOME": "/nowhere"], nobody) }
        #expect(status?.code == .unauthenticated)
        for place in [GoogleCredentials.fileVariable, "/nowhere/.config/gcloud/", "metadata server"] {
            #expect(status?.message.contains(place) == true)
        }
        #expect(nobody.requests.map(\.url) == ["http://169.254.169.254/"])
        #expect(nobody.requests.first?.timeout == .seconds(1))
    }

    @Test("A server that is none, or that is not to be looked for, is not taken")
    func noMetadataServer() async {
        let web = ScriptedTransport([HTTPResponse(status: 200, body: Array("a login page".utf8))])
        #expect(await failure { try await find([:], web) }?.code == .unauthenticated)
        let server = MetadataScript()
        #expect(
            await failure { try await find(["NO_GCE_CHECK": "true"], server.transport) }?.code
                == .unauthenticated)
        #expect(server.transport.requests.isEmpty)
    }

    @Test("The metadata server gives access and ID tokens, wherever the environment says that it is")
    func metadata() async throws {
        let server = MetadataScript()
        let credentials = try await find(["GCE_METADATA_HOST": "127.0.0.1:9"], server.transport)
        #expect(try await credentials.authorization() == "Bearer from-metadata")
        #expect(try await credentials.idToken(audience: "https://a/b").revealed == MetadataScript.idToken)
        let base = "http://127.0.0.1:9/computeMetadata/v1/"
        #expect(
            server.transport.requests.map(\.url) == [
                "http://127.0.0.1:9/", base + "project/project-id",
                base + "instance/service-accounts/default/token"
                    + "?scopes=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fcloud-platform",
                base + "instance/service-accounts/default/identity?audience=https%3A%2F%2Fa%2Fb&format=full",
            ])
        #expect(server.transport.requests.allSatisfy { $0.header("metadata-flavor") == "Google" })
    }

    @Test("The quota project of the environment goes before that of the file, into a header of calls")
    func quotaProject() async throws {
        let folder = try PrivateFolder()
        var file = user
        file["quota_project_id"] = "of-file"
        try write(file, folder.path + "/key.json")
        var environment = [GoogleCredentials.fileVariable: folder.path + "/key.json"]
        for (set, expected) in [(nil, "of-file"), ("of-environment", "of-environment")] as [(String?, String)]
        {
            environment["GOOGLE_CLOUD_QUOTA_PROJECT"] = set
            let transport = ScriptedTransport([.json(["access_token": "t"])])
            let credentials = try await find(environment, transport)
            let called = ScriptedTransport([.json([:])])
            _ = try await GoogleAPI.scripted(called, credentials: credentials).call("GET", "/")
            #expect(called.requests.first?.header("x-goog-user-project") == expected)
            #expect(called.requests.first?.header("authorization") == "Bearer t")
        }
    }
}

/// A metadata server.
struct MetadataScript {
    static let idToken = GoogleCloudTests.idToken(expires: 1_893_459_600)

    let transport = ScriptedTransport { request, _ in
        var response = HTTPResponse(status: 200, headers: [("Metadata-Flavor", "Google")])
        if request.url.hasSuffix("/project/project-id") { response.body = Array("metadata-project".utf8) }
        if request.url.contains("/token?") {
            response.body = Array("{\"access_token\":\"from-metadata\",\"expires_in\":1800}".utf8)
        }
        if request.url.contains("/identity?") { response.body = Array(MetadataScript.idToken.utf8) }
        return response
    }
}
