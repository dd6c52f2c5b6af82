import CloudCore

/// When what has been written is on the disk.
public enum DurableSync: String, Sendable, CaseIterable {
    /// When the system pleases: what is acknowledged survives the end of the process, however it ends, but not
    /// necessarily a loss of power.
    case never
    /// Before each answer: what is acknowledged survives a loss of power, too, as far as the disk keeps its word.
    case always
}

/// The log of a data directory: the state at its beginning, and every change since.
///
/// It is written anew at start, which repairs a torn end, and when it has doubled and grown by 64 MiB. So it takes
/// little more than twice what is kept, and the pause for writing it, O(n) in that, comes ever less often.
struct DurableLog: ~Copyable, Sendable {
    private static let minGrowth = 64 << 20

    private let directory: DirectoryLock
    private let path: String
    private let sync: DurableSync
    /// Told why the log cannot be written. It does not return, so nothing is answered that is not written.
    private let onFailure: @Sendable (Status) -> Never
    private var file: AppendFile
    private var startSize = 0

    /// Locks a directory, which is made if need be.
    ///
    /// - Throws: FAILED_PRECONDITION when another process has it; INTERNAL when a system call fails.
    init(
        _ folder: String, sync: DurableSync, onFailure: @escaping @Sendable (Status) -> Never
    ) throws(Status) {
        path = folder + "/log"
        self.sync = sync
        self.onFailure = onFailure
        let lock = try Self.lock(folder)
        let new = try Self.newFile(path)
        directory = lock
        file = new
    }

    private static func lock(_ folder: String) throws(Status) -> DirectoryLock {
        do throws(SystemError) {
            return try DirectoryLock(path: folder)
        } catch {
            throw failure(folder, error)
        }
    }

    private static func newFile(_ path: String) throws(Status) -> AppendFile {
        do throws(SystemError) {
            return try AppendFile(path: path + ".new")
        } catch {
            throw failure(path, error)
        }
    }

    /// What the log holds now.
    ///
    /// - Throws: DATA_LOSS, with the offset, for one that is damaged; INTERNAL when a system call fails.
    func read(at now: Instant) throws(Status) -> LogContents {
        let contents: Result<LogContents, Status>
        do throws(SystemError) {
            let mapped = try MappedFile(path: path)
            contents = mapped.withBytes { bytes in
                Result { () throws(Status) in try LogContents(bytes, name: path, at: now) }
            }
        } catch {
            if error.isNoSuchFile { return LogContents() }
            throw Self.failure(path, error)
        }
        return try contents.get()
    }

    /// Writes the log anew, beginning with a state, and with how far sequences of leases have been reserved; returns
    /// the salt of its frames.
    ///
    /// - Throws: INTERNAL when a system call fails; then the former log is still there.
    mutating func begin(_ state: borrowing EmulatorState, reserved: UInt64) throws(Status) -> UInt32 {
        do throws(SystemError) {
            return try write(state, reserved)
        } catch {
            throw Self.failure(path, error)
        }
    }

    private mutating func write(_ state: borrowing EmulatorState, _ reserved: UInt64) throws(SystemError)
        -> UInt32
    {
        let salt = UInt32.random(in: 0 ... .max)
        var new = try AppendFile(path: path + ".new")
        try new.truncate(to: 0)
        var buffer = OutputBuffer(capacity: 1 << 16)
        LogFrame.appendFileHeader(to: &buffer, salt: salt)
        try state.forEachPart { (part) throws(SystemError) in
            LogFrame.append(to: &buffer, salt: salt) { out in
                var record = LogRecord()
                record.image = part
                ProtobufEncoder.encode(record, to: &out)
            }
            if buffer.count > 1 << 20 { try Self.flush(&buffer, to: &new) }
        }
        LogFrame.append(to: &buffer, salt: salt) { out in
            var record = LogRecord()
            record.reserve = LogRecord.Reserved()
            record.reserve?.sequence = Int64(clamping: reserved)
            ProtobufEncoder.encode(record, to: &out)
        }
        try Self.flush(&buffer, to: &new)
        try new.sync()
        try directory.replace(path, by: path + ".new")
        startSize = new.size
        file = new
        return salt
    }

    private static func flush(
        _ buffer: inout OutputBuffer, to file: inout AppendFile
    ) throws(SystemError) {
        let outcome = buffer.withBytes { bytes in
            Result { () throws(SystemError) in try file.append(bytes) }
        }
        try outcome.get()
        buffer.removeAll(keepingAtMost: 1 << 20)
    }

    /// Writes what a journal has collected. Ends the process when that fails.
    mutating func append(_ journal: inout Journal) {
        if journal.isEmpty { return }
        do throws(SystemError) {
            try journal.drain { (bytes) throws(SystemError) in try file.append(bytes) }
            if sync == .always { try file.sync() }
        } catch {
            onFailure(Self.failure(path, error))
        }
    }

    /// Whether it is time to write the log anew.
    var isOvergrown: Bool { file.size - startSize > max(startSize, Self.minGrowth) }

    /// Likewise `begin`; ends the process when it fails.
    mutating func beginAnew(_ state: borrowing EmulatorState, reserved: UInt64) -> UInt32 {
        do throws(Status) {
            return try begin(state, reserved: reserved)
        } catch {
            onFailure(error)
        }
    }

    private static func failure(_ path: String, _ error: SystemError) -> Status {
        if error.isWouldBlock {
            return Status(.failedPrecondition, "\(path) is in use by another process")
        }
        return Status(.internal, "\(path) cannot be used: \(error)")
    }
}
