import CloudCore

/// The state of a server in a file that its command line names.
public enum StateFile {
    /// Reads a file, and has what it says taken over.
    ///
    /// - Parameters:
    ///   - isEmpty: whether there is nothing yet that it would replace.
    ///   - parse: reads its bytes.
    ///   - take: takes over what they say.
    /// - Throws: `StartFailure` naming the file.
    public static func load<State>(
        _ file: String, isEmpty: Bool, parse: (UnsafeRawBufferPointer) throws(Status) -> State,
        take: (State) throws(Status) -> Void
    ) throws(StartFailure) {
        guard isEmpty else {
            throw StartFailure(
                text: "--import \(file) would replace what the data directory holds; leave out one of the two"
            )
        }
        let state: Result<State, Status>
        do throws(SystemError) {
            state = try MappedFile(path: file).withBytes { bytes in
                Result { () throws(Status) in try parse(bytes) }
            }
        } catch {
            throw StartFailure(text: "cannot read \(file): \(error)")
        }
        do throws(Status) {
            try take(state.get())
        } catch {
            throw StartFailure(text: "\(file): \(error.message)")
        }
    }

    /// Writes a file, which is replaced in one step.
    ///
    /// - Throws: `StartFailure` when that fails; then a former file is still there.
    public static func write(_ text: [UInt8], to file: String) throws(StartFailure) {
        do throws(SystemError) {
            try AppendFile.replace(file, with: text)
        } catch {
            throw StartFailure(text: "cannot write \(file): \(error)")
        }
    }

    /// Tells of what a log has lost, if its end was torn.
    public static func tell(_ report: RecoveryReport, of log: String, program: String) {
        guard let offset = report.tornAt else { return }
        StandardStream.error.writeLine(
            "\(program): \(log) ended in the middle of a record at offset \(offset): \(report.tornBytes) bytes of "
                + "changes that were never acknowledged were dropped")
    }
}
