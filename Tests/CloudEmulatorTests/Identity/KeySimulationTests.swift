import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

/// Random lives of keys beside a simple model of them, and what replicas say on the way.
struct KeySimulationTests {
    private struct ModelKey: Equatable {
        var isDisabled = false
        var type: IAMAdminV1.KeyType
        var end: Instant
    }

    /// A key that no one can sign with, which is enough to live.
    static func key(_ id: String, _ type: IAMAdminV1.KeyType, until end: Instant, at now: Instant) throws
        -> AccountKey
    {
        let published = PublishedKey(
            id: id, modulus: Array(repeating: 255, count: 256), certificate: "", pem: "")
        return try #require(
            AccountKey(published, type, .google, from: Timestamp(now), to: Timestamp(end)))
    }

    @Test("Keys are as the model says, after each of many steps", arguments: 0..<UInt64(20))
    func lives(seed: UInt64) throws {
        var random = TestRandom(seed)
        var plane = ControlPlane.make()
        let account = try plane.create("abcdef")
        var model: [String: ModelKey] = [:]
        var now = start
        for step in 0..<300 {
            now = now + .seconds(Int64.random(in: 0...20_000, using: &random))
            let id = model.keys.sorted().randomElement(using: &random) ?? "none"
            let name = "\(account.name)/keys/\(id)"
            let isUsers = model[id]?.type == .userManaged
            switch Int.random(in: 0..<5, using: &random) {
            case 0, 1:
                let type: IAMAdminV1.KeyType =
                    Int.random(in: 0..<4, using: &random) == 0 ? .systemManaged : .userManaged
                let end = now + .seconds(Int64.random(in: 1...1_000_000, using: &random))
                let hasRoom =
                    type == .systemManaged || model.values.filter { $0.type == .userManaged }.count < 10
                let added = try Self.key("k\(step)", type, until: end, at: now)
                let outcome = failure { () throws(Status) in try plane.addKey(added, to: account, at: now) }
                #expect((outcome == nil) == hasRoom)
                if hasRoom { model["k\(step)"] = ModelKey(type: type, end: end) }
            case 2, 3:
                let disables = Bool.random(using: &random)
                let outcome = failure { () throws(Status) in
                    try plane.setKey(name, disabled: disables, by: .owner, at: now)
                }
                #expect((outcome == nil) == isUsers)
                if isUsers { model[id]?.isDisabled = disables }
            default:
                let outcome = failure { () throws(Status) in try plane.deleteKey(name, by: .owner, at: now) }
                #expect((outcome == nil) == isUsers)
                if isUsers { model[id] = nil }
            }
            try compare(plane, account, model, at: now)
        }
    }

    private func compare(
        _ plane: ControlPlane, _ account: IAMAdminV1.ServiceAccount, _ model: [String: ModelKey],
        at now: Instant
    ) throws {
        var request = IAMAdminV1.ListServiceAccountKeysRequest()
        request.name = account.name
        let listed = try plane.listKeys(request, by: .owner, at: now).keys
        let seen = model.filter { $0.value.type == .userManaged || now < $0.value.end }
        #expect(Set(listed.map { String($0.name.split(separator: "/").last ?? "") }) == Set(seen.keys))
        for (id, key) in model {
            let isAccepted = !key.isDisabled && now < key.end
            #expect((plane.acceptedKey(id, of: account, at: now) != nil) == isAccepted, "\(id)")
        }
        #expect(plane.acceptedKey("gone", of: account, at: now) == nil)
        #expect(plane.acceptedKey(nil, of: account, at: now) == nil)
    }

    @Test(
        "A new key is accepted after a while, a deleted one still for a while, both for good",
        arguments: 0..<UInt64(5))
    func propagation(seed: UInt64) throws {
        let model = PropagationModel.slow.seeded(seed)
        var plane = ControlPlane.make(model)
        let account = try plane.create("abcdef")
        var now = start + model.longest
        _ = try plane.addKey(
            try Self.key("k", .userManaged, until: .distantFuture, at: now), to: account, at: now)
        #expect(plane.acceptedKey("k", of: account, at: now) == nil)
        now = now + model.longest
        for _ in 0..<50 {
            now = now + .seconds(11)
            #expect(plane.acceptedKey("k", of: account, at: now) != nil)
        }
        try plane.deleteKey("\(account.name)/keys/k", by: .owner, at: now)
        #expect(plane.acceptedKey("k", of: account, at: now) != nil)
        now = now + model.longest
        for _ in 0..<50 {
            now = now + .seconds(11)
            #expect(plane.acceptedKey("k", of: account, at: now) == nil)
        }
    }

    @Test("The keys of an account that is deleted are of no use until it is back")
    func deletedAccount() throws {
        var plane = ControlPlane.make()
        let account = try plane.create("abcdef")
        _ = try plane.addKey(
            try Self.key("k", .userManaged, until: .distantFuture, at: start), to: account, at: start)
        let header = Base64.encodeURLSafe(Array(#"{"alg":"RS256","kid":"k"}"#.utf8))
        let claims = Base64.encodeURLSafe(Array(#"{"iss":"\#(account.email)"}"#.utf8))
        let token = try #require(JSONWebToken(parsing: "\(header).\(claims).AA"))
        #expect(try plane.signer(of: token, at: start).key?.id == "k")
        try plane.deleteServiceAccount(account.name, by: .owner, at: start)
        #expect(throws: OAuthError.self) { try plane.signer(of: token, at: start) }
        try plane.create("abcdef")
        #expect(try plane.signer(of: token, at: start).key == nil, "another account of that name")
        try plane.deleteServiceAccount(account.name, by: .owner, at: start)
        _ = try plane.undeleteServiceAccount(
            "projects/-/serviceAccounts/\(account.uniqueID)", by: .owner, at: start)
        #expect(try plane.signer(of: token, at: start).key?.id == "k")
    }
}
