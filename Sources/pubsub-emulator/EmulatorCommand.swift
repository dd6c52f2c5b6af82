import CloudCore
import GoogleCloud
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
            http: CurlTransport(), exports: options.exportFolder.map { FileExportSink(folder: $0) },
            isStrict: options.isStrict)
        try StateFiles.load(into: emulator, options)
        let keepsState = options.dataFolder != nil || options.importFile != nil
        for project in options.projects { try emulator.create(project, skipsExisting: keepsState) }
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
        if let file = options.exportFile { try StateFiles.export(emulator, to: file) }
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
            throw StartFailure(error, listeningOn: host, port, option: option)
        }
    }
}
