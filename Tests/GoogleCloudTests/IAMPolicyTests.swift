import CloudCore
import Synchronization
import Testing

@testable import GoogleCloud

@Suite("IAMPolicy: changing what is held, and nothing else")
struct IAMPolicyTests {
    private let conditional = IAMPolicy.Binding(
        role: "r1", members: ["user:c@x.y"], condition: .init(expression: "true", title: "always"))

    @Test("Adding joins the unconditional binding of the role, or makes one")
    func add() {
        var policy = IAMPolicy(bindings: [conditional])
        policy.add(member: "user:a@x.y", role: "r1")
        policy.add(member: "user:b@x.y", role: "r1")
        policy.add(member: "user:a@x.y", role: "r1")
        #expect(policy.bindings == [conditional, .init(role: "r1", members: ["user:a@x.y", "user:b@x.y"])])
        #expect(policy.contains(member: "user:a@x.y", role: "r1"))
        #expect(!policy.contains(member: "user:c@x.y", role: "r1"))
    }

    @Test("Removing leaves conditional bindings alone and no empty one behind")
    func remove() {
        var policy = IAMPolicy(bindings: [conditional, .init(role: "r1", members: ["user:c@x.y"])])
        policy.remove(member: "user:c@x.y", role: "r1")
        #expect(policy.bindings == [conditional])
        policy.removeAll(member: "user:c@x.y")
        #expect(policy.bindings.isEmpty)
    }

    @Test("A policy survives its JSON")
    func json() {
        let policy = IAMPolicy(
            version: 3, etag: "e", bindings: [conditional, .init(role: "r2", members: ["allUsers"])])
        #expect(IAMPolicy(json: policy.json) == policy)
        #expect(IAMPolicy(json: .null) == IAMPolicy())
    }
}

@Suite("modifyPolicy: read, change, write, and again when somebody else was quicker")
struct PolicyModificationTests {
    /// A policy on a server that knows etags.
    private final class Server: Sendable {
        struct State {
            var policy = IAMPolicy(version: 1, etag: "0")
            var reads = 0
            var writes = 0
            var conflictsToCome = 0
        }

        let state = Mutex(State())

        func read() -> IAMPolicy {
            state.withLock { state in
                state.reads += 1
                return state.policy
            }
        }

        func write(_ policy: IAMPolicy) throws -> IAMPolicy {
            try state.withLock { state in
                state.writes += 1
                if state.conflictsToCome > 0 {
                    // Somebody else's change comes in between.
                    state.conflictsToCome -= 1
                    state.policy.add(member: "user:other\(state.conflictsToCome)@x.y", role: "roles/other")
                    state.policy.etag += "x"
                }
                guard policy.etag == state.policy.etag else { throw Status(.aborted, "changed") }
                state.policy = policy
                state.policy.etag += "w"
                return state.policy
            }
        }
    }

    private func modify(
        _ server: Server, retry: RetryPolicy = .conflict, _ change: (inout IAMPolicy) throws -> Void
    ) async throws -> IAMPolicy {
        try await modifyPolicy(
            timeline: VirtualTimeline(mode: .automatic), retry: retry, read: { server.read() },
            write: { try server.write($0) }, change: change)
    }

    @Test("Nothing is written when nothing changes")
    func unchanged() async throws {
        let server = Server()
        _ = try await modify(server) { $0.add(member: "user:a@x.y", role: "r") }
        _ = try await modify(server) { $0.add(member: "user:a@x.y", role: "r") }
        #expect(server.state.withLock { $0.writes } == 1)
    }

    @Test("A conflict is read again, and the other writer's change stays")
    func conflict() async throws {
        let server = Server()
        server.state.withLock { $0.conflictsToCome = 3 }
        let policy = try await modify(server) { $0.add(member: "user:a@x.y", role: "r") }
        #expect(policy.contains(member: "user:a@x.y", role: "r"))
        for number in 0..<3 {
            #expect(policy.contains(member: "user:other\(number)@x.y", role: "roles/other"))
        }
        #expect(server.state.withLock { $0.reads } == 4)
    }

    @Test("Conflicts without end are ABORTED after the last attempt")
    func endless() async {
        let server = Server()
        server.state.withLock { $0.conflictsToCome = .max }
        let retry = RetryPolicy(attempts: 4, retryableCodes: [.aborted])
        let status = await #expect(throws: Status.self) {
            try await modify(server, retry: retry) { $0.add(member: "user:a@x.y", role: "r") }
        }
        #expect(status?.code == .aborted)
        #expect(server.state.withLock { $0.writes } == 4)
    }

    @Test("A policy with conditions is written in the format that keeps them")
    func conditions() async throws {
        let server = Server()
        let conditional = IAMPolicy.Binding(
            role: "r", members: ["user:c@x.y"], condition: .init(expression: "true"))
        server.state.withLock { $0.policy.bindings = [conditional] }
        let policy = try await modify(server) { $0.add(member: "user:a@x.y", role: "r") }
        #expect(policy.version == 3)
        #expect(policy.bindings.first == conditional)
    }

    @Test("The etag that was read is written, whatever the change does to it")
    func etag() async throws {
        let server = Server()
        let policy = try await modify(server) {
            $0.etag = ""
            $0.add(member: "user:a@x.y", role: "r")
        }
        #expect(policy.etag == "0w")
    }

    @Test(
        "An account that is not known yet is told from other refusals",
        arguments: [
            (Status(.invalidArgument, "Service account a@p.iam.gserviceaccount.com does not exist."), true),
            (Status(.invalidArgument, "Role roles/x is not supported for this resource."), false),
            (Status(.notFound, "Service account a does not exist."), false),
        ])
    func unknownAccount(status: Status, isUnknown: Bool) {
        #expect(status.isUnknownServiceAccount == isUnknown)
    }
}
