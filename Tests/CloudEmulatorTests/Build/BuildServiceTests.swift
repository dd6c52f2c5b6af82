import CloudCore
import PubSubEmulator
import Synchronization
import Testing

@testable import CloudEmulator

extension ControlPlane {
    @discardableResult
    mutating func startBuild(
        in parent: String = "", by caller: Caller = .owner, at now: Instant = start,
        _ change: (inout Build) -> Void = { _ in }
    ) throws(Status) -> Build {
        var request = CloudBuildV1.CreateBuildRequest()
        request.parent = parent
        request.projectID = "local-project"
        var build = Build()
        build.steps = [.script("true")]
        change(&build)
        request.build = build
        let operation = try createBuild(request, by: caller, at: now)
        let metadata = try operation.metadata?.unpack(CloudBuildV1.BuildOperationMetadata.self)
        return metadata?.build ?? Build()
    }

    mutating func getBuild(_ id: String, at now: Instant = start) throws(Status) -> Build {
        var request = CloudBuildV1.GetBuildRequest()
        request.projectID = "local-project"
        request.id = id
        return try build(request, by: .owner, at: now)
    }
}

@Suite("The service of Cloud Build")
struct BuildServiceTests {
    private let account = "builder@local-project.iam.gserviceaccount.com"

    @Test("A build goes into the queue with what the service adds")
    func creation() throws {
        var plane = ControlPlane.make()
        let build = try plane.startBuild { build in
            build.id = "mine"
            build.status = .success
            build.tags = ["a"]
        }
        #expect(build.status == .queued)
        #expect(build.id != "mine" && build.id.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
        #expect(build.name == "projects/415104041262/locations/global/builds/\(build.id)")
        #expect(build.projectID == "local-project")
        #expect(build.timeout == .seconds(3_600) && build.queueTtl == .seconds(3_600))
        #expect(build.logsBucket == "gs://415104041262.cloudbuild-logs.googleusercontent.com")
        #expect(build.logURL.hasSuffix("/\(build.id)?project=415104041262"))
        let standard = "415104041262-compute@developer.gserviceaccount.com"
        #expect(build.serviceAccount == "projects/local-project/serviceAccounts/\(standard)")
        #expect(try plane.getBuild(build.id).status == .working)
        var byName = CloudBuildV1.GetBuildRequest()
        byName.name = build.name
        #expect(try plane.build(byName, by: .owner, at: start).id == build.id)
    }

    @Test("Variables have their values in what is stored")
    func substitutions() throws {
        var plane = ControlPlane.make()
        let build = try plane.startBuild(in: "projects/local-project/locations/europe-west1") { build in
            build.steps = [.run("bash", "-c", "echo $_WHO $LOCATION $PROJECT_NUMBER")]
            build.substitutions = ["_WHO": "me"]
            build.tags = ["${BUILD_ID}"]
        }
        #expect(build.steps[0].args[1] == "echo me europe-west1 415104041262")
        #expect(build.tags == [build.id])
    }

    @Test("All variables are in the environment of steps that want them, under those of the step")
    func automap() throws {
        var plane = ControlPlane.make()
        let build = try plane.startBuild { build in
            build.steps = [
                .script("true") {
                    $0.automapSubstitutions = true
                    $0.env = ["_A=own"]
                }, .script("true"),
            ]
            build.substitutions = ["_A": "1", "_B": "2"]
        }
        #expect(build.steps[0].env.contains("_A=own") && build.steps[0].env.contains("_B=2"))
        #expect(!build.steps[0].env.contains("_A=1") && build.steps[1].env.isEmpty)
    }

    static let refusals: [(String, Status.Code, @Sendable (inout CloudBuildV1.Build) -> Void)] = [
        ("no build steps", .invalidArgument, { $0.steps = [] }),
        ("hashicorp/terraform", .unimplemented, { $0.steps[0].name = "hashicorp/terraform" }),
        (
            "source.git_source", .unimplemented,
            {
                $0.source = .init(); $0.source?.gitSource = .init()
            }
        ),
        ("steps[0].volumes", .unimplemented, { $0.steps[0].volumes = [.init()] }),
        (
            "artifacts.objects", .unimplemented,
            {
                $0.artifacts = .init(); $0.artifacts?.objects = .init()
            }
        ),
        (
            "options.pool", .unimplemented,
            {
                $0.options = .init(); $0.options?.pool = .init()
            }
        ),
        ("timeout", .invalidArgument, { $0.timeout = .seconds(86_401) }),
        ("timeout", .invalidArgument, { $0.timeout = .zero }),
        ("earlier step", .invalidArgument, { $0.steps[0].waitFor = ["x"] }),
        ("secret env", .invalidArgument, { $0.steps[0].secretEnv = ["x"] }),
        ("KEY=VALUE", .invalidArgument, { $0.steps[0].env = ["x"] }),
        ("steps[0].dir", .invalidArgument, { $0.steps[0].dir = "a/../../b" }),
        ("steps[0].dir", .invalidArgument, { $0.steps[0].dir = "/etc" }),
        ("script cannot be used", .invalidArgument, { $0.steps[0].args = ["x"] }),
        ("must match format", .invalidArgument, { $0.tags = ["-x"] }),
        ("invalid image name", .invalidArgument, { $0.images = ["gcr.io/P/UPPER"] }),
        (
            "must be a .tar.gz", .invalidArgument,
            {
                $0.source = .init()
                $0.source?.storageSource = .init()
                $0.source?.storageSource?.bucket = "b"
                $0.source?.storageSource?.object = "x.rar"
            }
        ),
        ("build.service_account", .invalidArgument, { $0.serviceAccount = "a@b.iam.gserviceaccount.com" }),
        ("service_account", .invalidArgument, { $0.serviceAccount = "projects/p/x" }),
    ]

