import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

extension ControlPlane {
    @discardableResult
    mutating func addSecret(
        _ id: String, in parent: String = "projects/local-project", at now: Instant = start,
        _ change: (inout Secret) -> Void = { _ in }
    ) throws(Status) -> Secret {
        var request = SecretManagerV1.CreateSecretRequest()
        request.parent = parent
        request.secretID = id
        var secret = Secret()
        if !parent.contains("locations") { secret.replication = .anywhere }
        change(&secret)
        request.secret = secret
        return try createSecret(request, by: .owner, at: now)
    }

    @discardableResult
    mutating func addVersion(
        _ secret: String, _ text: String, checksum: Int64? = nil, at now: Instant = start
    ) throws(Status) -> SecretVersion {
        var request = SecretManagerV1.AddSecretVersionRequest()
        request.parent = secret
        request.payload = SecretManagerV1.SecretPayload()
        request.payload?.data = Array(text.utf8)
        request.payload?.dataCrc32c = checksum
        return try addSecretVersion(request, by: .owner, at: now)
    }

    mutating func access(_ name: String, at now: Instant = start) throws(Status) -> String {
        let payload = try accessSecretVersion(name, by: .owner, at: now).payload
        return String(decoding: payload?.data ?? [], as: UTF8.self)
    }

    @discardableResult
    mutating func change(
        _ version: String, to state: SecretVersion.State, etag: String = "", at now: Instant = start
    ) throws(Status) -> SecretVersion {
        var request = SecretManagerV1.DestroySecretVersionRequest()
        request.name = version
        request.etag = etag
        return try setSecretVersion(request, state, by: .owner, at: now)
    }

    @discardableResult
    mutating func update(
        _ name: String, _ paths: [String], at now: Instant = start, _ change: (inout Secret) -> Void
    ) throws(Status) -> Secret {
        var request = SecretManagerV1.UpdateSecretRequest()
        request.updateMask = FieldMask(paths)
        var secret = Secret()
        secret.name = name
        change(&secret)
        request.secret = secret
        return try updateSecret(request, by: .owner, at: now)
    }
}

extension SecretManagerV1.Replication {
    static var anywhere: SecretManagerV1.Replication {
        var replication = SecretManagerV1.Replication()
        replication.automatic = .init()
        return replication
    }
}

@Suite("Secrets and their versions")
struct SecretTests {
    private let key = "projects/local-project/secrets/key"
    private let shown = "projects/415104041262/secrets/key"

    @Test("A secret is named by the project's number, and found by its id, too")
    func names() throws {
        var plane = ControlPlane.make()
        let secret = try plane.addSecret("key")
        #expect(secret.name == shown)
        #expect(secret.createTime == Timestamp(start))
        #expect(try plane.secret(key, by: .owner, at: start) == secret)
        #expect(try plane.secret(shown, by: .owner, at: start) == secret)
        #expect(failure { () throws(Status) in try plane.addSecret("key") }?.code == .alreadyExists)
    }

    @Test(
        "What a secret must not be is refused",
        arguments: [
            ("", Status.Code.invalidArgument), ("a b", .invalidArgument), ("ü", .invalidArgument),
            (String(repeating: "a", count: 256), .invalidArgument),
        ])
    func ids(id: String, code: Status.Code) {
        var plane = ControlPlane.make()
        #expect(failure { () throws(Status) in try plane.addSecret(id) }?.code == code)
    }

    @Test("Settings that would change nothing are refused, not ignored")
    func refusals() {
        var plane = ControlPlane.make()
        func code(_ change: (inout SecretManagerV1.Secret) -> Void) -> Status.Code? {
            failure { () throws(Status) in try plane.addSecret("key", change) }?.code
        }
        #expect(code { $0.topics = [.init()] } == .unimplemented)
        #expect(code { $0.rotation = .init() } == .unimplemented)
        #expect(code { $0.tags = ["1/a": "b"] } == .unimplemented)
        #expect(code { $0.customerManagedEncryption = .init() } == .unimplemented)
        #expect(code { $0.replication = nil } == .invalidArgument)
        #expect(code { $0.labels = ["UPPER": "a"] } == .invalidArgument)
        #expect(code { $0.ttl = .seconds(-1) } == .invalidArgument)
        #expect(code { $0.versionDestroyTtl = .seconds(60) } == .invalidArgument)
        #expect(code { $0.versionAliases = ["a": 1] } == .invalidArgument)
        #expect(code { $0.labels = ["good": "value-1"] } == nil)
    }

