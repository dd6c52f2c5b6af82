import CloudCore
import PubSubEmulator
import RPCServer
import Testing

@testable import CloudEmulator

struct CredentialsTests {
    private let scope: JSON = ["https://www.googleapis.com/auth/cloud-platform"]
    private let creator = "roles/iam.serviceAccountTokenCreator"

    /// An account that may make tokens of another one.
    private func pair() async throws -> (IdentityWorld, caller: String, target: IAMAdminV1.ServiceAccount) {
        let world = try IdentityWorld()
        let caller = try await world.createAccount("caller")
        let target = try await world.createAccount("target")
        try world.grant(creator, to: caller.member, on: target.name)
        return (world, caller.email, target)
    }

    private func path(_ account: String, _ verb: String) -> String {
        "/v1/projects/-/serviceAccounts/\(account):\(verb)"
    }

    @Test("An access token of another account calls as that one, for as long as was asked for")
    func accessToken() async throws {
        let (world, caller, target) = try await pair()
        try world.grant("roles/browser", to: target.member)
        let answer = try await world.send(
            "POST", path(target.email, "generateAccessToken"), ["scope": scope, "lifetime": "600s"],
            as: caller)
        let token = try #require(answer.json["accessToken"]?.stringValue, "\(answer.text)")
        #expect(
            answer.json["expireTime"]?.stringValue == Timestamp(world.timeline.now + .seconds(600)).rfc3339)
        #expect(try await world.send("GET", "/v3/projects/local-project", as: token).status == 200)
        world.timeline.advance(by: .seconds(600))
        #expect(try await world.send("GET", "/v3/projects/local-project", as: token).status == 401)
        let byID = try await world.send(
            "POST", path(target.uniqueID, "generateAccessToken"), ["scope": scope], as: caller)
        #expect(byID.status == 200)
    }

    @Test(
        "Without the permission each method is refused",
        arguments: [
            ("generateAccessToken", "getAccessToken"), ("generateIdToken", "getOpenIdToken"),
            ("signBlob", "signBlob"),
            ("signJwt", "signJwt"),
        ])
    func denied(method: String, permission: String) async throws {
        let (world, caller, target) = try await pair()
        let body: JSON =
            switch method {
            case "generateAccessToken": ["scope": scope]
            case "generateIdToken": ["audience": "x"]
            case "signBlob": ["payload": "aGk="]
            default: ["payload": "{}"]
            }
        #expect(try await world.send("POST", path(target.email, method), body, as: caller).status == 200)
        let refused = try await world.send("POST", path(target.email, method), body, as: "other@x.yz")
        #expect(refused.status == 403)
        #expect(refused.text.contains("Permission 'iam.serviceAccounts.\(permission)' denied on resource"))
        let missing = try await world.send(
            "POST", path("no@local-project.iam.gserviceaccount.com", method), body)
        #expect(missing.status == 404 && missing.text.contains("Gaia id not found for email"))
        let named = "/v1/\(target.name):\(method)"
        #expect(try await world.send("POST", named, body, as: caller).error == "INVALID_ARGUMENT")
    }

    @Test(
        "What cannot be asked for is refused",
        arguments: [
            ("generateAccessToken", [:]), ("generateAccessToken", ["scope": ["all"]]),
            ("generateAccessToken", ["scope": ["email"], "lifetime": "3601s"]),
            ("generateAccessToken", ["scope": ["email"], "lifetime": "0s"]),
            (
                "generateAccessToken",
                ["scope": ["email"], "delegates": ["projects/p/serviceAccounts/a@x.yz"]]
            ),
            ("generateIdToken", [:]),
            ("generateIdToken", ["audience": "x", "organizationNumberIncluded": true]),
            ("signBlob", [:]), ("signJwt", ["payload": "[]"]), ("signJwt", ["payload": "x"]),
            ("signJwt", ["payload": #"{"exp": 1}"#]), ("signJwt", ["payload": #"{"exp": "soon"}"#]),
        ] as [(String, JSON)])
    func malformed(method: String, body: JSON) async throws {
        let (world, caller, target) = try await pair()
        let answer = try await world.send("POST", path(target.email, method), body, as: caller)
        #expect(answer.status == 400 && answer.error == "INVALID_ARGUMENT", "\(answer.text)")
    }

    @Test("An ID token tells the address only when asked to")
    func identityToken() async throws {
        let (world, caller, target) = try await pair()
        for includes in [true, false] {
            let answer = try await world.send(
                "POST", path(target.email, "generateIdToken"),
                ["audience": "x", "includeEmail": .bool(includes)],
                as: caller)
            let token = try #require(answer.json["token"]?.stringValue)
            let claims = try world.verified(token, try await world.send("GET", "/oauth2/v3/certs").json)
            #expect(claims["email"]?.stringValue == (includes ? target.email : nil))
            #expect(claims["sub"]?.stringValue == target.uniqueID && claims["aud"] == "x")
            let context = CallContext(authorization: "Bearer " + token)
            #expect(world.cloud.plane.callers.caller(context, at: world.timeline.now).email == target.email)
        }
    }

    @Test(
        "What is signed for an account is verified with its published keys; the key changes in time, both stay known"
    )
    func signatures() async throws {
        let (world, caller, target) = try await pair()
        func sign() async throws -> IdentityWorld.Answer {
            try await world.send(
                "POST", path(target.email, "signJwt"), ["payload": #"{"sub":"me"}"#], as: caller)
        }
        func keys() async throws -> JSON {
            try await world.send("GET", "/service_accounts/v1/jwk/\(target.email)").json
        }
        let first = try await sign()
        let token = try #require(first.json["signedJwt"]?.stringValue)
        #expect(try world.verified(token, try await keys())["sub"] == "me")
        let blob = try await world.send(
            "POST", path(target.email, "signBlob"), ["payload": "aGk="], as: caller)
        #expect(blob.json["keyId"] == first.json["keyId"])
        let signature = try #require(blob.json["signedBlob"]?.stringValue.flatMap(Base64.decode))
        let modulus = try #require(try await keys()["keys"]?[0]?["n"]?.stringValue.flatMap(Base64.decode))
        #expect(RSAPublicKey(modulus: modulus)?.verifies(signature, of: Array("hi".utf8)) == true)

        world.timeline.advance(by: AccountSigner.signingPeriod)
        let second = try await sign()
        #expect(second.json["keyId"] != first.json["keyId"])
        #expect(try await keys()["keys"]?.arrayValue?.count == 2)
        world.timeline.advance(by: AccountSigner.signingPeriod)
        #expect(try await keys()["keys"]?.arrayValue?.count == 1)
    }

    @Test("Through a chain of delegates, each must be allowed for the next")
    func delegates() async throws {
        let (world, caller, target) = try await pair()
        let middle = try await world.createAccount("middle")
        let outer = "user@example.com"
        let body: JSON = [
            "scope": scope, "delegates": [.string("projects/-/serviceAccounts/" + middle.email)],
        ]
        let path = path(target.email, "generateAccessToken")
        #expect(try await world.send("POST", path, body, as: outer).status == 403)
        try world.grant(creator, to: "user:" + outer, on: middle.name)
        #expect(try await world.send("POST", path, body, as: outer).status == 403, "the delegate may not")
        try world.grant(creator, to: middle.member, on: target.name)
        #expect(try await world.send("POST", path, body, as: outer).status == 200)
        #expect(try await world.send("POST", path, ["scope": scope], as: outer).status == 403, "not directly")
        #expect(
            try await world.send("POST", path, body, as: caller).status == 403, "not through that delegate")
    }

    @Test("A disabled account has no tokens")
    func disabled() async throws {
        let (world, caller, target) = try await pair()
        #expect(try await world.send("POST", "/v1/\(target.name):disable", [:]).status == 200)
        let answer = try await world.send(
            "POST", path(target.email, "generateAccessToken"), ["scope": scope], as: caller)
        #expect(answer.error == "FAILED_PRECONDITION")
    }
}
