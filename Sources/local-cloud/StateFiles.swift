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
            let recovery = try StartFailure.inOneLine { () throws(Status) in
                try cloud.keepData(in: folder, sync: options.sync) {
                    fail("\($0.message); ending", status: 1)
                }
            }
            StateFile.tell(recovery.plane, of: "\(folder)/log", program: "local-cloud")
            StateFile.tell(recovery.pubsub, of: "\(folder)/pubsub/log", program: "local-cloud")
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
            try StateFile.load(file, isEmpty: cloud.isEmpty, parse: CloudState.init(json:)) {
                (state) throws(Status) in
                try cloud.importState(state)
            }
        }
        // What is kept has been seeded when it began.
        if let file = options.seedFile, cloud.isEmpty {
            try StartFailure.inOneLine { () throws(Status) in
                try cloud.seed(yaml: try InputFile.bytes(file), file: file)
            }
        }
        if let path = options.recordPath { try record(to: path, cloud) }
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
        let text = try StartFailure.inOneLine { () throws(Status) in try cloud.exportState().text() }
        try StateFile.write(text, to: file)
    }
}
