import CloudCore
import GoogleCloud
import RPCServer
import Testing

@testable import CloudEmulator

@Suite(
    "Credentials of this package, with the local cloud's token endpoint, metadata server and IAM Credentials")
struct ServedCredentialTests {
    private let project = "local-project"
    private let email = "worker@local-project.iam.gserviceaccount.com"

    private struct World {
        let cloud: LocalCloud
        let server: Server
        let timeline = VirtualTimeline(mode: .automatic)
        let transport = CurlTransport()

        init() throws {
            cloud = LocalCloud(timeline: timeline, propagation: .instant, policyMode: .enforce)
            server = try cloud.start()
        }

        func clients(_ credentials: any Credentials) -> CloudClients {
            CloudClients(
                endpoints: .local(port: server.port), transport: transport, credentials: credentials,
                timeline: timeline)
        }

        var owner: CloudClients { clients(LocalCredentials(principal: "owner@example.com")) }

        func credentials(_ environment: [String: String]) async throws -> GoogleCredentials {
            try await GoogleCredentials.applicationDefault(
                transport: LoopbackTransport(transport), timeline: timeline, environment: environment)
        }
    }

    @Test("A key that IAM has made signs in as its account, for access and ID tokens")
    func key() async throws {
        let world = try World()
        let iam = world.owner.iam
        _ = try await iam.createServiceAccount(project: project, id: "worker")
        let key = try await iam.createKey(of: email, project: project)
        #expect(try await iam.keys(of: email, project: project).map(\.name) == [key.name])
        let folder = try PrivateFolder()
        try AppendFile.replace(folder.path + "/key.json", with: key.contents.revealed)
        let credentials = try await world.credentials([
            "GOOGLE_APPLICATION_CREDENTIALS": folder.path + "/key.json"
        ])
        #expect(credentials.project == project)
        let topic = "projects/local-project/topics/orders"
        let asWorker = world.clients(credentials).pubsub
        let refused = await #expect(throws: Status.self) { try await asWorker.createTopic(topic) }
        #expect(refused?.code == .permissionDenied)
        _ = try await world.owner.resourceManager.modifyPolicy(ofProject: project) {
            $0.add(member: "serviceAccount:\(email)", role: "roles/pubsub.editor")
        }
        try await asWorker.createTopic(topic)
        let token = try await credentials.idToken(audience: "https://service.example")
        #expect(token.revealed.split(separator: ".").count == 3)
        try await iam.deleteKey(key.name)
        #expect(try await iam.keys(of: email, project: project).isEmpty)
    }

    @Test("The metadata server of a port gives tokens of the port's account")
    func metadata() async throws {
        let world = try World()
        _ = try await world.owner.iam.createServiceAccount(project: project, id: "worker")
        let port = try world.cloud.start(as: email)
        let credentials = try await world.credentials(["GCE_METADATA_HOST": "127.0.0.1:\(port.port)"])
        #expect(credentials.origin == "the metadata server" && credentials.project == project)
        let held = try await world.clients(credentials).resourceManager.testPermissions(
            ["resourcemanager.projects.get"], onProject: project)
        #expect(held.isEmpty)
        #expect(try await credentials.idToken(audience: "https://a").revealed.contains("."))
    }

    @Test("An account is impersonated by whoever may make tokens for it")
    func impersonation() async throws {
        let world = try World()
        let owner = world.owner
        _ = try await owner.iam.createServiceAccount(project: project, id: "worker")
        _ = try await owner.iam.modifyPolicy(of: email, project: project) {
            $0.add(member: "user:owner@example.com", role: "roles/iam.serviceAccountTokenCreator")
        }
        let made = try await owner.iamCredentials.accessToken(for: email, lifetimeSeconds: 600)
        #expect(made.expires == world.timeline.now + .seconds(600))
        let asWorker = world.clients(StaticCredentials(token: made.token.revealed)).resourceManager
        #expect(
            try await asWorker.testPermissions(["resourcemanager.projects.get"], onProject: project) == [])
        let idToken = try await owner.iamCredentials.idToken(for: email, audience: "aud")
        #expect(idToken.revealed.split(separator: ".").count == 3)
        let signed = try await owner.iamCredentials.signBlob([1, 2, 3], as: email)
        #expect(signed.signature.count == 256 && !signed.keyID.isEmpty)
        let jwt = try await owner.iamCredentials.signJWT(["sub": "x", "exp": 1_893_459_600], as: email)
        #expect(jwt.revealed.split(separator: ".").count == 3)
    }
}
