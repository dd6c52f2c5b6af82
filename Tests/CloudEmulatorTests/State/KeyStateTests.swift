import CloudCore
import Testing

@testable import CloudEmulator

/// The public halves of keys are part of the state, the private ones are not.
@Suite("Keys after a restart")
struct KeyStateTests {
    /// Another cloud that has taken over the state of one.
    private func successor(of world: IdentityWorld) throws -> IdentityWorld {
        let other = try IdentityWorld()
        try other.cloud.importState(world.cloud.exportState())
        return other
    }

    @Test("A key file goes on to be good, a key that was disabled or deleted does not")
    func keyFiles() async throws {
        let world = try IdentityWorld()
        let account = try await world.createAccount("holder")
        let (good, goodFile) = try await world.createKey(account)
        let (disabled, disabledFile) = try await world.createKey(account)
        let (deleted, deletedFile) = try await world.createKey(account)
        #expect(try await world.send("POST", "/v1/\(disabled):disable", [:]).status == 200)
        #expect(try await world.send("DELETE", "/v1/\(deleted)").status == 200)
        let other = try successor(of: world)
        let audience: [String: JSON?] = ["aud": "https://oauth2.googleapis.com/token"]
        for (file, status) in [(goodFile, 200), (disabledFile, 400), (deletedFile, 400)] {
            let answer = try await other.exchange(
                try other.sign(file, other.assertion(file, audience)))
            #expect(answer.status == status, "\(answer.text)")
        }
        #expect(try await other.send("GET", "/v1/\(disabled)").json["disabled"] == true)
        let kinds = other.cloud.inspect { $0.inventory(at: other.timeline.now).names["serviceAccountKeys"] }
        #expect(kinds == [good, disabled])
        #expect(try await other.send("POST", "/v1/\(disabled):enable", [:]).status == 200)
        let again = try await other.exchange(
            try other.sign(disabledFile, other.assertion(disabledFile, audience)))
        #expect(again.status == 200)
    }

    @Test("What Google's key has signed can still be verified; the next process signs with another")
    func systemKeys() async throws {
        let world = try IdentityWorld()
        let account = try await world.createAccount("holder")
        func signed(_ world: IdentityWorld) async throws -> String {
            let answer = try await world.send(
                "POST", "/v1/projects/-/serviceAccounts/\(account.email):signJwt",
                ["payload": .string(#"{"a": 1}"#)])
            return try #require(answer.json["signedJwt"]?.stringValue, "\(answer.text)")
        }
        let before = try await signed(world)
        let other = try successor(of: world)
        let after = try await signed(other)
        let keys = try await other.send("GET", "/service_accounts/v1/jwk/\(account.email)").json
        for token in [before, after] { #expect(try other.verified(token, keys)["a"] == 1) }
        #expect(JSONWebToken(parsing: before)?.keyID != JSONWebToken(parsing: after)?.keyID)
        #expect(other.cloud.plane.history.records.allSatisfy { !$0.request.contains("PRIVATE") })
    }

    @Test("After a reset an account signs with a key that can be verified")
    func reset() async throws {
        let world = try IdentityWorld()
        for _ in 0..<2 {
            let account = try await world.createAccount("holder")
            let answer = try await world.send(
                "POST", "/v1/projects/-/serviceAccounts/\(account.email):signJwt",
                ["payload": .string(#"{"a": 1}"#)])
            let token = try #require(answer.json["signedJwt"]?.stringValue)
            let keys = try await world.send("GET", "/service_accounts/v1/jwk/\(account.email)").json
            #expect(try world.verified(token, keys)["a"] == 1)
            world.cloud.reset()
        }
    }
}
