import CloudCore
import RPCServer
import Testing

@testable import CloudEmulator

struct TokenEndpointTests {
    private let scope = "https://www.googleapis.com/auth/cloud-platform"

    @Test("A key file leads to an access token that calls as the account for an hour")
    func accessToken() async throws {
        let world = try IdentityWorld()
        let account = try await world.createAccount("caller")
        let (_, file) = try await world.createKey(account)
        #expect(file["token_uri"]?.stringValue == "http://127.0.0.1:\(world.server.port)/token")
        #expect(file["client_email"]?.stringValue == account.email)
        let answer = try await world.exchange(try world.sign(file, world.assertion(file)))
        #expect(
            answer.status == 200 && answer.json["token_type"] == "Bearer"
                && answer.json["expires_in"] == 3_599)
        let token = try #require(answer.json["access_token"]?.stringValue)
        #expect(token.hasPrefix("ya29."))

        let path = "/v3/projects/local-project"
        #expect(try await world.send("GET", path, as: token).status == 403)
        try world.grant("roles/browser", to: account.member)
        #expect(try await world.send("GET", path, as: token).status == 200)
        world.timeline.advance(by: .seconds(3_600))
        let late = try await world.send("GET", path, as: token)
        #expect(late.status == 401 && late.error == "UNAUTHENTICATED")
    }

    @Test("A token for one service calls no other")
    func scopes() async throws {
        let world = try IdentityWorld()
        let account = try await world.createAccount("caller")
        try world.grant("roles/owner", to: account.member)
        let (_, file) = try await world.createKey(account)
        let claims = world.assertion(file, ["scope": "https://www.googleapis.com/auth/pubsub openid"])
        let token = try await world.exchange(try world.sign(file, claims)).json["access_token"]?.stringValue
        #expect(try await world.send("GET", "/v1/projects/local-project/topics", as: token).status == 200)
        let refused = try await world.send("GET", "/v3/projects/local-project", as: token)
        #expect(refused.status == 403 && refused.text.contains("insufficient authentication scopes"))
    }

    @Test("An assertion with a target audience leads to an ID token that the published keys verify")
    func identityToken() async throws {
        let world = try IdentityWorld()
        let account = try await world.createAccount("caller")
        let (_, file) = try await world.createKey(account)
        let claims = world.assertion(file, ["scope": nil, "target_audience": "https://service.test"])
        let answer = try await world.exchange(try world.sign(file, claims))
        #expect(answer.json["access_token"] == nil)
        let token = try #require(answer.json["id_token"]?.stringValue)
        let verified = try world.verified(token, try await world.send("GET", "/oauth2/v3/certs").json)
        #expect(verified["aud"] == "https://service.test" && verified["email"] == .string(account.email))
        #expect(
            verified["sub"] == .string(account.uniqueID) && verified["iss"] == "https://accounts.google.com")
        let certificates = try await world.send("GET", "/oauth2/v1/certs").json
        #expect(
            certificates.objectValue?.members.first?.value.stringValue?.hasPrefix("-----BEGIN CERT") == true)
        let info = try await world.send("GET", "/tokeninfo?id_token=\(token)")
        #expect(info.json["email"] == .string(account.email) && info.json["exp"]?.stringValue != nil)

        let context = CallContext(authorization: "Bearer " + token)
        let callers = world.cloud.plane.callers
        #expect(callers.caller(context, at: world.timeline.now).email == account.email)
        let late = callers.caller(context, at: world.timeline.now + .seconds(3_600))
        #expect(late.problem == .expiredToken)
        #expect(
            try await world.send("GET", "/v3/projects/local-project", as: token).status == 401,
            "no API takes it")
    }

    @Test("An assertion that is not good is refused in Google's words")
    func refusals() async throws {
        let world = try IdentityWorld()
        let account = try await world.createAccount("caller")
        let other = try await world.createAccount("another")
        let (_, file) = try await world.createKey(account)
        let (_, otherFile) = try await world.createKey(other)
        let cases: [(String, [String: JSON?], String, String)] = [
            (
                "expired", ["exp": .int(world.seconds(-301)), "iat": .int(world.seconds(-3_000))],
                "invalid_grant", "short-lived"
            ),
            ("from the future", ["iat": .int(world.seconds(301))], "invalid_grant", "short-lived"),
            ("too long", ["exp": .int(world.seconds(7_200))], "invalid_grant", "short-lived"),
            ("without times", ["exp": nil], "invalid_grant", "short-lived"),
            (
                "of nobody", ["iss": "nobody@local-project.iam.gserviceaccount.com"], "invalid_grant",
                "account not found"
            ),
            ("of another", ["iss": .string(other.email)], "invalid_grant", "Invalid JWT Signature."),
            ("for another", ["aud": "https://evil.test/token"], "invalid_grant", "Failed audience check"),
            ("for nobody", ["aud": nil], "invalid_grant", "Failed audience check"),
            ("for a user", ["sub": "user@example.com"], "unauthorized_client", "unauthorized"),
            ("for nothing", ["scope": nil], "invalid_scope", "Invalid OAuth scope"),
            ("for both", ["target_audience": "x"], "invalid_scope", "Invalid OAuth scope"),
            ("for no scope", ["scope": "everything"], "invalid_scope", "everything"),
        ]
        for (what, changes, error, words) in cases {
            let answer = try await world.exchange(try world.sign(file, world.assertion(file, changes)))
            #expect(answer.error == error, "\(what): \(answer.text)")
            #expect(
                answer.json["error_description"]?.stringValue?.contains(words) == true,
                "\(what): \(answer.text)")
            #expect(answer.status == (error == "unauthorized_client" ? 401 : 400))
        }
        let forged = try world.sign(
            otherFile, world.assertion(file), keyID: file["private_key_id"]?.stringValue)
        #expect(try await world.exchange(forged).text.contains("Invalid JWT Signature."))
        #expect(try await world.exchange("no.jwt").error == "invalid_grant")
        for audience in ["https://oauth2.googleapis.com/token", "https://www.googleapis.com/oauth2/v4/token"]
        {
            let claims = world.assertion(file, ["aud": .string(audience)])
            #expect(try await world.exchange(try world.sign(file, claims)).status == 200)
        }
    }

    @Test(
        "A key that is disabled or deleted, and an account that is, are refused; enabled again they are not")
    func disabled() async throws {
        let world = try IdentityWorld()
        let account = try await world.createAccount("caller")
        let (name, file) = try await world.createKey(account)
        let assertion = try world.sign(file, world.assertion(file))
        func change(_ verb: String, of name: String) async throws {
            #expect(try await world.send("POST", "/v1/\(name):\(verb)", [:]).status == 200)
        }
        try await change("disable", of: name)
        #expect(try await world.exchange(assertion).text.contains("Invalid JWT Signature."))
        try await change("enable", of: name)
        #expect(try await world.exchange(assertion).status == 200)
        try await change("disable", of: account.name)
        #expect(try await world.exchange(assertion).text.contains("account not found"))
        try await change("enable", of: account.name)
        let token = try await world.exchange(assertion).json["access_token"]?.stringValue
        #expect(try await world.send("DELETE", "/v1/\(name)").status == 200)
        #expect(try await world.exchange(assertion).text.contains("Invalid JWT Signature."))
        try world.grant("roles/browser", to: account.member)
        #expect(
            try await world.send("GET", "/v3/projects/local-project", as: token).status == 200, "tokens stay")
    }

    @Test("An account calls an API with a token that it has signed itself")
    func selfSigned() async throws {
        let world = try IdentityWorld()
        let account = try await world.createAccount("caller")
        try world.grant("roles/browser", to: account.member)
        let (_, file) = try await world.createKey(account)
        func call(_ changes: [String: JSON?]) async throws -> Int {
            var all: [String: JSON?] = ["sub": .string(account.email), "scope": nil]
            all.merge(changes) { $1 }
            let token = try world.sign(file, world.assertion(file, all))
            return try await world.send("GET", "/v3/projects/local-project", as: token).status
        }
        #expect(try await call(["aud": "https://cloudresourcemanager.googleapis.com/"]) == 200)
        #expect(try await call(["aud": .string("http://127.0.0.1:\(world.server.port)/")]) == 200)
        #expect(try await call(["aud": nil, "scope": .string(scope)]) == 200)
        #expect(try await call(["aud": nil, "scope": "https://www.googleapis.com/auth/pubsub"]) == 403)
        #expect(try await call(["aud": nil]) == 401)
        #expect(try await call(["aud": "https://service.test/"]) == 401)
        #expect(
            try await call(["aud": "https://pubsub.googleapis.com/", "exp": .int(world.seconds(-400))]) == 401
        )
        #expect(try await call(["aud": "https://pubsub.googleapis.com/", "sub": "owner@example.com"]) == 401)
    }

    @Test("A token that only names somebody is nobody's")
    func unsigned() async throws {
        let world = try IdentityWorld()
        let header = Base64.encodeURLSafe(Array(#"{"alg":"RS256","kid":"x"}"#.utf8))
        let claims = Base64.encodeURLSafe(
            Array(#"{"email":"owner@example.com","iss":"owner@example.com"}"#.utf8))
        let answer = try await world.send("GET", "/v3/projects/local-project", as: "\(header).\(claims).AAAA")
        #expect(answer.status == 401)
        #expect(
            try await world.send("GET", "/v3/projects/local-project", as: "owner@example.com").status == 200)
    }

    @Test("The owner's refresh token leads to tokens; another one, and another client, do not")
    func refresh() async throws {
        let world = try IdentityWorld()
        let signIn = world.cloud.signIn
        #expect(signIn == AuthorizedUser(owner: "owner@example.com", seed: 1))
        func ask(_ changes: [String: String]) async throws -> IdentityWorld.Answer {
            var fields = [
                "grant_type": "refresh_token", "refresh_token": signIn.refreshToken,
                "client_id": AuthorizedUser.clientID, "client_secret": AuthorizedUser.clientSecret,
            ]
            fields.merge(changes) { $1 }
            return try await world.send("POST", "/token", form: fields.map { ($0.key, $0.value) })
        }
        let answer = try await ask([:])
        let token = try #require(answer.json["access_token"]?.stringValue)
        #expect(try await world.send("GET", "/v3/projects/local-project", as: token).status == 200)
        let identity = try #require(answer.json["id_token"]?.stringValue)
        let claims = try world.verified(identity, try await world.send("GET", "/oauth2/v3/certs").json)
        #expect(claims["email"] == "owner@example.com" && claims["aud"] == .string(AuthorizedUser.clientID))
        let info = try await world.send("GET", "/oauth2/v3/tokeninfo?access_token=\(token)").json
        #expect(info["email"] == "owner@example.com" && info["expires_in"] == "3599")
        #expect(
            try await world.send("GET", "/oauth2/v2/userinfo", as: token).json["email"] == "owner@example.com"
        )
        #expect(try await ask(["refresh_token": "1//other"]).error == "invalid_grant")
        #expect(try await ask(["client_id": "x"]).status == 401)
        #expect(try await ask(["client_secret": "x"]).error == "invalid_client")
        #expect(try await ask(["scope": "x"]).error == "invalid_scope")
        #expect(try await ask(["grant_type": "password"]).error == "unsupported_grant_type")
        #expect(try await ask(["grant_type": ""]).error == "invalid_request")
    }

    @Test("What is no token has no information")
    func noInformation() async throws {
        let world = try IdentityWorld()
        for path in ["/tokeninfo?access_token=x", "/tokeninfo?id_token=x"] {
            #expect(try await world.send("GET", path).error == "invalid_token")
        }
        #expect(try await world.send("GET", "/tokeninfo").error == "invalid_request")
        #expect(try await world.send("GET", "/oauth2/v3/userinfo", as: "x").status == 401)
    }

    @Test("The exchange of federated tokens is refused as unsupported")
    func federation() async throws {
        let world = try IdentityWorld()
        let form = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
            ("audience", "//iam.googleapis.com/x"),
            ("subject_token_type", "urn:ietf:params:oauth:token-type:jwt"), ("subject_token", "x"),
        ]
        let answer = try await world.send("POST", "/v1/token", form: form)
        #expect(answer.status == 501 && answer.error == "UNIMPLEMENTED")
        #expect(try await world.send("POST", "/v1/token", form: []).error == "invalid_request")
    }
}
