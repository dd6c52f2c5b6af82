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
    /// - Throws: `SystemError` when the port cannot be had, `Status` when what was asked for at start is wrong.
    static func run(_ options: EmulatorOptions, until signals: TerminationSignals) async throws {
        MemoryPolicy.useOneArena()
        let emulator = Emulator(
            project: options.project, timeline: options.timeline.make(), recordsHistory: false)
        for project in options.projects { try emulator.create(project) }
        let server = try emulator.start(host: options.host, port: options.port)
        StandardStream.output.writeLine("[pubsub] INFO: Server started, listening on \(server.port)")
        signals.wait()
        await server.stop()
    }

    /// An error in one line.
    static func text(of error: any Error) -> String {
        switch error {
        case let status as Status: status.message
        case let error as SystemError where error.isAddressInUse:
            "the port is in use; choose another with --port (0 picks a free one)"
        default: "\(error)"
        }
    }
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