    @Test("What no build can be is refused, naming the field", arguments: 0..<refusals.count)
    func refused(index: Int) {
        let (words, code, change) = Self.refusals[index]
        var plane = ControlPlane.make()
        let status = failure { () throws(Status) in try plane.startBuild(change) }
        #expect(status?.code == code, "\(words): \(String(describing: status))")
        #expect(status?.message.contains(words) == true, "\(String(describing: status))")
    }

    @Test("A grant on builds counts only when it has spread")
    func propagation() throws {
        var plane = ControlPlane.make(.typical)
        plane.mode = .enforce
        let developer = Caller(email: "dev@example.com")
        try plane.set(
            "projects/local-project",
            IAMv1.Policy([
                .init("roles/owner", ["user:\(ControlPlane.ownerEmail)"]),
                .init("roles/cloudbuild.builds.editor", [developer.member]),
            ]))
        let early = failure { () throws(Status) in try plane.startBuild(by: developer) }
        #expect(early?.code == .permissionDenied)
        #expect(early?.message == "The caller does not have permission")
        let settled = try #require(plane.policies.settled("projects/local-project"))
        try plane.startBuild(by: developer, at: settled)
    }

    @Test("Only who may act as an account has builds run as it")
    func acting() throws {
        var plane = ControlPlane.make()
        try plane.create("builder")
        plane.mode = .enforce
        let developer = Caller(email: "dev@example.com")
        func policy(_ roles: String...) -> IAMv1.Policy {
            IAMv1.Policy(
                [.init("roles/owner", ["user:\(ControlPlane.ownerEmail)"])]
                    + roles.map { .init($0, [developer.member]) })
        }
        let change: (inout CloudBuildV1.Build) -> Void = { [account] build in
            build.serviceAccount = "projects/local-project/serviceAccounts/\(account)"
            build.options = .init()
            build.options?.logging = .cloudLoggingOnly
        }
        try plane.set("projects/local-project", policy("roles/cloudbuild.builds.editor"))
        let status = failure { () throws(Status) in try plane.startBuild(by: developer, change) }
        #expect(status?.code == .permissionDenied)
        #expect(status?.message.contains("iam.serviceAccounts.actAs") == true)
        try plane.set(
            "projects/local-project", policy("roles/cloudbuild.builds.editor", "roles/iam.serviceAccountUser")
        )
        #expect(try plane.startBuild(by: developer, change).logsBucket.isEmpty)
    }

    @Test("Listings are of one location, newest first, by filter and page")
    func listing() throws {
        var plane = ControlPlane.make()
        var ids: [String] = []
        for number in 0..<4 { ids.append(try plane.startBuild { $0.tags = ["t\(number)"] }.id) }
        try plane.startBuild(in: "projects/local-project/locations/us-east1")
        var request = CloudBuildV1.ListBuildsRequest()
        request.parent = "projects/local-project/locations/global"
        request.pageSize = 3
        let first = try plane.listBuilds(request, by: .owner, at: start)
        #expect(first.builds.map(\.id) == Array(ids.reversed().prefix(3)))
        request.pageToken = first.nextPageToken
        #expect(try plane.listBuilds(request, by: .owner, at: start).builds.map(\.id) == [ids[0]])
        request.pageToken = ""
        request.filter = "tags=\"t2\""
        #expect(try plane.listBuilds(request, by: .owner, at: start).builds.map(\.id) == [ids[2]])
    }

    @Test("A build that has ended is asked for again, as it was")
    func retrying() throws {
        var plane = ControlPlane.make()
        let build = try plane.startBuild { $0.steps = [.run("bash", "-c", "echo $BUILD_ID")] }
        var request = CloudBuildV1.RetryBuildRequest()
        request.projectID = "local-project"
        request.id = build.id
        #expect(
            failure { () throws(Status) in try plane.retryBuild(request, by: .owner, at: start) }?.code
                == .failedPrecondition)
        var cancel = CloudBuildV1.CancelBuildRequest()
        cancel.name = build.name
        #expect(try plane.cancelBuild(cancel, by: .owner, at: start).status == .cancelled)
        let operation = try plane.retryBuild(request, by: .owner, at: start)
        let again = try operation.metadata?.unpack(CloudBuildV1.BuildOperationMetadata.self).build
        #expect(again?.id != build.id)
        #expect(again?.steps[0].args[1] == "echo \(again?.id ?? "")")
    }
}

