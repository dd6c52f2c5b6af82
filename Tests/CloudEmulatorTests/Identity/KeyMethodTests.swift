import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

struct KeyMethodTests {
    @Test("Keys are created, read in every form, listed and deleted")
    func life() async throws {
        let world = try IdentityWorld()
        let account = try await world.createAccount("holder")
        let (name, file) = try await world.createKey(account)
        #expect(name == "\(account.name)/keys/\(file["private_key_id"]?.stringValue ?? "")")
        #expect(file["type"] == "service_account" && file["universe_domain"] == "googleapis.com")
        #expect(file["private_key"]?.stringValue?.hasPrefix("-----BEGIN PRIVATE KEY-----\n") == true)
        let key = try await world.send("GET", "/v1/\(name)").json
        #expect(key["keyType"] == "USER_MANAGED" && key["keyOrigin"] == "GOOGLE_PROVIDED")
        #expect(key["keyAlgorithm"] == "KEY_ALG_RSA_2048" && key["validBeforeTime"] == "9999-12-31T23:59:59Z")
        #expect(key["publicKeyData"] == nil && key["privateKeyData"] == nil)
        for (type, start) in [
            ("TYPE_X509_PEM_FILE", "-----BEGIN CERTIFICATE"),
            ("TYPE_RAW_PUBLIC_KEY", "-----BEGIN PUBLIC KEY"),
        ] {
            let data = try await world.send("GET", "/v1/\(name)?publicKeyType=\(type)").json["publicKeyData"]
            let text = String(decoding: try #require(Base64.decode(data?.stringValue ?? "")), as: UTF8.self)
            #expect(text.hasPrefix(start))
        }
        let all = try await world.send("GET", "/v1/\(account.name)/keys").json["keys"]?.arrayValue
        #expect(
            all?.compactMap { $0["keyType"]?.stringValue }.sorted() == ["SYSTEM_MANAGED", "USER_MANAGED"])
        let users = try await world.send("GET", "/v1/\(account.name)/keys?keyTypes=USER_MANAGED").json["keys"]
        #expect(users?.arrayValue?.count == 1)
        let system = try #require(all?.first { $0["keyType"] == "SYSTEM_MANAGED" }?["name"]?.stringValue)
        #expect(try await world.send("DELETE", "/v1/\(system)").error == "INVALID_ARGUMENT")
        #expect(try await world.send("DELETE", "/v1/\(name)").status == 200)
        #expect(try await world.send("GET", "/v1/\(name)").status == 404)
        #expect(try await world.send("DELETE", "/v1/\(name)").status == 404)
    }

    @Test("An account has no more than ten keys of its users")
    func quota() async throws {
        let world = try IdentityWorld()
        let account = try await world.createAccount("holder")
        try world.cloud.perform { (plane, now) throws(Status) in
            for number in 0..<KeyStore.maxUserKeys {
                let key = try? KeySimulationTests.key(
                    "k\(number)", .userManaged, until: .distantFuture, at: now)
                if let key { _ = try plane.addKey(key, to: account, at: now) }
            }
        }
        let refused = try await world.send("POST", "/v1/\(account.name)/keys", [:])
        #expect(refused.status == 400 && refused.error == "FAILED_PRECONDITION")
        #expect(try await world.send("DELETE", "/v1/\(account.name)/keys/k3").status == 200)
        _ = try await world.createKey(account)
    }

    @Test("An uploaded certificate is a key; what is none is refused")
    func upload() async throws {
        let world = try IdentityWorld()
        world.timeline.advance(
            by: Instant(nanoseconds: RealTimeline.shared.now.nanoseconds) - world.timeline.now)
        let account = try await world.createAccount("holder")
        let key = try TokenPartTests.key.get()
        func upload(_ text: String) async throws -> IdentityWorld.Answer {
            try await world.send(
                "POST", "/v1/\(account.name)/keys:upload",
                ["publicKeyData": .string(Base64.encode(Array(text.utf8)))])
        }
        let answer = try await upload(key.published.certificate)
        #expect(
            answer.json["keyOrigin"] == "USER_PROVIDED" && answer.json["keyType"] == "USER_MANAGED",
            "\(answer.text)")
        #expect(try await upload(key.published.certificate).status == 409)
        let file: JSON = [
            "private_key": .string(try key.privateKey()), "private_key_id": .string(key.id),
            "client_email": .string(account.email), "token_uri": "https://oauth2.googleapis.com/token",
        ]
        #expect(try await world.exchange(try world.sign(file, world.assertion(file))).status == 200)
        for text in ["", "no certificate", key.published.pem] {
            #expect(try await upload(text).error == "INVALID_ARGUMENT")
        }
        world.timeline.advance(by: .seconds(3_651 * 86_400))
        #expect(
            try await world.exchange(try world.sign(file, world.assertion(file))).text.contains("Signature"))
        #expect(try await upload(key.published.certificate).status == 400, "it has expired")
    }

    @Test("A key as a PKCS #12 file opens with Google's password")
    func archive() async throws {
        let world = try IdentityWorld()
        let account = try await world.createAccount("holder")
        let answer = try await world.send(
            "POST", "/v1/\(account.name)/keys", ["privateKeyType": "TYPE_PKCS12_FILE"])
        let data = try #require(answer.json["privateKeyData"]?.stringValue.flatMap(Base64.decode))
        let text = try OpenSSL.run(["pkcs12", "-nodes", "-passin", "pass:notasecret"], input: data)
        #expect(String(decoding: text, as: UTF8.self).contains("PRIVATE KEY-----"))
    }

    @Test("Who may not is refused, and so is what is not supported")
    func refusals() async throws {
        let world = try IdentityWorld()
        let account = try await world.createAccount("holder")
        let path = "/v1/\(account.name)/keys"
        #expect(try await world.send("POST", path, [:], as: "a@x.yz").status == 403)
        #expect(try await world.send("GET", path, as: "a@x.yz").status == 403)
        #expect(try await world.send("POST", path, ["keyAlgorithm": "KEY_ALG_RSA_1024"]).status == 501)
        #expect(try await world.send("GET", "/v1/projects/-/serviceAccounts/no@x.yz/keys").status == 403)
        #expect(try await world.send("GET", path + "/none").status == 404)
    }

    @Test("The public keys of an account are where Google publishes them, while they are good")
    func published() async throws {
        let world = try IdentityWorld()
        let account = try await world.createAccount("holder")
        let (name, file) = try await world.createKey(account)
        let id = try #require(file["private_key_id"]?.stringValue)
        let claims = try world.verified(
            try world.sign(file, ["a": 1]),
            try await world.send("GET", "/service_accounts/v1/jwk/\(account.email)").json)
        #expect(claims["a"] == 1)
        let escaped = account.email.split(separator: "@").joined(separator: "%40")
        for path in ["/robot/v1/metadata/x509/", "/service_accounts/v1/metadata/x509/"] {
            let certificates = try await world.send("GET", path + escaped).json
            #expect(certificates[id]?.stringValue?.hasPrefix("-----BEGIN CERTIFICATE-----") == true)
        }
        #expect(try await world.send("POST", "/v1/\(name):disable", [:]).status == 200)
        #expect(try await world.send("GET", "/robot/v1/metadata/x509/\(escaped)").json == [:])
        #expect(try await world.send("GET", "/robot/v1/metadata/x509/no@x.yz").status == 404)
    }
}
