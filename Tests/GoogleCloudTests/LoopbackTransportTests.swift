import CloudCore
import Testing

@testable import GoogleCloud

@Suite("Local mode: nothing leaves this machine")
struct LoopbackTransportTests {
    private let network = ScriptedTransport([.json([:])])

    @Test(
        "Only this machine's own addresses are called",
        arguments: [
            ("http://127.0.0.1:8085/v1/x", true), ("http://localhost:1/", true), ("http://[::1]:1/", true),
            ("https://run.googleapis.com/v2/x", false), ("http://169.254.169.254/", false),
            ("http://metadata.google.internal/", false), ("http://0.0.0.0/", false),
            ("http://10.0.0.1/", false),
            ("http://127.0.0.1@evil.example/", false), ("http://127.0.0.1.evil.example/", false),
            ("http://evil.example#@127.0.0.1/", false), ("http://evil.example\\@127.0.0.1/", false),
            ("http://evil.example%23.localhost/", false), ("http://0127.0.0.1/", false),
            ("http://127.1/", false), ("http:/127.0.0.1/", false), ("//127.0.0.1/", false), ("", false),
            ("http://[::1].evil.example/", false), ("http://[::1]@evil.example/", false),
        ])
    func reach(url: String, isSent: Bool) async {
        let status = await failure {
            try await LoopbackTransport(network).send(HTTPRequest(method: "GET", url: url))
        }
        #expect(network.requests.count == (isSent ? 1 : 0))
        #expect(status?.code == (isSent ? nil : .failedPrecondition))
    }

    @Test("Clients of the local cloud refuse every other address, those of Google do not")
    func clients() async throws {
        let credentials = StaticCredentials(token: "t0ken")
        var mixed = CloudEndpoints.local(port: 1)
        mixed[.cloudRun] = "https://run.googleapis.com"
        let local = CloudClients(
            endpoints: mixed, transport: network, credentials: credentials,
            timeline: VirtualTimeline(mode: .automatic))
        let status = await failure { try await local.cloudRun.service("projects/p/locations/l/services/s") }
        #expect(status?.code == .failedPrecondition && network.requests.isEmpty)
        _ = try await local.resourceManager.project("p")
        let google = CloudClients(
            endpoints: .google, transport: network, credentials: credentials,
            timeline: VirtualTimeline(mode: .automatic))
        _ = try await google.cloudRun.service("projects/p/locations/l/services/s")
        #expect(
            network.requests.last?.url == "https://run.googleapis.com/v2/projects/p/locations/l/services/s")
    }

    @Test("A redirect is an answer, and is not followed")
    func redirect() async throws {
        let elsewhere = try LoopbackServer { _ in .answer(200) }
        defer { elsewhere.stop() }
        let url = elsewhere.url
        for status in [301, 302, 303, 307, 308] {
            let server = try LoopbackServer { _ in .answer(status, headers: ["Location: \(url)/"]) }
            defer { server.stop() }
            let transport = LoopbackTransport(CurlTransport())
            let response = try await transport.send(HTTPRequest(method: "GET", url: server.url))
            #expect(response.status == status)
        }
        #expect(elsewhere.requests.isEmpty)
    }

    @Test("Credentials ask neither Google's token endpoint nor another provider nor the metadata server")
    func credentials() async throws {
        let folder = try PrivateFolder()
        let path = folder.path + "/key.json"
        let external: JSON = [
            "type": "external_account", "audience": "x", "subject_token_type": "y",
            "token_url": "https://sts.googleapis.com/v1/token",
            "credential_source": ["url": "http://169.254.1.1/token"],
        ]
        let user: JSON = [
            "type": "authorized_user", "client_id": "id", "client_secret": "s", "refresh_token": "r",
        ]
        let transport = LoopbackTransport(network)
        for file in [TestKey.file(), external, user] {
            try AppendFile.replace(path, with: file.bytes())
            let credentials = try await GoogleCredentials.file(
                path, transport: transport, timeline: VirtualTimeline(mode: .automatic), environment: [:])
            #expect(await failure { try await credentials.authorization() }?.code == .failedPrecondition)
        }
        for environment in [[:], ["GCE_METADATA_HOST": "metadata.google.internal"]] {
            let status = await failure {
                try await GoogleCredentials.applicationDefault(
                    transport: transport, timeline: VirtualTimeline(mode: .automatic),
                    environment: environment)
            }
            #expect(status?.code == .unauthenticated)
        }
        #expect(network.requests.isEmpty)
    }

    @Test("A session of an upload elsewhere is not followed with the token")
    func uploadSession() async {
        let transport = ScriptedTransport([
            HTTPResponse(status: 200, headers: [("location", "https://evil.example/upload?upload_id=x")])
        ])
        let storage = StorageClient(.scripted(transport, credentials: StaticCredentials(token: "t")))
        let status = await failure {
            try await storage.upload(AsyncStream { $0.finish() }, as: NewObject("o", in: "b"))
        }
        #expect(status?.code == .internal && transport.requests.count == 1)
    }
}
