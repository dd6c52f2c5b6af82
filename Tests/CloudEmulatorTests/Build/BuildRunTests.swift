import CloudCore
import Synchronization
import Testing

@testable import CloudEmulator

/// A Cloud Storage that holds one object, for tests, and remembers the logs that are written.
final class TestBuildStorage: BuildStorage {
    let object: [UInt8]
    let logs = Mutex<[[UInt8]]>([])

    init(_ object: [UInt8] = []) { self.object = object }

    func fetch(
        bucket: String, object: String, generation: Int64?, to path: String, limit: Int64, by account: Caller
    ) throws(Status) -> Int64 {
        guard bucket == "sources" else { throw Status(.notFound, "No such object: \(bucket)/\(object)") }
        let parts = path.split(separator: "/")
        try FileTree(root: "/" + parts.dropLast().joined(separator: "/")).write(
            self.object, to: String(parts.last ?? ""))
        return 7
    }

    func write(
        log: [UInt8], of build: String, to place: BuildLogPlace, by account: Caller?
    ) throws(Status) {
        logs.withLock { $0.append(log) }
    }
}

/// Builds that are carried out with processes, apart from queue and service.
struct BuildBench {
    struct Outcome {
        let ending: BuildStore.Ending
        let build: CloudBuildV1.Build
        let log: String
    }

    let timeline = VirtualTimeline(mode: .automatic)
    let images: ImageStore
    let logs = BuildLogs()
    let storage: TestBuildStorage
    let host: ControlPlaneHost
    let worker: ProcessBuildWorker

    init(_ settings: BuildSettings = BuildSettings(), source: [UInt8] = []) throws {
        storage = TestBuildStorage(source)
        host = .make(timeline: timeline)
        try host.perform(at: start) { (plane, now) throws(Status) in
            _ = try plane.addRepository("images", in: "projects/local-project/locations/us", at: now)
        }
        images = ImageStore(host)
        timeline.advance(by: .seconds(2))
        worker = ProcessBuildWorker(
            settings: settings, timeline: timeline, plane: host, images: ImageFolders(), storage: storage,
            ports: AccountPorts(), logs: logs)
    }

    func carryOut(
        secrets: [String: String] = [:], began: (BuildStop) -> Void = { _ in },
        _ change: (inout CloudBuildV1.Build) -> Void
    ) async throws -> Outcome {
        var request = CloudBuildV1.Build()
        change(&request)
        let name = BuildName(location: "global", id: "build-1")
        let build = try BuildPlan(request, name, in: .standard).build
        let work = ControlPlane.BuildWork(build: build, account: .owner, secrets: .success(secrets))
        let seen = Mutex(build)
        let activity = timeline.beginActivity(.working)
        let ending = await withCheckedContinuation { (done: CheckedContinuation<BuildStore.Ending, Never>) in
            began(
                worker.begin(work) { change in
                    seen.withLock { change(&$0) }
                } stopped: {
                    done.resume(returning: $0)
                })
        }
        activity.end()
        return Outcome(
            ending: ending, build: seen.withLock { $0 }, log: logs.text(of: "build-1") ?? "")
    }
}

extension CloudBuildV1.BuildStep {
    static func script(_ text: String, _ change: (inout Self) -> Void = { _ in }) -> Self {
        var step = Self()
        step.name = "bash"
        step.script = text
        change(&step)
        return step
    }

    static func run(_ name: String, _ arguments: String...) -> Self {
        var step = Self()
        step.name = name
        step.args = arguments
        return step
    }
}

@Suite("Builds that are carried out", .timeLimit(.minutes(2)))
struct BuildRunTests {
    private let image = "us-docker.pkg.dev/local-project/images/app"

