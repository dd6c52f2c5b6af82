import CloudCore
import PubSubEmulator
import RPCServer

/// The state of an emulator in files: what it begins with, and what it leaves behind.
enum StateFiles {
    /// Takes over what the data directory holds, or a file is to give.
    ///
    /// - Throws: `StartFailure`.
    static func load(into emulator: Emulator, _ options: EmulatorOptions) throws(StartFailure) {
        if let folder = options.dataFolder {
            let report = try StartFailure.inOneLine { () throws(Status) in
                try emulator.keepData(in: folder, sync: options.sync) {
                    fail("\($0.message); ending", status: 1)
                }
            }
            StateFile.tell(report, of: "\(folder)/log", program: "pubsub-emulator")
        }
        if let file = options.importFile {
            try StateFile.load(file, isEmpty: emulator.isEmpty, parse: EmulatorState.init(json:)) {
                (state) throws(Status) in
                try emulator.importState(state)
            }
        }
    }

    /// Writes the state to a file, which is replaced in one step.
    ///
    /// - Throws: `StartFailure` when that fails; then a former file is still there.
    static func export(_ emulator: Emulator, to file: String) throws(StartFailure) {
        try StateFile.write(Array(emulator.exportState().json.utf8), to: file)
    }
}
