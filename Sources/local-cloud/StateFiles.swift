import CloudCore
import CloudEmulator
import RPCServer

/// The state of a cloud in files: what it begins with, and what it leaves behind.
enum StateFiles {
    /// Takes over what the data directory holds, or a document or a list is to give; and has requests recorded.
    ///
    /// - Throws: `StartFailure`.
    static func load(into cloud: LocalCloud, _ options: CloudOptions) throws(StartFailure) {
        if let folder = options.dataFolder {
            let recovery = try inOneLine { () throws(Status) in
                try cloud.keepData(in: folder, sync: options.sync) {
                    fail("\($0.message); ending", status: 1)
                }
            }
            report(recovery.plane, "\(folder)/log")
            report(recovery.pubsub, "\(folder)/pubsub/log")
            if options.choosesModel, cloud.propagation != options.propagation {
                throw StartFailure(
                    text:
                        "\(folder) was begun with other propagation or another random seed, by which its ids and "
                        + "delays go; leave out --propagation and --seed, or use another folder")
            }
        }
        if let folder = options.dataFolder, let quota = options.accountQuota, cloud.accountQuota != quota {
            throw StartFailure(
                text:
                    "\(folder) was begun with --account-quota \(cloud.accountQuota), not \(quota); leave it out, or use "
                    + "another folder")
        }
        if let file = options.importFile {
            guard cloud.isEmpty else {
                throw StartFailure(
                    text:
                        "--import \(file) would replace what the data directory holds; leave out one of the two"
                )
            }
            try load(file, into: cloud)
        }
        // What is kept has been seeded when it began.
        if let file = options.seedFile, cloud.isEmpty {
            try inOneLine { () throws(Status) in try cloud.seed(yaml: try InputFile.bytes(file), file: file) }
        }
        if let path = options.recordPath { try record(to: path, cloud) }
    }

    private static func report(_ report: RecoveryReport, _ path: String) {
        guard let offset = report.tornAt else { return }
        StandardStream.error.writeLine(
            "local-cloud: \(path) ended in the middle of a record at offset \(offset): \(report.tornBytes) bytes of "
                + "changes that were never acknowledged were dropped")
    }

    private static func load(_ file: String, into cloud: LocalCloud) throws(StartFailure) {
        let state: Result<CloudState, Status>
        do throws(SystemError) {
            state = try MappedFile(path: file).withBytes { bytes in
                Result { () throws(Status) in try CloudState(json: bytes) }
            }
        } catch {
            throw StartFailure(text: "cannot read \(file): \(error)")
        }
        try inOneLine { () throws(Status) in
            do throws(Status) {
                try cloud.importState(state.get())
            } catch {
                throw Status(error.code, "\(file): \(error.message)")
            }
        }
    }

    private static func record(to path: String, _ cloud: LocalCloud) throws(StartFailure) {
        do throws(SystemError) {
            cloud.record(to: try RequestRecorder(path: path))
        } catch {
            throw StartFailure(text: "cannot record to \(path): \(error)")
        }
    }

    /// Writes the state to a file, which is replaced in one step, if that is wanted, and ends the recording.
    ///
    /// - Throws: `StartFailure` when that fails; then a former file is still there.
    static func leave(_ cloud: LocalCloud, _ options: CloudOptions) throws(StartFailure) {
        cloud.record(to: nil)
        guard let file = options.exportFile else { return }
        let text = try inOneLine { () throws(Status) in try cloud.exportState().text() }
        do throws(SystemError) {
            try AppendFile.replace(file, with: text)
        } catch {
            throw StartFailure(text: "cannot write \(file): \(error)")
        }
    }

    private static func inOneLine<R>(_ body: () throws(Status) -> R) throws(StartFailure) -> R {
        do throws(Status) {
            return try body()
        } catch {
            throw StartFailure(text: error.message)
        }
    }
}
