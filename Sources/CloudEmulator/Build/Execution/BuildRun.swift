import CloudCore
import Synchronization

/// One build that is being carried out: its source is fetched, its steps run one after another, its images are pushed.
///
/// Steps that could run at the same time do not: an order in which each waits for all before it is one that `waitFor`
/// allows.
///
/// Source of the log's lines: logs that users have published, for example in developer-journey-app #117.
final class BuildRun: Sendable {
    typealias Build = CloudBuildV1.Build
    typealias FailureType = Build.FailureInfo.FailureType

    /// What a build is carried out with.
    struct Tools: Sendable {
        let settings: BuildSettings
        let timeline: any Timeline
        let plane: ControlPlaneHost
        let storage: any BuildStorage
        /// The ports through which the programs of builds reach the cloud as the builds' accounts.
        let ports: AccountPorts
        let folder: BuildFolder
    }

    /// Why a build does not go on.
    struct Failure: Error, Sendable {
        var type: FailureType
        var text: String
        var status = Build.Status.failure
        /// The build was stopped, and nobody asks why.
        static let stopped = Failure(type: .failureTypeUnspecified, text: "context canceled")
    }

    /// An image as it was built, before it is pushed.
    struct BuiltImage: Sendable {
        /// The folder that all of it is in.
        let folder: String
        let image: ProcessImage
        let digest: String
        let bytes: Int64
    }

    let work: ControlPlane.BuildWork
    let tools: Tools
    let log: BuildLog
    let processes: BuildProcesses
    /// Where the programs of the build reach the cloud; nil while it is not served.
    let port: AccountPort?
    let progress: @Sendable (@Sendable (inout Build) -> Void) -> Void
    /// By name with tag.
    let built = Mutex<[String: BuiltImage]>([:])
    let pushed = Mutex<[CloudBuildV1.BuiltImage]>([])
    /// The folders of images, with whether they were pushed, so that they stay.
    let imageFolders = Mutex<[String: Bool]>([:])

    init(
        _ work: ControlPlane.BuildWork, _ tools: Tools, _ log: BuildLog,
        progress: @escaping @Sendable (@Sendable (inout Build) -> Void) -> Void
    ) {
        self.work = work
        self.tools = tools
        self.log = log
        self.progress = progress
        processes = BuildProcesses(timeline: tools.timeline)
        // The location of the build stands in its name, `projects/*/locations/*/builds/*`.
        let region = work.build.name.split(separator: "/").dropFirst(3).first.map(String.init) ?? ""
        port = work.account.email.flatMap { tools.ports.port(of: .init(account: $0, region: region)) }
    }

    var build: Build { work.build }
    /// The build's own folder, and the one that its steps share.
    var folder: String { tools.folder.build(build.id) }
    var workspace: String { folder + "/workspace" }

    /// Stops it.
    func stop() { processes.stop() }

    /// Carries it out to its end.
    func carryOut() async -> BuildStore.Ending {
        let ending: BuildStore.Ending
        do throws(Failure) {
            try await carryOutAll()
            log.line("DONE")
            ending = .success
        } catch {
            log.line("ERROR")
            log.line("ERROR: \(error.text)")
            ending = .failure(error.info, status: error.status)
        }
        tools.folder.remove(folder)
        for (image, isPushed) in imageFolders.withLock({ $0 }) where !isPushed { tools.folder.remove(image) }
        let problem = log.flush(isLast: true)
        if ending == .success, let problem {
            let failure = Failure(
                type: .loggingFailure, text: "the log cannot be written: \(problem.message)")
            return .failure(failure.info, status: .failure)
        }
        return ending
    }

    private func carryOutAll() async throws(Failure) {
        log.line("starting build \"\(build.id)\"\n")
        if let problem = log.flush() {
            throw Failure(type: .loggingFailure, text: "the log cannot be written: \(problem.message)")
        }
        do throws(Status) {
            try tools.folder.make([workspace, folder + "/home", folder + "/tmp"])
        } catch {
            throw Failure(type: .failureTypeUnspecified, text: error.message, status: .internalError)
        }
        try await timed("FETCHSOURCE") { () throws(Failure) in try await self.fetchSource() }
        try await timed("BUILD") { () throws(Failure) in try await self.runSteps() }
        guard !BuildRules.images(build).isEmpty else { return report([]) }
        try await timed("PUSH") { () throws(Failure) in try self.pushImages() }
        report(pushed.withLock { $0 })
    }

