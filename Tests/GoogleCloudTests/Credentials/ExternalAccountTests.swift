import CloudCore
import Testing

@testable import GoogleCloud

@Suite("Tokens by federation")
struct ExternalAccountTests {
    private func file(_ source: JSON, _ more: [(String, JSON)] = []) -> JSON {
        var file: JSON = [
            "type": "external_account", "audience": "//iam.googleapis.com/projects/1/x",
            "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
            "token_url": "https://sts.googleapis.com/v1/token", "credential_source": source,
        ]
        for (name, value) in more { file[name] = value }
        return file
    }

    private let exchanged = ScriptedTransport([.json(["access_token": "federated", "expires_in": 3600])])

    private func subjectToken(
        _ source: JSON, _ transport: ScriptedTransport, environment: [String: String] = [:]
    ) async throws -> String? {
        let made = try CredentialFile(file(source)).source(.scripted(transport, environment: environment))
        _ = try await made.accessToken(scopes: ["s", "t"])
        return transport.requests.last?.form["subject_token"]
    }

    @Test("A file's token is exchanged at the Security Token Service")
    func fileSource() async throws {
        let folder = try PrivateFolder()
        try AppendFile.replace(folder.path + "/token", with: Array(" subject \n".utf8))
        let token = try await subjectToken(["file": .string(folder.path + "/token")], exchanged)
        #expect(token == "subject")
        let request = try #require(exchanged.requests.first)
        #expect(
            request.url == "https://sts.googleapis.com/v1/token" && request.header("authorization") == nil)
        #expect(
            request.form == [
                "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
                "audience": "//iam.googleapis.com/projects/1/x", "scope": "s t", "subject_token": "subject",
                "requested_token_type": "urn:ietf:params:oauth:token-type:access_token",
                "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
            ])
    }

    @Test("A member of a JSON file can be the token")
    func jsonFile() async throws {
        let folder = try PrivateFolder()
        try AppendFile.replace(folder.path + "/token", with: Array("{\"t\":\"subject\"}".utf8))
        let source: JSON = [
            "file": .string(folder.path + "/token"),
            "format": ["type": "json", "subject_token_field_name": "t"],
        ]
        #expect(try await subjectToken(source, exchanged) == "subject")
        let other: JSON = [
            "file": .string(folder.path + "/token"),
            "format": ["type": "json", "subject_token_field_name": "u"],
        ]
        #expect(await failure { try await subjectToken(other, exchanged) }?.code == .unauthenticated)
    }

    @Test("A URL is asked with the headers of the file, which no error shows")
    func urlSource() async throws {
        let source: JSON = ["url": "http://169.254.1.1/token?q=1", "headers": ["x-key": "h3ader"]]
        let transport = ScriptedTransport { request, _ in
            request.method == "GET"
                ? HTTPResponse(status: 200, body: Array("subject".utf8))
                : .json(["access_token": "federated"])
        }
        #expect(try await subjectToken(source, transport) == "subject")
        #expect(transport.requests.first?.header("x-key") == "h3ader")
        let refusing = ScriptedTransport([
            HTTPResponse(status: 403, body: Array("{\"error\":\"no h3ader\"}".utf8))
        ])
        let status = await failure { try await subjectToken(source, refusing) }
        #expect(status?.code == .unauthenticated && status?.message.contains("h3ader") == false)
    }

    @Test("A workforce pool's project and a client's password go along")
    func workforce() async throws {
        let folder = try PrivateFolder()
        try AppendFile.replace(folder.path + "/token", with: Array("subject".utf8))
        let source: JSON = ["file": .string(folder.path + "/token")]
        let workforce = file(source, [("workforce_pool_user_project", "wp")])
        _ = try await CredentialFile(workforce).source(.scripted(exchanged)).accessToken(scopes: [])
        #expect(exchanged.requests.last?.form["options"] == "{\"userProject\":\"wp\"}")
        let client = file(source, [("client_id", "id"), ("client_secret", "s3cret")])
        _ = try await CredentialFile(client).source(.scripted(exchanged)).accessToken(scopes: [])
        #expect(exchanged.requests.last?.header("authorization") == "Basic aWQ6czNjcmV0")
    }

    @Test("With an account to impersonate, the federated token is only the means")
    func impersonation() async throws {
        let folder = try PrivateFolder()
        try AppendFile.replace(folder.path + "/token", with: Array("subject".utf8))
        let url =
            "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a@x:generateAccessToken"
        let made = file(
            ["file": .string(folder.path + "/token")],
            [
                ("service_account_impersonation_url", .string(url)),
                ("service_account_impersonation", ["token_lifetime_seconds": 600]),
            ])
        let transport = ScriptedTransport([
            .json(["access_token": "federated"]),
            .json(["accessToken": "acting", "expireTime": "2030-01-01T00:10:00Z"]),
        ])
        let token = try await CredentialFile(made).source(.scripted(transport)).accessToken(scopes: ["s"])
        #expect(token.value.revealed == "acting")
        #expect(transport.requests.last?.header("authorization") == "Bearer federated")
        #expect(transport.requests.last?.json == ["scope": ["s"], "lifetime": "600s"])
    }

    // MARK: Commands

    private func command(_ script: String, _ folder: PrivateFolder, output: String? = nil) throws -> JSON {
        let path = folder.path + "/command.sh"
        try AppendFile.replace(path, with: Array(script.utf8))
        var executable: JSONObject = ["command": .string("sh \(path) word"), "timeout_millis": 5000]
        if let output { executable["output_file"] = .string(output) }
        return ["executable": .object(executable)]
    }

    private let allowed = [
        SubjectTokenCommand.permission: "1", "PATH": ProcessEnvironment.variables["PATH"] ?? "",
    ]

    @Test("A command is run only where the environment allows it")
    func permission() async throws {
        let folder = try PrivateFolder()
        let source = try command("touch \(folder.path)/ran", folder)
        for environment in [[:], [SubjectTokenCommand.permission: "0"]] {
            let status = await failure { try await subjectToken(source, exchanged, environment: environment) }
            #expect(status?.code == .failedPrecondition)
            #expect(status?.message.contains(SubjectTokenCommand.permission) == true)
        }
        #expect(!InputFile.exists(folder.path + "/ran"))
    }

    @Test("A command prints the token and is told what for")
    func executable() async throws {
        let folder = try PrivateFolder()
        let source = try command(
            """
            printf '{"version":1,"success":true,"token_type":"urn:ietf:params:oauth:token-type:jwt","id_token":"%s"}' \
            "$1:$GOOGLE_EXTERNAL_ACCOUNT_AUDIENCE:$GOOGLE_EXTERNAL_ACCOUNT_INTERACTIVE"
            """, folder)
        let token = try await subjectToken(source, exchanged, environment: allowed)
        #expect(token == "word://iam.googleapis.com/projects/1/x:0")
    }

    @Test("A command's output file serves until its token has expired")
    func outputFile() async throws {
        let folder = try PrivateFolder()
        let kept = folder.path + "/kept"
        let source = try command(
            "printf '{\"version\":1,\"success\":true,\"id_token\":\"fresh\"}'", folder, output: kept)
        for (expires, expected) in [(1_893_456_001, "kept"), (1_893_456_000, "fresh")] {
            let text = "{\"version\":1,\"success\":true,\"id_token\":\"kept\",\"expiration_time\":\(expires)}"
            try AppendFile.replace(kept, with: Array(text.utf8))
            #expect(try await subjectToken(source, exchanged, environment: allowed) == expected)
        }
    }

    @Test(
        "A command that fails is UNAUTHENTICATED, and what it printed is not shown",
        arguments: [
            "echo s3cret; exit 3", "echo s3cret",
            "printf '{\"version\":1,\"success\":false,\"code\":\"401\",\"message\":\"no\",\"id_token\":\"s3cret\"}'",
            "printf '{\"version\":2,\"success\":true,\"id_token\":\"s3cret\"}'",
            "printf '{\"version\":1,\"success\":true,\"id_token\":\"s3cret\",\"expiration_time\":1}'",
        ])
    func failingCommand(script: String) async throws {
        let folder = try PrivateFolder()
        let source = try command(script, folder)
        let status = await failure { try await subjectToken(source, exchanged, environment: allowed) }
        #expect(status?.code == .unauthenticated && status?.message.contains("s3cret") == false)
    }
}
