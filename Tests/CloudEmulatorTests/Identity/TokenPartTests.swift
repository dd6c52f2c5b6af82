import CloudCore
import PubSubEmulator
import RPCServer
import Testing

@testable import CloudEmulator

/// Signatures and tokens, apart from who they are of.
struct TokenPartTests {
    /// One key for all tests: making one takes a while.
    static let key = Result { try SigningKey() }

    @Test("What openssl signs is verified, and nothing else is")
    func verified() throws {
        let key = try Self.key.get()
        let verifier = try #require(RSAPublicKey(modulus: key.published.modulus))
        for length in [0, 1, 55, 56, 64, 1_000] {
            let message = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            var signature = try key.sign(message)
            #expect(verifier.verifies(signature, of: message))
            #expect(!verifier.verifies(signature, of: message + [0]))
            #expect(!verifier.verifies(signature.dropLast(), of: message))
            signature[length % signature.count] ^= 1
            #expect(!verifier.verifies(signature, of: message))
        }
        #expect(!verifier.verifies(key.published.modulus, of: []), "a number that is not below the modulus")
    }

    @Test(
        "Other sizes and exponents verify as openssl signs them", arguments: [1_024, 2_056, 3_072, 4_096],
        [3, 65_537])
    func sizes(bits: Int, exponent: Int) throws {
        let folder = try PrivateFolder()
        let path = folder.path + "/key.pem"
        _ = try OpenSSL.run([
            "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:\(bits)", "-pkeyopt",
            "rsa_keygen_pubexp:\(exponent)", "-out", path,
        ])
        let text = try OpenSSL.run(["rsa", "-in", path, "-noout", "-modulus"])
        let digits = Array(
            try #require(String(decoding: text, as: UTF8.self).split(separator: "=").last).utf8)
        let modulus = stride(from: 0, to: bits / 4, by: 2).compactMap { index -> UInt8? in
            guard let high = Hexadecimal.value(of: digits[index]),
                let low = Hexadecimal.value(of: digits[index + 1])
            else { return nil }
            return high << 4 | low
        }
        let verifier = try #require(RSAPublicKey(modulus: modulus, exponent: UInt64(exponent)))
        let message = Array("hello".utf8)
        #expect(
            verifier.verifies(
                try OpenSSL.run(["dgst", "-sha256", "-sign", path], input: message), of: message))
        #expect(
            !verifier.verifies(
                try OpenSSL.run(["dgst", "-sha384", "-sign", path], input: message), of: message))
    }

    @Test("A number that cannot be a modulus makes no key")
    func noKey() {
        for modulus: [UInt8] in [
            [], [0], [1], Array(repeating: 255, count: 100), Array(repeating: 254, count: 256),
        ] {
            #expect(RSAPublicKey(modulus: modulus) == nil)
        }
        #expect(RSAPublicKey(modulus: Array(repeating: 255, count: 256), exponent: 2) == nil)
    }

    @Test("A token is read with its claims")
    func token() throws {
        let key = try Self.key.get()
        let text = try key.token(Array(#"{"iss":"a","aud":["x","y"],"iat":7,"exp":8.5,"nbf":"9"}"#.utf8))
        let token = try #require(JSONWebToken(parsing: text))
        #expect(token.keyID == key.id && token.algorithm == "RS256")
        #expect(token.text("iss") == "a" && token.audiences == ["x", "y"])
        #expect(token.time("iat") == Instant(nanoseconds: 7_000_000_000))
        #expect(token.time("exp") == Instant(nanoseconds: 8_000_000_000))
        #expect(token.time("nbf") == nil && token.time("other") == nil)
        let verifier = try #require(RSAPublicKey(modulus: key.published.modulus))
        #expect(token.isSigned(by: verifier))
    }

    @Test(
        "What is no token is none",
        arguments: [
            "", "a", "a.b.c", "..", "e30.e30.", "e30.e30.AA.AA", "e30.e30.A=", "W10.e30.AA", "e30.W10.AA",
            "eyJhbGciOiJSUzI1NiIsImNyaXQiOlsiYiJdfQ.e30.AA", "eyJhbGciOiJSUzI1NiJ9.e30.A+",
            "eyJhbGciOiJSUzI1NiJ9.eyJhIjoxLCJhIjoyfQ.AA",
        ])
    func noToken(text: String) { #expect(JSONWebToken(parsing: text) == nil) }

    @Test("Without RS256 nothing is signed, whatever the header says", arguments: ["none", "HS256", "RS512"])
    func algorithms(name: String) throws {
        let key = try Self.key.get()
        let header = Base64.encodeURLSafe(Array(#"{"alg":"\#(name)"}"#.utf8))
        let signed = header + ".e30"
        let text = signed + "." + Base64.encodeURLSafe(try key.sign(Array(signed.utf8)))
        let token = try #require(JSONWebToken(parsing: text))
        #expect(!token.isSigned(by: try #require(RSAPublicKey(modulus: key.published.modulus))))
    }

    @Test(
        "Scopes limit what a token is good for",
        arguments: [
            (["https://www.googleapis.com/auth/cloud-platform"], "run.services.create", true),
            (["https://www.googleapis.com/auth/pubsub"], "pubsub.topics.publish", true),
            (["https://www.googleapis.com/auth/pubsub"], "storage.objects.get", false),
            (["https://www.googleapis.com/auth/devstorage.read_only"], "storage.objects.get", true),
            (["https://www.googleapis.com/auth/devstorage.read_only"], "storage.objects.create", false),
            (["https://www.googleapis.com/auth/cloud-platform.read-only"], "run.services.list", true),
            (["https://www.googleapis.com/auth/cloud-platform.read-only"], "run.services.update", false),
            (["openid", "email"], "run.services.get", false),
        ])
    func scopes(scopes: [String], permission: String, isAllowed: Bool) {
        #expect((TokenAccess.of(scopes)?.allows(permission) ?? true) == isAllowed)
    }

    @Test("Access tokens are other ones each time, the same with the same seed, and end")
    func accessTokens() {
        let (first, second) = (AccessTokens(seed: 7), AccessTokens(seed: 7))
        let token = first.issue(for: "A@x.yz", at: start)
        #expect(token.text == second.issue(for: "A@x.yz", at: start).text)
        #expect(token.text != first.issue(for: "A@x.yz", at: start).text)
        #expect(token.text != AccessTokens(seed: 8).issue(for: "A@x.yz", at: start).text)
        #expect(token.text.hasPrefix("ya29."))
        #expect(first.token(token.text, at: start + .seconds(3_599))?.caller.email == "a@x.yz")
        #expect(first.token(token.text, at: start + .seconds(3_600)) == nil)
        #expect(first.issued(token.text) != nil && first.issued("ya29.other") == nil)
    }

    @Test("A caller who shows a token again and again is who it says, until it ends")
    func repeatedToken() {
        let callers = CallerDirectory(owner: "owner@x.yz", seed: 7)
        let tokens = ["a@x.yz", "b@x.yz"].map { callers.tokens.issue(for: $0, at: start) }
        func caller(_ token: AccessTokens.Token, after seconds: Int) -> Caller {
            callers.caller(
                CallContext(authorization: "Bearer " + token.text), at: start + .seconds(seconds))
        }
        for second in [0, 1, 3_599] {
            #expect(tokens.map { caller($0, after: second).email } == ["a@x.yz", "b@x.yz"])
            #expect(caller(tokens[1], after: second).email == "b@x.yz")
        }
        #expect(tokens.map { caller($0, after: 3_600).problem } == [.expiredToken, .expiredToken])
        #expect(caller(tokens[1], after: 3_601).problem == .expiredToken)
    }
}
