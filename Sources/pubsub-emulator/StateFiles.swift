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
            let report = try inOneLine { () throws(Status) in
                try emulator.keepData(in: folder, sync: options.sync) {
                    fail("\($0.message); ending", status: 1)
                }
            }
            if let offset = report.tornAt {
                StandardStream.error.writeLine(
                    "pubsub-emulator: \(folder)/log ended in the middle of a record at offset \(offset): "
                        + "\(report.tornBytes) bytes of changes that were never acknowledged were dropped")
            }
        }
        if let file = options.importFile { try load(file, into: emulator) }
    }

    private static func load(_ file: String, into emulator: Emulator) throws(StartFailure) {
        guard emulator.isEmpty else {
            throw StartFailure(
                text: "--import \(file) would replace what the data directory holds; leave out one of the two"
            )
        }
        let state: Result<EmulatorState, Status>
        do throws(SystemError) {
            state = try MappedFile(path: file).withBytes { bytes in
                Result { () throws(Status) in try EmulatorState(json: bytes) }
            }
        } catch {
            throw StartFailure(text: "cannot read \(file): \(error)")
        }
        try inOneLine { () throws(Status) in
            do throws(Status) {
                try emulator.importState(state.get())
            } catch {
                throw Status(error.code, "\(file): \(error.message)")
            }
        }
    }

    /// Writes the state to a file, which is replaced in one step.
    ///
    /// - Throws: `StartFailure` when that fails; then a former file is still there.
    static func export(_ emulator: Emulator, to file: String) throws(StartFailure) {
        let text = Array(emulator.exportState().json.utf8)
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
