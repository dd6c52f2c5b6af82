import CloudCore
import RPCServer
import Testing

@testable import CloudEmulator

struct MetadataTests {
    private let flavor = [(name: "Metadata-Flavor", value: "Google")]
    private let accounts = "/computeMetadata/v1/instance/service-accounts/"

    private func instance() async throws -> (IdentityWorld, IAMAdminV1.ServiceAccount, Server) {
        let world = try IdentityWorld()
        let account = try await world.createAccount("runner")
        return (world, account, try world.cloud.start(as: account.email, region: "europe-west1"))
    }

    @Test("Project, place and account are told")
    func values() async throws {
        let (world, account, server) = try await instance()
        let root = "/computeMetadata/v1/"
        for (path, text) in [
            (root + "project/project-id", "local-project"),
            (root + "project/numeric-project-id", "415104041262"),
            (root + "instance/region", "projects/415104041262/regions/europe-west1"),
            (root + "instance/zone", "projects/415104041262/zones/europe-west1-1"),
            (root + "universe/universe-domain", "googleapis.com"),
            (accounts, "default/\n\(account.email)/\n"),
            (accounts + "default/email", account.email), (accounts + "default/aliases", "default\n"),
            (accounts + account.email + "/email", account.email), (root, "instance/\nproject/\nuniverse/\n"),
            ("/", "computeMetadata/\n"), ("/computeMetadata/", "v1/\n"),
        ] {
            let answer = try await world.send("GET", path, port: server.port, headers: flavor)
            #expect(answer.status == 200 && answer.text == text, "\(path): \(answer.text)")
            #expect(answer.headers["metadata-flavor"] == "Google", "\(path)")
        }
        let all = try await world.send(
            "GET", accounts + "default/?recursive=true", port: server.port, headers: flavor)
        #expect(all.headers["content-type"] == "application/json")
        #expect(all.json["email"] == .string(account.email) && all.json["aliases"] == ["default"])
        let project = try await world.send(
            "GET", "/computeMetadata/v1/project/?recursive=true", port: server.port, headers: flavor)
        #expect(project.json == ["numericProjectId": 415_104_041_262, "projectId": "local-project"])
    }

    @Test("Tokens are the account's")
    func tokens() async throws {
        let (world, account, server) = try await instance()
        try world.grant("roles/browser", to: account.member)
        func get(_ path: String) async throws -> IdentityWorld.Answer {
            try await world.send("GET", accounts + "default/" + path, port: server.port, headers: flavor)
        }
        let answer = try await get("token")
        #expect(answer.json["expires_in"] == 3_599 && answer.json["token_type"] == "Bearer")
        let token = try #require(answer.json["access_token"]?.stringValue)
        #expect(try await world.send("GET", "/v3/projects/local-project", as: token).status == 200)
        let narrow = try await get("token?scopes=https://www.googleapis.com/auth/pubsub").json["access_token"]
        #expect(
            try await world.send("GET", "/v3/projects/local-project", as: narrow?.stringValue).status == 403)
        #expect(try await get("token?scopes=x").status == 400)

        let identity = try await get("identity?audience=https://service.test&format=full")
        let claims = try world.verified(identity.text, try await world.send("GET", "/oauth2/v3/certs").json)
        #expect(claims["aud"] == "https://service.test" && claims["email"] == .string(account.email))
        #expect(claims["sub"] == .string(account.uniqueID))
        #expect(try await get("identity").status == 400)
        #expect(try await get("identity?audience=x&licenses=TRUE").status == 400)

        #expect(try await world.send("POST", "/v1/\(account.name):disable", [:]).status == 200)
        #expect(try await get("token").status == 404)
    }

    @Test("Without the header, behind a proxy, and where nothing is, there is nothing")
    func refusals() async throws {
        let (world, _, server) = try await instance()
        let path = "/computeMetadata/v1/project/project-id"
        #expect(try await world.send("GET", path, port: server.port).status == 403)
        let proxied = flavor + [(name: "X-Forwarded-For", value: "10.0.0.1")]
        #expect(try await world.send("GET", path, port: server.port, headers: proxied).status == 403)
        for missing in [
            "/computeMetadata/v2/", "/computeMetadata/v1/instance/none", accounts + "other@x.yz/token",
        ] {
            #expect(try await world.send("GET", missing, port: server.port, headers: flavor).status == 404)
        }
        #expect(try await world.send("GET", path, headers: flavor).status == 404, "the owner's port has none")
        #expect(try await world.send("GET", "/", port: server.port).text == "Ok\n")
    }
}
