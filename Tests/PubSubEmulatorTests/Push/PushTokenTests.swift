import CloudCore
import Dispatch
import Synchronization
import Testing

@testable import PubSubEmulator

/// OIDC tokens of push requests, made and verified with the `openssl` command.
struct PushTokenTests {
    let timeline = VirtualTimeline()

    /// Waits for a token.
    func token(
        _ issuer: TokenIssuer, _ account: String = "pusher@p.iam.gserviceaccount.com",
        _ audience: String = "https://receiver.test/push"
    ) async throws -> String {
        try await withCheckedContinuation { continuation in
            let purpose = IdentityToken.Purpose(account: account, audience: audience)
            issuer.token(for: purpose, at: timeline.now) {
                continuation.resume(returning: $0)
            }
        }.get()
    }

    func part(_ index: Int, of token: String) throws -> JSON {
        let parts = token.split(separator: ".")
        try #require(parts.count == 3)
        return try JSON.parse(try #require(Base64.decode(String(parts[index]))))
    }

    @Test("A token has the claims of the service, and openssl verifies it with the published key")
    func verified() async throws {
        let issuer = TokenIssuer()
        #expect(issuer.keySet == ["keys": []])
        let token = try await token(issuer)
        let now = timeline.now.nanoseconds / 1_000_000_000
        let id = IdentityToken.uniqueID(of: "pusher@p.iam.gserviceaccount.com")
        let claims: JSON = [
            "aud": "https://receiver.test/push", "azp": .string(id),
            "email": "pusher@p.iam.gserviceaccount.com", "email_verified": true, "exp": .int(now + 3_600),
            "iat": .int(now), "iss": "https://accounts.google.com", "sub": .string(id),
        ]
        #expect(try part(1, of: token) == claims)
        #expect(id.utf8.count == 21)
        let key = try #require(issuer.keySet["keys"]?[0])
        #expect(try part(0, of: token) == ["alg": "RS256", "kid": key["kid"] ?? .null, "typ": "JWT"])
        #expect(key["e"] == "AQAB")
        try verify(token, modulus: try #require(Base64.decode(key["n"]?.stringValue ?? "")))
        issuer.discardKey()
        #expect(issuer.keySet == ["keys": []])
    }

    /// Has openssl verify a token with the key of that modulus alone.
    func verify(_ token: String, modulus: [UInt8]) throws {
        let folder = try PrivateFolder()
        let files = FileTree(root: folder.path)
        let parts = token.split(separator: ".")
        try files.write(Array("\(parts[0]).\(parts[1])".utf8), to: "input")
        try files.write(try #require(Base64.decode(String(parts[2]))), to: "signature")
        let hexadecimal = modulus.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let description = """
            asn1=SEQUENCE:key
            [key]
            algorithm=SEQUENCE:algorithm
            bits=BITWRAP,SEQUENCE:numbers
            [algorithm]
            name=OID:rsaEncryption
            none=NULL
            [numbers]
            n=INTEGER:0x\(hexadecimal)
            e=INTEGER:65537
            """
        try files.write(Array(description.utf8), to: "description")
        let path = folder.path
        _ = try OpenSSL.run([
            "asn1parse", "-genconf", "\(path)/description", "-noout", "-out", "\(path)/key.der",
        ])
        let verdict = try OpenSSL.run([
            "dgst", "-sha256", "-keyform", "DER", "-verify", "\(path)/key.der", "-signature",
            "\(path)/signature", "\(path)/input",
        ])
        #expect(String(decoding: verdict, as: UTF8.self).contains("Verified OK"))
    }

    @Test("A token is kept for its account and audience, and renewed before its end")
    func kept() async throws {
        let issuer = TokenIssuer()
        let first = try await token(issuer)
        timeline.advance(by: .seconds(3_299))
        #expect(try await token(issuer) == first)
        #expect(try await token(issuer, "other@p.iam.gserviceaccount.com") != first)
        #expect(try await token(issuer, "pusher@p.iam.gserviceaccount.com", "other") != first)
        timeline.advance(by: .seconds(1))
        let second = try await token(issuer)
        #expect(second != first)
        #expect(try part(0, of: second) == part(0, of: first), "the key stays")
    }

    @Test(
        "A request carries a token whose audience is the endpoint unless given",
        arguments: ["", "my-audience"])
    func sent(audience: String) async throws {
        let http = RecordingHTTP()
        let emulator = Emulator(timeline: timeline, http: http)
        try emulator.createTopic("topic")
        try emulator.createSubscription("sub", topic: "topic") {
            $0.push { config in
                config.oidcToken = PushConfig.OidcToken()
                config.oidcToken?.serviceAccountEmail = "pusher@p.iam.gserviceaccount.com"
                config.oidcToken?.audience = audience
            }
        }
        try emulator.publish("x", to: "topic")
        let header = try #require(await http.firstRequest()?.header("authorization"))
        try #require(header.hasPrefix("Bearer "))
        let claims = try part(1, of: String(header.dropFirst(7)))
        #expect(claims["aud"]?.stringValue == (audience.isEmpty ? "https://receiver.test/push" : audience))
    }

    /// Tokens that cannot be had.
    struct NoTokens: TokenSource, KeyPublisher {
        var publishedKeys: [PublishedKey] { [] }
        func discardKey() {}
        func token(
            for purpose: IdentityToken.Purpose, at now: Instant,
            _ completion: @escaping @Sendable (Result<String, Status>) -> Void
        ) { completion(.failure(Status(.failedPrecondition, "no openssl"))) }
    }

    @Test("Without a token nothing is sent, and the message comes back after a pause")
    func noToken() throws {
        let http = RecordingHTTP()
        let host = BrokerHost(
            timeline: timeline, recordsHistory: false, outlets: Outlets(http: http, tokens: NoTokens()))
        PublisherService(host: host).createTopic(Topic(name: "projects/p/topics/topic")) { _ in }
        var subscription = Subscription(
            name: "projects/p/subscriptions/sub", topic: "projects/p/topics/topic")
        subscription.push { config in
            config.oidcToken = PushConfig.OidcToken()
            config.oidcToken?.serviceAccountEmail = "a@b"
        }
        SubscriberService(host: host).createSubscription(subscription) { _ in }
        var request = PublishRequest()
        request.topic = "projects/p/topics/topic"
        request.messages = [PubsubMessage("x")]
        _ = try PublisherService(host: host).publish(request)
        timeline.advance(by: .seconds(100))
        #expect(http.requests.isEmpty)
        let statistics = try host.perform { (broker, now) throws(Status) in
            try broker.statistics("projects/p/subscriptions/sub", at: now)
        }
        #expect(statistics.unacknowledged == 1)
    }

    @Test("A key's file is its owner's alone, and goes with the key")
    func keyFile() throws {
        var folder: PrivateFolder? = try PrivateFolder()
        let path = try #require(folder?.path)
        let mode = { (name: String) in
            let output = try ChildProcess.run("stat", ["-c", "%a", name]).output
            return String(decoding: output, as: UTF8.self).split(separator: "\n").first.map(String.init)
        }
        #expect(try mode(path) == "700")
        _ = try OpenSSL.run(["genrsa", "-out", "\(path)/key.pem", "512"])
        #expect(try mode("\(path)/key.pem") == "600")
        folder = nil
        #expect(try mode(path) == nil)
    }
}

/// What openssl prints.
struct SigningKeyTests {
    @Test("A modulus is read from what openssl prints, and nothing else is taken for one")
    func modulus() {
        #expect(SigningKey.modulus(in: Array("Modulus=00C0FF\n".utf8)) == [0, 0xc0, 0xff])
        for text in ["", "Modulus=", "Modulus=ABC", "Modulus=XY", "C0FF"] {
            #expect(SigningKey.modulus(in: Array(text.utf8)) == nil)
        }
    }
}
