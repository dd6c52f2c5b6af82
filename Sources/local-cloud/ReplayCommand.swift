import CloudCore
import CloudEmulator
import RPCServer

/// Plays a recording against a new cloud.
enum ReplayCommand {
    /// Prints what ended otherwise, and whether nothing did.
    ///
    /// - Throws: INVALID_ARGUMENT naming file and line for a recording that cannot be read.
    static func run(_ path: String, _ options: CloudOptions) throws(Status) -> Bool {
        let log = try RequestLog(path: path)
        let cloud = LocalCloud(
            timeline: VirtualTimeline(start: log.start), project: options.project, owner: options.owner,
            propagation: options.propagation, policyMode: options.policyMode,
            accountQuota: options.accountQuota ?? LocalCloud.standardAccountQuota, recordsHistory: false)
        let report = RequestReplay.run(log, against: cloud.methods, on: cloud.timeline)
        for line in report.lines(of: log) { StandardStream.output.writeLine(line) }
        return report.differing == 0
    }
}