/// Carries out nothing: the test says when a build has stopped.
final class TestBuildWorker: BuildWorker {
    struct Begun: Sendable {
        let work: ControlPlane.BuildWork
        let progress: @Sendable (@Sendable (inout CloudBuildV1.Build) -> Void) -> Void
        let stopped: @Sendable (BuildStore.Ending) -> Void
    }

    let begun = Mutex<[String: Begun]>([:])
    let asked = Mutex<Set<String>>([])

    func begin(
        _ work: ControlPlane.BuildWork,
        progress: @escaping @Sendable (@Sendable (inout CloudBuildV1.Build) -> Void) -> Void,
        stopped: @escaping @Sendable (BuildStore.Ending) -> Void
    ) -> BuildStop {
        let id = work.build.id
        begun.withLock { $0[id] = Begun(work: work, progress: progress, stopped: stopped) }
        return BuildStop { [weak self] in self?.asked.withLock { _ = $0.insert(id) } }
    }

    func discard() {}
}

@Suite("Builds under virtual time")
struct BuildDispatcherTests {
    private let timeline = VirtualTimeline()
    private let worker = TestBuildWorker()
    private let plane: ControlPlaneHost
    private let builds: BuildDispatcher

    init() {
        plane = .make(timeline: timeline)
        builds = BuildDispatcher(timeline: timeline, plane: plane, worker: worker)
    }

    private func create(_ change: (inout CloudBuildV1.Build) -> Void = { _ in }) throws -> CloudBuildV1.Build
    {
        let build = try plane.perform { (plane, now) throws(Status) in
            try plane.startBuild(at: now, change)
        }
        builds.advance()
        return build
    }

    private func operation(of build: CloudBuildV1.Build) throws -> Longrunning.Operation {
        let name = BuildName(location: "global", id: build.id).operation(in: .standard)
        return try plane.perform { (plane, now) throws(Status) in
            try plane.operations.operation(name, at: now)
        }
    }

    @Test("The operation shows the build while it goes on, and answers with it at its end")
    func success() throws {
        let build = try create()
        let running = try operation(of: build)
        #expect(!running.done)
        let shown = try running.metadata?.unpack(CloudBuildV1.BuildOperationMetadata.self).build
        #expect(shown?.status == .working)
        worker.begun.withLock { $0[build.id] }?.stopped(.success)
        let done = try operation(of: build)
        #expect(try done.response?.unpack(CloudBuildV1.Build.self).status == .success)
        #expect(done.error == nil)
    }

    @Test("A build that takes too long is stopped when its time is over")
    func timeout() throws {
        let build = try create { $0.timeout = .seconds(600) }
        timeline.advance(by: .seconds(599))
        #expect(worker.asked.withLock { $0.isEmpty })
        timeline.advance(by: .seconds(1))
        #expect(worker.asked.withLock { $0 } == [build.id])
        let operation = try operation(of: build)
        #expect(operation.error?.code == Status.Code.deadlineExceeded.rawValue)
    }

    @Test("What waits begins when a place is free, or expires")
    func queue() throws {
        let running = try (0..<2).map { _ in try create() }
        let waiting = try create { $0.queueTtl = .seconds(60) }
        let later = try create()
        #expect(worker.begun.withLock { Set($0.keys) } == Set(running.map(\.id)))
        timeline.advance(by: .seconds(60))
        #expect(try operation(of: waiting).done)
        worker.begun.withLock { $0[running[0].id] }?.stopped(.success)
        #expect(worker.begun.withLock { $0[later.id] } != nil)
    }

    @Test("A secret's value is read as the build's account, when the build begins")
    func secrets() throws {
        let secret = try plane.perform { (plane, now) throws(Status) in
            try plane.addSecret("key", at: now)
            return try plane.addVersion("projects/local-project/secrets/key", "hush", at: now).name
        }
        let build = try create { build in
            build.steps[0].secretEnv = ["TOKEN"]
            build.availableSecrets = .init()
            build.availableSecrets?.secretManager = [.init()]
            build.availableSecrets?.secretManager[0].env = "TOKEN"
            build.availableSecrets?.secretManager[0].versionName = secret
        }
        let work = try #require(worker.begun.withLock { $0[build.id]?.work })
        #expect(try work.secrets.get() == ["TOKEN": "hush"])
        #expect(work.account.email == "415104041262-compute@developer.gserviceaccount.com")
    }
}
