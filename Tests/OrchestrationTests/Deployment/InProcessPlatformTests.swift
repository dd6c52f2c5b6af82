import CloudCore
import GoogleCloud
import Synchronization
import Testing

@testable import Orchestration

@Suite("In-process platform", .timeLimit(.minutes(1)))
struct InProcessPlatformTests {
    private let timeline = VirtualTimeline(mode: .automatic)

    private func service(_ name: String) -> Service {
        Service(name: name, serviceAccount: "sa", deployment: Deployment(sourcePath: "services/\(name)"))
    }

    private func withPlatform<Result: Sendable>(
        _ programs: [String: ServiceProgram],
        _ body: @escaping @Sendable (InProcessPlatform) async throws -> Result
    ) async throws -> Result {
        let cloud = FakeCloud(timeline: timeline)
        return try await InProcessPlatform.withPlatform(
            programs: programs, clients: { cloud.clients($0) }, timeline: timeline, body)
    }

    private func deploy(_ name: String, on platform: InProcessPlatform) async throws {
        let image = try await platform.build(service(name))
        _ = try await platform.deploy(
            ServiceDeployment(name: name, image: image, serviceAccount: "a@p", variables: ["KEY": name]))
    }

    @Test("A service runs with its variables until it is deleted")
    func lifecycle() async throws {
        let seen = OneShot<String>()
        let ended = Mutex(false)
        let programs: [String: ServiceProgram] = [
            "a": { environment in
                seen.fulfil(.success(try environment.require("KEY")))
                defer { ended.withLock { $0 = true } }
                try await OneShot<Void>().value()
            }
        ]
        try await withPlatform(programs) { platform in
            try await deploy("a", on: platform)
            #expect(try await seen.value() == "a")
            #expect(try await platform.service(named: "a")?.url == "in-process://a")
            try await platform.delete("a")
            #expect(ended.withLock { $0 })
            #expect(try await platform.service(named: "a") == nil)
            try await platform.delete("a")
            #expect(platform.exits.map(\.service) == ["a"])
            #expect(platform.exits.first?.error == nil)
        }
    }

    @Test("When the scope ends, every service has ended")
    func scope() async throws {
        let running = Mutex(0)
        let programs: [String: ServiceProgram] = [
            "a": { environment in
                running.withLock { $0 += 1 }
                defer { running.withLock { $0 -= 1 } }
                try await OneShot<Void>().value()
            }
        ]
        try await withPlatform(programs) { platform in
            let image = try await platform.build(service("a"))
            for index in 0..<5 {
                _ = try await platform.deploy(
                    ServiceDeployment(name: "a\(index)", image: image, serviceAccount: "a@p"))
            }
            while running.withLock({ $0 }) < 5 { await Task.yield() }
        }
        #expect(running.withLock { $0 } == 0)
    }

    @Test("A service that fails is reported with its name and reason; one that returns is not")
    func failure() async throws {
        let programs: [String: ServiceProgram] = [
            "good": { _ in }, "bad": { _ in throw Status(.internal, "out of luck") },
        ]
        let error = await #expect(throws: Status.self) {
            try await withPlatform(programs) { platform in
                try await deploy("good", on: platform)
                try await deploy("bad", on: platform)
                try await platform.firstFailure()
            }
        }
        #expect(error?.message == "service bad failed: INTERNAL: out of luck")
    }

    @Test("Deploying again replaces the service that runs")
    func replacing() async throws {
        let starts = Mutex(0)
        let programs: [String: ServiceProgram] = [
            "a": { environment in
                starts.withLock { $0 += 1 }
                try await OneShot<Void>().value()
            }
        ]
        try await withPlatform(programs) { platform in
            try await deploy("a", on: platform)
            try await deploy("a", on: platform)
            while starts.withLock({ $0 }) < 1 { await Task.yield() }
            #expect(platform.exits.count == 1)
            #expect(try await platform.service(named: "a") != nil)
        }
    }

    @Test("What has no program is not built, and what was not built is not deployed")
    func missing() async throws {
        try await withPlatform(["a": { _ in }]) { platform in
            let build = await #expect(throws: Status.self) { try await platform.build(service("b")) }
            #expect(build?.code == .notFound)
            #expect(build?.message.contains("there are a") == true)
            let existing = try await platform.existingImage(of: service("a"))
            #expect(existing == nil)
            let deploy = await #expect(throws: Status.self) {
                try await platform.deploy(
                    ServiceDeployment(name: "a", image: ImageReference("a#a"), serviceAccount: "a@p"))
            }
            #expect(deploy?.code == .notFound)
        }
    }

    @Test(
        "A program is named after the last directory of its source",
        arguments: [
            ("services", "publisher", "publisher"), ("services/publisher", "", "publisher"),
            ("services/publisher", ".", "publisher"), ("", "", "name"), ("src/", "cmd/app/", "app"),
        ])
    func sourceName(_ path: String, _ module: String, _ expected: String) {
        var service = Service(name: "name", serviceAccount: "sa")
        service.deployment = Deployment(sourcePath: path, buildableModulePath: module)
        #expect(InProcessPlatform.sourceName(of: service) == expected)
    }
}
