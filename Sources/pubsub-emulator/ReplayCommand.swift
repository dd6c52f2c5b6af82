import CloudCore
import PubSubEmulator
import RPCServer

/// Plays a recording against a new emulator.
enum ReplayCommand {
    /// Prints what ended otherwise, and whether nothing did.
    ///
    /// - Throws: INVALID_ARGUMENT naming file and line for a recording that cannot be read.
    static func run(_ path: String, _ options: EmulatorOptions) throws(Status) -> Bool {
        let log = try RequestLog(path: path)
        let emulator = Emulator(
            project: options.project, timeline: VirtualTimeline(start: log.start), recordsHistory: false,
            seed: options.seed)
        let report = RequestReplay.run(log, against: emulator.methods, on: emulator.timeline)
        for line in report.lines(of: log) { StandardStream.output.writeLine(line) }
        return report.differing == 0
    }
}