    /// Logs that a phase begins, and notes how long it has taken.
    private func timed(_ phase: String, _ body: () async throws(Failure) -> Void) async throws(Failure) {
        log.line(phase)
        let start = tools.timeline.now
        defer { note(phase, since: start) }
        try await body()
    }

    private func note(_ phase: String, since start: Instant) {
        let span = CloudBuildV1.TimeSpan(start, tools.timeline.now)
        progress { $0.timing[phase] = span }
    }

    private func report(_ images: [CloudBuildV1.BuiltImage]) {
        let count = build.steps.count
        progress { build in
            var results = CloudBuildV1.Results()
            results.images = images
            // No step has an image here.
            results.buildStepImages = [String](repeating: "", count: count)
            build.results = results
        }
    }

    // MARK: The source

    private func fetchSource() async throws(Failure) {
        guard let source = build.source?.storageSource else { return }
        let format = SourceArchive.Format(object: source.object)
        let file = folder + (format == .zip ? "/source.zip" : "/source.tar")
        var resolved = source
        do throws(Status) {
            resolved.generation = try tools.storage.fetch(
                bucket: source.bucket, object: source.object,
                generation: source.generation == 0 ? nil : source.generation, to: file,
                limit: tools.settings.treeBytes, by: work.account)
        } catch {
            throw Failure(
                type: .fetchSourceFailed,
                text: "failed to fetch source gs://\(source.bucket)/\(source.object): \(error.message)")
        }
        let name = "gs://\(source.bucket)/\(source.object)#\(resolved.generation)"
        log.line("Fetching storage object: \(name)")
        let provenance = resolved
        progress { build in
            build.sourceProvenance = CloudBuildV1.SourceProvenance()
            build.sourceProvenance?.resolvedStorageSource = provenance
        }
        try await unpack(file, format, name)
    }

    private func unpack(_ file: String, _ format: SourceArchive.Format, _ name: String) async throws(Failure)
    {
        let listing = await capture(SourceArchive.listing(file, format))
        guard case .status(0) = listing.end else {
            throw failure(
                listing.end, .fetchSourceFailed, "\(name) cannot be read: \(listing.text.prefix(300))")
        }
        do throws(SourceArchive.Problem) {
            _ = try SourceArchive(
                listing.text, format, maxFiles: tools.settings.treeFiles, maxBytes: tools.settings.treeBytes)
        } catch {
            throw Failure(type: .fetchSourceFailed, text: "\(name): \(error.text)")
        }
        let unpacking = await capture(SourceArchive.unpacking(file, format, into: workspace))
        guard case .status(0) = unpacking.end else {
            throw failure(
                unpacking.end, .fetchSourceFailed, "\(name) cannot be unpacked: \(unpacking.text.prefix(300))"
            )
        }
    }

    // MARK: Processes

    /// The most bytes that are kept of what a program says to the build itself.
    private static let maxCaptured = 64 << 20

    /// Runs one of the build's own programs, and returns what it says.
    func capture(_ command: [String], in place: String? = nil) async -> (
        end: BuildProcesses.End, text: String
    ) {
        let output = Mutex<[UInt8]>([])
        var environment = BuildEnvironment.base(folder)
        environment["LC_ALL"] = "C"
        guard BuildEnvironment.find(command[0], in: folder, path: environment["PATH"] ?? "") != nil else {
            return (
                .status(127),
                "\(command[0]) is missing on this machine: \(NativeBuild.advice(for: command[0]))"
            )
        }
        let end = await processes.run(command, in: place ?? folder, environment) { bytes in
            output.withLock { $0 += bytes.prefix(max(0, Self.maxCaptured - $0.count)) }
        }
        return (end, output.withLock { String(decoding: $0, as: UTF8.self) })
    }

    func failure(_ end: BuildProcesses.End, _ type: FailureType, _ text: String) -> Failure {
        end == .stopped ? .stopped : Failure(type: type, text: text)
    }
}

extension BuildRun.Failure {
    /// The failure as a build shows it.
    var info: CloudBuildV1.Build.FailureInfo {
        var info = CloudBuildV1.Build.FailureInfo()
        info.type = type
        info.detail = text
        return info
    }
}

extension CloudBuildV1.TimeSpan {
    /// The time from one instant to another.
    init(_ start: Instant, _ end: Instant) {
        self.init()
        startTime = Timestamp(start)
        endTime = Timestamp(end)
    }
}
