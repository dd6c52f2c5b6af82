import CloudCore
import Testing

@testable import GoogleCloud

@Suite("Tokens by keys, users and impersonation")
struct TokenSourceTests {
    private let scopes = ["https://www.googleapis.com/auth/cloud-platform", "email"]

    @Test("A service account's key signs an assertion, which is exchanged for a token")
    func serviceAccount() async throws {
        let transport = ScriptedTransport([.json(["access_token": "ya29.x", "expires_in": 3599])])
        let timeline = VirtualTimeline()
        let source = try CredentialFile(TestKey.file()).source(.scripted(transport, timeline: timeline))
        let token = try await source.accessToken(scopes: scopes)
        #expect(token.value.revealed == "ya29.x")
        #expect(token.expires == timeline.now + .seconds(3_599))
        let request = try #require(transport.requests.first)
        #expect(request.method == "POST" && request.url == "https://oauth2.googleapis.com/token")
        #expect(request.header("content-type") == "application/x-www-form-urlencoded")
        #expect(request.form["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer")
        let assertion = try #require(request.form["assertion"])
        let seconds = Timestamp(timeline.now).seconds
        #expect(
            JSONWebToken.claims(of: assertion) == [
                "iss": "a@p.iam.gserviceaccount.com", "sub": "a@p.iam.gserviceaccount.com",
                "aud": "https://oauth2.googleapis.com/token", "iat": .int(seconds),
                "exp": .int(seconds + 3_600),
                "scope": "https://www.googleapis.com/auth/cloud-platform email",
            ])
        let header = try JSON.parse(Base64.decode(String(assertion.prefix { $0 != "." })) ?? [])
        #expect(header == ["alg": "RS256", "typ": "JWT", "kid": "key-1"])
        #expect(try TestKey.hasSigned(assertion))
        #expect(try !TestKey.hasSigned("e30." + assertion.drop { $0 != "." }.dropFirst()))
    }

    @Test("A service account's ID token is asked for by its audience and expires as it says")
    func serviceAccountIDToken() async throws {
        let transport = ScriptedTransport([.json(["id_token": .string(idToken(expires: 1_893_459_600))])])
        let source = try CredentialFile(TestKey.file()).source(.scripted(transport))
        let token = try await source.idToken(audience: "https://service.run.app")
        #expect(Timestamp(token.expires).seconds == 1_893_459_600)
        let assertion = try #require(transport.requests.first?.form["assertion"])
        #expect(JSONWebToken.claims(of: assertion)?["target_audience"] == "https://service.run.app")
        #expect(JSONWebToken.claims(of: assertion)?["scope"] == nil)
    }

    private let user: JSON = [
        "type": "authorized_user", "client_id": "id", "client_secret": "s3cret", "refresh_token": "r3fresh+/",
    ]

    @Test("A user's refresh token is exchanged for an access token, and gives no ID token")
    func authorizedUser() async throws {
        let transport = ScriptedTransport([.json(["access_token": "t", "expires_in": 10])])
        let source = try CredentialFile(user).source(.scripted(transport))
        _ = try await source.accessToken(scopes: scopes)
        #expect(
            transport.requests.first?.form == [
                "grant_type": "refresh_token", "client_id": "id", "client_secret": "s3cret",
                "refresh_token": "r3fresh+/",
            ])
        #expect(await failure { try await source.idToken(audience: "x") }?.code == .unimplemented)
    }

    @Test("An impersonated account's tokens are asked for with the source's token")
    func impersonated() async throws {
        let url =
            "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a@x:generateAccessToken"
        let file: JSON = [
            "type": "impersonated_service_account", "service_account_impersonation_url": .string(url),
            "source_credentials": user, "delegates": ["projects/-/serviceAccounts/b@x"],
        ]
        let expiring = idToken(expires: 1_893_459_600)
        let transport = ScriptedTransport { request, _ in
            if request.url.hasSuffix("/token") { return .json(["access_token": "base"]) }
            if request.url.hasSuffix(":generateIdToken") { return .json(["token": .string(expiring)]) }
            return .json(["accessToken": "acting", "expireTime": "2030-01-01T01:00:00Z"])
        }
        let source = try CredentialFile(file).source(.scripted(transport))
        let token = try await source.accessToken(scopes: ["s"])
        #expect(
            token.value.revealed == "acting" && Timestamp(token.expires).rfc3339 == "2030-01-01T01:00:00Z")
        let request = try #require(transport.requests.last)
        #expect(request.url == url && request.header("authorization") == "Bearer base")
        #expect(
            request.json == [
                "delegates": ["projects/-/serviceAccounts/b@x"], "scope": ["s"], "lifetime": "3600s",
            ])
        #expect(try await source.idToken(audience: "aud").value.revealed == expiring)
        #expect(
            transport.requests.last?.json == [
                "audience": "aud", "includeEmail": true, "delegates": ["projects/-/serviceAccounts/b@x"],
            ])
    }

    @Test(
        "A refusal is UNAUTHENTICATED with the server's reason, and shows nothing that was sent",
        arguments: [
            "{\"error\":\"invalid_grant\",\"error_description\":\"Bad s3cret or r3fresh+/ given.\"}",
            "{\"error\":{\"message\":\"invalid_grant: s3cret r3fresh+/\"}}",
        ])
    func refusal(body: String) async throws {
        let transport = ScriptedTransport([HTTPResponse(status: 400, body: Array(body.utf8))])
        let source = try CredentialFile(user).source(.scripted(transport))
        let status = await failure { try await source.accessToken(scopes: []) }
        #expect(status?.code == .unauthenticated)
        #expect(status?.message.contains("invalid_grant") == true)
        #expect(status?.message.contains("s3cret") == false && status?.message.contains("r3fresh") == false)
        #expect(transport.requests.count == 1)
    }

    @Test("What a broken server answers is never shown", arguments: [200, 400, 500])
    func brokenServer(status: Int) async throws {
        let transport = ScriptedTransport([
            HTTPResponse(status: status, body: Array("client_secret=s3cret&refresh_token=r3fresh%2B%2F".utf8))
        ])
        let source = try CredentialFile(user).source(.scripted(transport))
        let failed = await failure { try await source.accessToken(scopes: []) }
        #expect(failed?.message.contains("s3cret") == false && failed?.message.contains("r3fresh") == false)
        // A server that fails is asked again.
        #expect(transport.requests.count == (status == 500 ? 4 : 1))
    }

    @Test(
        "A token that could not stand in a header is INTERNAL",
        arguments: ["", "a b", "a\r\nx: y", "ü"])
    func unusableToken(token: String) async throws {
        let transport = ScriptedTransport([.json(["access_token": .string(token)])])
        let source = try CredentialFile(user).source(.scripted(transport))
        #expect(await failure { try await source.accessToken(scopes: []) }?.code == .internal)
    }
}