    @Test("Steps share a workspace, and see their own variables and nothing of this process")
    func steps() async throws {
        let bench = try BuildBench()
        let outcome = try await bench.carryOut(secrets: ["TOKEN": "hush"]) { build in
            build.steps = [
                .script("echo one > file; pwd") { $0.dir = "sub" },
                .script("cat sub/file; echo $NAME; echo ${SWIFT_TEST-unset} $HOME ${TOKEN-none}") {
                    $0.env = ["NAME=value"]
                    $0.id = "second"
                },
                .script("echo $TOKEN | rev") { $0.secretEnv = ["TOKEN"] },
            ]
            build.availableSecrets = .init()
            build.availableSecrets?.secretManager = [.init()]
            build.availableSecrets?.secretManager[0].env = "TOKEN"
        }
        #expect(outcome.ending == .success, "\(outcome.log)")
        let lines = outcome.log.split(separator: "\n")
        #expect(lines.contains("Step #1 - \"second\": one"))
        #expect(lines.contains("Step #1 - \"second\": value"))
        #expect(
            lines.contains { $0.hasPrefix("Step #1 - \"second\": unset /") && $0.hasSuffix("/home none") })
        #expect(lines.contains("Step #2: hsuh"))
        #expect(lines.last == "DONE")
        #expect(outcome.build.steps.map(\.status) == [.success, .success, .success])
        #expect(outcome.build.timing.map(\.key).sorted() == ["BUILD", "FETCHSOURCE"])
    }

    @Test("A step that fails fails the build, with its status in log and build, unless that is allowed")
    func failures() async throws {
        let bench = try BuildBench()
        let outcome = try await bench.carryOut { build in
            build.steps = [
                .script("exit 3") { $0.allowExitCodes = [3] }, .script("exit 4") { $0.allowFailure = true },
                .script("exit 5"), .script("echo never"),
            ]
        }
        guard case .failure(let info, .failure) = outcome.ending else {
            return #expect(Bool(false), "\(outcome)")
        }
        #expect(info.type == .userBuildStep)
        #expect(info.detail == "build step 2 \"bash\" failed: step exited with non-zero status: 5")
        #expect(outcome.build.steps.map(\.exitCode) == [3, 4, 5, 0])
        #expect(!outcome.log.contains("never"))
        #expect(outcome.log.contains("ERROR: build step 2"))
    }

    @Test("A program that is missing is named, with what to install")
    func missing() async throws {
        let bench = try BuildBench()
        let outcome = try await bench.carryOut { build in
            build.steps = [.run("ubuntu", "no-such-program", "x")]
        }
        #expect(outcome.ending != .success)
        #expect(outcome.log.contains("no-such-program is missing on this machine"))
        #expect(outcome.log.contains("install no-such-program"))
    }

    @Test("What a step leaves running does not outlive the step, nor hold the build up")
    func leftovers() async throws {
        let bench = try BuildBench()
        let outcome = try await bench.carryOut { build in
            build.steps = [
                .script("sleep 600 & echo $! > pid"),
                // What nobody has waited for yet is still there as a zombie.
                .script(
                    """
                    for try in $(seq 1000); do
                        case $(cut -d' ' -f3 /proc/$(cat pid)/stat 2>/dev/null) in
                        '' | Z | X) echo gone; exit ;;
                        esac
                    done
                    echo alive
                    """),
            ]
        }
        #expect(outcome.ending == .success)
        #expect(outcome.log.contains("Step #1: gone"))
    }

    @Test("A build that is stopped ends at once, with what it runs")
    func stopping() async throws {
        let bench = try BuildBench()
        let stop = Mutex<BuildStop?>(nil)
        let outcome = try await bench.carryOut(began: { handle in
            stop.withLock { $0 = handle }
            handle.stop()
        }) { build in
            build.steps = [.script("sleep 600"), .script("echo never")]
        }
        #expect(outcome.ending != .success)
        #expect(!outcome.log.contains("never"))
    }

    @Test("A step that takes longer than its timeout ends the build as timed out")
    func stepTimeout() async throws {
        let timeline = RealTimeline.shared
        let processes = BuildProcesses(timeline: timeline)
        let end = await processes.run(
            ["sleep", "600"], in: "/", ["PATH": "/usr/bin:/bin"], limit: .milliseconds(50)
        ) { _ in }
        #expect(end == .timedOut)
    }

    @Test("A log that is too long is cut, and says so")
    func logLimit() async throws {
        var settings = BuildSettings()
        settings.logBytes = 2_000
        let bench = try BuildBench(settings)
        let outcome = try await bench.carryOut { build in
            build.steps = [.script("head -c 100000 /dev/zero | tr '\\0' x; echo; echo end")]
        }
        #expect(outcome.ending == .success)
        #expect(outcome.log.utf8.count < 2_200)
        #expect(outcome.log.contains("The log has reached 2000 bytes"))
    }

    @Test("The log is written to its bucket, at last in whole")
    func logObject() async throws {
        let bench = try BuildBench()
        let outcome = try await bench.carryOut { build in build.steps = [.script("echo hello")] }
        let last = try #require(bench.storage.logs.withLock { $0.last })
        #expect(String(decoding: last, as: UTF8.self) == outcome.log)
        #expect(outcome.log.hasPrefix("starting build \"build-1\"\n"))
    }
}