    @Test("The latest version is the newest one, whatever its state; a number or an alias names any")
    func access() throws {
        var plane = ControlPlane.make()
        try plane.addSecret("key")
        let missing = failure { () throws(Status) in try plane.access("\(key)/versions/latest") }
        #expect(missing == Status(.notFound, "Secret [\(shown)] not found or has no versions."))
        #expect(try plane.addVersion(key, "one").name == "\(shown)/versions/1")
        try plane.addVersion(key, "two")
        #expect(try plane.access("\(key)/versions/latest") == "two")
        #expect(try plane.access("\(key)/versions/1") == "one")
        try plane.update(key, ["version_aliases"]) { $0.versionAliases = ["good": 1] }
        #expect(try plane.access("\(key)/versions/good") == "one")
        try plane.change("\(key)/versions/2", to: .disabled)
        let refusal = failure { () throws(Status) in try plane.access("\(key)/versions/latest") }
        #expect(
            refusal
                == Status(.failedPrecondition, "Secret Version [\(shown)/versions/2] is in DISABLED state."))
        try plane.change("\(key)/versions/2", to: .enabled)
        #expect(try plane.access("\(key)/versions/latest") == "two")
    }

    @Test("A destroyed version has no data and stays destroyed")
    func destroyed() throws {
        var plane = ControlPlane.make()
        try plane.addSecret("key")
        try plane.addVersion(key, "one")
        let version = try plane.change("\(key)/versions/1", to: .destroyed)
        #expect(version.state == .destroyed && version.destroyTime == Timestamp(start))
        let again = failure { () throws(Status) in try plane.change("\(key)/versions/1", to: .enabled) }
        #expect(again?.code == .failedPrecondition)
        let access = failure { () throws(Status) in try plane.access("\(key)/versions/1") }
        #expect(access?.message.hasSuffix("is in DESTROYED state.") == true)
    }

    @Test("A delayed destruction disables first, can be taken back, and comes by the timeline")
    func delayed() throws {
        var plane = ControlPlane.make()
        try plane.addSecret("key") { $0.versionDestroyTtl = .seconds(86_400) }
        try plane.addVersion(key, "one")
        let version = try plane.change("\(key)/versions/1", to: .destroyed)
        #expect(version.state == .disabled)
        #expect(version.scheduledDestroyTime == Timestamp(start + .seconds(86_400)))
        try plane.change("\(key)/versions/1", to: .enabled)
        try plane.change("\(key)/versions/1", to: .destroyed, at: start + .seconds(10))
        let due = start + .seconds(86_410)
        #expect(
            try plane.secretVersion("\(key)/versions/1", by: .owner, at: due - .nanoseconds(1)).state
                == .disabled)
        #expect(try plane.secretVersion("\(key)/versions/1", by: .owner, at: due).state == .destroyed)
    }

    @Test("A payload is checked against its checksum, and returned with it")
    func checksums() throws {
        var plane = ControlPlane.make()
        try plane.addSecret("key")
        // "123456789" is the check value's input of CRC-32C.
        let version = try plane.addVersion(key, "123456789", checksum: 0xE306_9283)
        #expect(version.clientSpecifiedPayloadChecksum)
        #expect(try !plane.addVersion(key, "123456789").clientSpecifiedPayloadChecksum)
        let answer = try plane.accessSecretVersion("\(key)/versions/1", by: .owner, at: start)
        #expect(answer.payload?.dataCrc32c == 0xE306_9283)
        #expect(
            failure { () throws(Status) in try plane.addVersion(key, "123456789", checksum: 1) }?.code
                == .invalidArgument)
        let large = String(repeating: "x", count: 64 * 1024)
        try plane.addVersion(key, large)
        #expect(
            failure { () throws(Status) in try plane.addVersion(key, large + "x") }?.code == .invalidArgument)
        #expect(failure { () throws(Status) in try plane.addVersion(key, "") }?.code == .invalidArgument)
    }

    @Test("An etag of an older state is refused")
    func etags() throws {
        var plane = ControlPlane.make()
        let secret = try plane.addSecret("key")
        try plane.update(key, ["labels"]) {
            $0.etag = secret.etag
            $0.labels = ["a": "1"]
        }
        let stale = failure { () throws(Status) in
            try plane.update(key, ["labels"]) { $0.etag = secret.etag }
        }
        #expect(stale?.code == .aborted)
        var request = SecretManagerV1.DeleteSecretRequest()
        request.name = key
        request.etag = secret.etag
        #expect(
            failure { () throws(Status) in try plane.deleteSecret(request, by: .owner, at: start) }?.code
                == .aborted)
        #expect(try plane.secret(key, by: .owner, at: start).labels == ["a": "1"])
    }

    @Test("A secret with a time to live is gone with its policy when that is over")
    func expiry() throws {
        var plane = ControlPlane.make()
        let secret = try plane.addSecret("key") { $0.ttl = .seconds(60) }
        #expect(secret.expireTime == Timestamp(start + .seconds(60)) && secret.ttl == nil)
        try plane.set(key, IAMv1.Policy([IAMv1.Binding("roles/viewer", ["user:a@example.com"])]))
        #expect(try plane.secret(key, by: .owner, at: start + .seconds(59)) == secret)
        let gone = failure { () throws(Status) in
            try plane.secret(key, by: .owner, at: start + .seconds(60))
        }
        #expect(gone == Status(.notFound, "Secret [\(shown)] not found."))
        #expect(plane.policies.latest(of: key).bindings.isEmpty)
    }

    @Test("Lists come newest first, in pages that stay right, filtered by name and label")
    func lists() throws {
        var plane = ControlPlane.make()
        for number in 0..<5 {
            try plane.addSecret("key-\(number)") { $0.labels = ["parity": number % 2 == 0 ? "even" : "odd"] }
        }
        var request = SecretManagerV1.ListSecretsRequest()
        request.parent = "projects/local-project"
        request.pageSize = 2
        let first = try plane.listSecrets(request, by: .owner, at: start)
        #expect(first.secrets.map { String($0.name.suffix(1)) } == ["4", "3"] && first.totalSize == 5)
        try plane.addSecret("key-9")
        request.pageToken = first.nextPageToken
        let second = try plane.listSecrets(request, by: .owner, at: start)
        #expect(second.secrets.map { String($0.name.suffix(1)) } == ["2", "1"])
        request.pageToken = ""
        request.filter = "labels.parity=odd AND name:key"
        #expect(try plane.listSecrets(request, by: .owner, at: start).secrets.count == 2)
        request.filter = "create_time>2020"
        #expect(
            failure { () throws(Status) in try plane.listSecrets(request, by: .owner, at: start) }?.code
                == .unimplemented)
    }

    @Test("A regional secret is another than the global one of the same id")
    func regional() throws {
        var plane = ControlPlane.make()
        let parent = "projects/local-project/locations/europe-west6"
        try plane.addSecret("key")
        let secret = try plane.addSecret("key", in: parent)
        #expect(secret.name == "projects/415104041262/locations/europe-west6/secrets/key")
        let version = try plane.addVersion("\(parent)/secrets/key", "x")
        #expect(version.replicationStatus == nil)
        #expect(failure { () throws(Status) in try plane.access("\(key)/versions/1") }?.code == .notFound)
        let refusal = failure { () throws(Status) in
            try plane.addSecret("other", in: parent) { $0.replication = .anywhere }
        }
        #expect(refusal?.code == .invalidArgument)
    }

    @Test("Whoever has no role on a secret may not read it, and another project is not told apart")
    func permissions() throws {
        var plane = ControlPlane.make()
        try plane.addSecret("key")
        try plane.addVersion(key, "one")
        let stranger = Caller(email: "stranger@example.com")
        let other = failure { () throws(Status) in
            try plane.accessSecretVersion(
                "projects/other-project/secrets/key/versions/1", by: stranger, at: start)
        }
        #expect(other?.code == .permissionDenied)
        var request = IAMv1.TestIamPermissionsRequest()
        request.permissions = ["secretmanager.versions.access"]
        #expect(try plane.test(request, on: key, by: stranger, at: start).permissions == [])
        #expect(try plane.test(request, on: key, by: .owner, at: start).permissions == request.permissions)
    }
}
