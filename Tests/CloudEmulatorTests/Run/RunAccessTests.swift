import CloudCore
import PubSubEmulator
import RPCServer
import Testing

@testable import CloudEmulator

@Suite("Who may deploy and invoke services", .timeLimit(.minutes(1)))
struct RunAccessTests {
    private static let resource = RunFixture.region + "/services/web"

    private func grant(
        _ fixture: RunFixture, _ role: String, _ members: [String], on resource: String = resource
    )
        throws(Status)
    {
        _ = try fixture.cloud.perform { (plane, now) throws(Status) in
            let before = try plane.read(resource, at: now)
            return try plane.set(
                resource, IAMv1.Policy(before.bindings + [IAMv1.Binding(role, members)], etag: before.etag),
                at: now)
        }
    }

    @Test("Without roles/run.invoker a caller is refused; allUsers lets everybody in")
    func invoker() async throws {
        let fixture = RunFixture(.enforce)
        try fixture.put(.text("hello"))
        try await fixture.deploy()
        #expect(await fixture.get().status == 403)
        #expect(await fixture.get(token: "someone@example.com").status == 403)
        try grant(fixture, "roles/run.invoker", ["user:someone@example.com"])
        #expect(await fixture.get(token: "someone@example.com").text == "hello")
        #expect(await fixture.get().status == 403)
        #expect(await fixture.get(token: "nonsense").status == 401)
        try grant(fixture, "roles/run.invoker", ["allUsers"])
        #expect(await fixture.get().text == "hello")
    }

    @Test("A token that is for another service is not good for this one")
    func audience() async throws {
        let fixture = RunFixture(.enforce)
        try fixture.put(.text("hello"))
        let service = try await fixture.deploy(
            "web", RunFixture.service { $0.customAudiences = ["https://own.example"] })
        try grant(fixture, "roles/run.invoker", ["user:someone@example.com"])
        func answer(_ audience: String) async throws -> Int {
            let token = try await withCheckedThrowingContinuation { continuation in
                fixture.cloud.pubsub.identityToken(for: "someone@example.com", audience: audience) {
                    continuation.resume(with: $0)
                }
            }
            return await fixture.get(token: token).status
        }
        #expect(try await answer(service.uri) == 200)
        #expect(try await answer("https://own.example") == 200)
        #expect(try await answer("https://other.example") == 401)
    }

    @Test("Access tokens, which are for Google's own APIs, open no service")
    func accessToken() async throws {
        let fixture = RunFixture(.enforce)
        try fixture.put(.text("hello"))
        try await fixture.deploy()
        try grant(fixture, "roles/run.invoker", ["user:owner@example.com"])
        let token = fixture.cloud.plane.callers.tokens.issue(
            for: "owner@example.com", at: fixture.timeline.now)
        #expect(await fixture.get(token: token).status == 401)
        #expect(await fixture.get(token: "owner@example.com").status == 200)
    }

    @Test("With ingress internal only what comes from within the project gets through")
    func ingress() async throws {
        let fixture = RunFixture()
        try fixture.put(.text("hello"))
        try await fixture.deploy("web", RunFixture.service { $0.ingress = .internalOnly })
        #expect(await fixture.get().status == 404)
        #expect(await fixture.get(isInternal: true).text == "hello")
    }

    @Test("Who may not act as the service's account cannot deploy with it")
    func actAs() async throws {
        let fixture = RunFixture(.enforce)
        try fixture.put(.text("hello"))
        let account = try fixture.cloud.perform { (plane, now) throws(Status) in
            try plane.create("runner", at: now)
        }
        try grant(fixture, "roles/run.admin", ["user:deployer@example.com"], on: "projects/local-project")
        let deployer = Caller(email: "deployer@example.com")
        let service = RunFixture.service { $0.template?.serviceAccount = account.email }
        let refusal = failure { () throws(Status) in try fixture.create("web", service, by: deployer) }
        #expect(refusal?.code == .permissionDenied)
        #expect(
            refusal?.message
                == "Permission 'iam.serviceaccounts.actAs' denied on service account \(account.email) (or it may not exist)."
        )
        try grant(fixture, "roles/iam.serviceAccountUser", ["user:deployer@example.com"], on: account.name)
        #expect(failure { () throws(Status) in try fixture.create("web", service, by: deployer) } == nil)
    }

    @Test("The same goes for the default account")
    func defaultAccount() throws {
        let fixture = RunFixture(.enforce)
        try grant(fixture, "roles/run.admin", ["user:deployer@example.com"], on: "projects/local-project")
        let refusal = failure { () throws(Status) in
            try fixture.create(by: Caller(email: "deployer@example.com"))
        }
        #expect(refusal?.message.contains("415104041262-compute@developer.gserviceaccount.com") == true)
    }

    @Test("An account that other services do not know yet is not found")
    func newAccount() throws {
        let fixture = RunFixture(.enforce, .slow)
        let account = try fixture.cloud.perform { (plane, now) throws(Status) in
            try plane.create("runner", at: now)
        }
        let service = RunFixture.service { $0.template?.serviceAccount = account.email }
        #expect(failure { () throws(Status) in try fixture.create("web", service) }?.code == .notFound)
        fixture.timeline.advance(by: .seconds(3_600))
        #expect(failure { () throws(Status) in try fixture.create("web", service) } == nil)
    }

    @Test("A secret that the service's account may not read fails the deployment")
    func secrets() async throws {
        let fixture = RunFixture(.enforce)
        try fixture.put(.web { instance, _ in .text(instance.environment["KEY"] ?? "none") })
        let account = try fixture.cloud.perform { (plane, now) throws(Status) in
            let account = try plane.create("runner", at: now)
            var create = SecretManagerV1.CreateSecretRequest()
            create.parent = "projects/local-project"
            create.secretID = "key"
            var secret = SecretManagerV1.Secret()
            secret.replication = .init()
            secret.replication?.automatic = .init()
            create.secret = secret
            _ = try plane.createSecret(create, by: .owner, at: now)
            var add = SecretManagerV1.AddSecretVersionRequest()
            add.parent = "projects/local-project/secrets/key"
            add.payload = SecretManagerV1.SecretPayload()
            add.payload?.data = Array("hush".utf8)
            _ = try plane.addSecretVersion(add, by: .owner, at: now)
            return account
        }
        let service = RunFixture.service {
            $0.template?.serviceAccount = account.email
            var variable = RunV2.EnvVar()
            variable.name = "KEY"
            variable.valueSource = RunV2.EnvVarSource()
            variable.valueSource?.secretKeyRef = RunV2.SecretKeySelector()
            variable.valueSource?.secretKeyRef?.secret = "key"
            variable.valueSource?.secretKeyRef?.version = "latest"
            $0.template?.containers[0].env = [variable]
            $0.invokerIamDisabled = true
        }
        let refused = try await fixture.ended(try fixture.create("web", service))
        #expect(refused.error?.code == Status.Code.permissionDenied.rawValue)
        #expect(
            refused.error?.message.contains(
                "Permission denied on secret: projects/415104041262/secrets/key/versions/latest for Revision service account "
                    + account.email) == true)
        #expect(try fixture.service().terminalCondition?.reason == .secretsAccessCheckFailed)
        try grant(
            fixture, "roles/secretmanager.secretAccessor", [account.member],
            on: "projects/local-project/secrets/key")
        let ended = try await fixture.ended(
            try fixture.update {
                $0.labels["try"] = "2"; $0.template?.labels["try"] = "2"
            })
        #expect(ended.error == nil)
        #expect(await fixture.get().text == "hush")
    }
}
