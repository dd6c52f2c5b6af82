import CloudCore
import PubSubEmulator
import RPCServer

/// Plays a recording against a new emulator.
enum ReplayCommand {
    /// Prints what ended otherwise, and whether nothing did.
    ///
    /// - Throws: INVALID_ARGUMENT naming file and line for a recording that cannot be read.
    static func run(_ path: String, _ options: EmulatorOptions) throws(Status) -> Bool {
        let log: RequestLog
        do throws(Status) {
            log = try RequestLog(parsing: try InputFile.bytes(path))
        } catch {
            throw Status(error.code, "\(path): \(error.message)")
        }
        let start = log.records.first?.time ?? RealTimeline.shared.now
        let emulator = Emulator(
            project: options.project, timeline: VirtualTimeline(start: start), recordsHistory: false,
            seed: options.seed)
        let report = RequestReplay.run(log, against: emulator.methods, on: emulator.timeline)
        show(report, log)
        return report.differing == 0
    }

    private static func show(_ report: RequestReplay.Report, _ log: RequestLog) {
        for difference in report.differences {
            let recorded = (difference.record.code ?? .ok).name
            StandardStream.output.writeLine(
                "\(difference.number): \(difference.record.method) \(difference.record.resource): "
                    + "recorded \(recorded), replayed \(difference.actual)")
        }
        if log.hasTornEnd { StandardStream.output.writeLine("the last line is not whole, and was left out") }
        StandardStream.output.writeLine(
            "\(report.played) replayed, \(report.skipped) left out, \(report.differing) ended otherwise")
    }
}
