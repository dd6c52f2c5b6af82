import CloudCore
import PubSubEmulator
import RPCServer

/// Serves an emulator until the process is told to end.
enum EmulatorCommand {
    /// Starts, prints the line that wrappers wait for, and returns when SIGTERM or SIGINT has been handled.
    ///
    /// The words are those of Google's emulator: Testcontainers waits for "started", gcloud's users for
    /// "Server started, listening on".
    ///
    /// - Throws: `StartFailure` when the port cannot be had, `Status` when what was asked for at start is wrong.
    static func run(_ options: EmulatorOptions, until signals: TerminationSignals) throws {
        MemoryPolicy.useOneArena()
        let emulator = Emulator(
            project: options.project, timeline: options.timeline.make(),
            recordsHistory: options.historyLimit > 0, historyLimit: options.historyLimit, seed: options.seed,
            http: CurlHTTP(), exports: options.exportFolder.map { FileExportSink(folder: $0) },
            isStrict: options.isStrict)
        for project in options.projects { try emulator.create(project) }
        try emulator.interceptor.add(options.faults)
        let recorder = try recorder(options)
        emulator.interceptor.record(to: recorder)
        let server = try start(emulator, options.host, options.port, "--port")
        // Last of all: whoever finds it open finds everything else, too.
        var ready: Server?
        if let port = options.readyPort { ready = try start(emulator, options.host, port, "--ready-port") }
        StandardStream.output.writeLine("[pubsub] INFO: Server started, listening on \(server.port)")
        signals.wait()
        ready?.stopAndWait()
        server.stopAndWait()
        emulator.discardSigningKey()
        emulator.interceptor.record(to: nil)
        if let failure = recorder?.failure {
            throw StartFailure(text: "the recording is not whole: \(failure)")
        }
    }

    private static func recorder(_ options: EmulatorOptions) throws(StartFailure) -> RequestRecorder? {
        guard let path = options.recordPath else { return nil }
        do throws(SystemError) {
            return try RequestRecorder(path: path)
        } catch {
            throw StartFailure(text: "cannot record to \(path): \(error)")
        }
    }

    private static func start(
        _ emulator: Emulator, _ host: String, _ port: UInt16, _ option: String
    ) throws(StartFailure) -> Server {
        do throws(SystemError) {
            return try emulator.start(host: host, port: port)
        } catch {
            let place = "\(host):\(port)"
            throw StartFailure(
                text: error.isAddressInUse
                    ? "\(place) is in use; choose another port with \(option) (0 picks a free one)"
                    : "cannot listen on \(place): \(error)")
        }
    }
}

/// Why an emulator cannot serve, in one line.
struct StartFailure: Error {
    var text: String
}

extension EmulatorOptions.TimelineKind {
    func make() -> any Timeline {
        switch self {
        case .real: RealTimeline.shared
        case .virtual: VirtualTimeline(start: RealTimeline.shared.now)
        case .automatic: VirtualTimeline(start: RealTimeline.shared.now, mode: .automatic)
        }
    }
}
