/// When what has been written is on the disk.
public enum DurableSync: String, Sendable, CaseIterable {
    /// When the system pleases: what is acknowledged survives the end of the process, however it ends, but not
    /// necessarily a loss of power.
    case never
    /// Before each answer: what is acknowledged survives a loss of power, too, as far as the disk keeps its word.
    case always
}

/// The log of a data directory, which one process at a time may use: `log` in that folder.
///
/// It is written anew at start, which repairs a torn end, and then appended to.
package struct LogFile: ~Copyable, Sendable {
    private let directory: DirectoryLock
    /// Where the log is.
    package let path: String
    private let format: LogFormat
    private let sync: DurableSync
    /// Told why the log cannot be written. It does not return, so nothing is answered that is not written.
    private let onFailure: @Sendable (Status) -> Never
    private var file: AppendFile
    private var startSize = 0
    private var salt: UInt32 = 0

    /// Locks a directory, which is made if need be.
    ///
    /// - Throws: FAILED_PRECONDITION when another process has it; INTERNAL when a system call fails.
    package init(
        in folder: String, _ format: LogFormat, sync: DurableSync,
        onFailure: @escaping @Sendable (Status) -> Never
    ) throws(Status) {
        path = folder + "/log"
        self.format = format
        self.sync = sync
        self.onFailure = onFailure
        let lock = try Self.checked(folder) { () throws(SystemError) in try DirectoryLock(path: folder) }
        let new = try Self.checked(path) { [path] () throws(SystemError) in
            try AppendFile(path: path + ".new")
        }
        directory = lock
        file = new
    }

    /// Reads the bytes that the log has now; nil when there is none.
    ///
    /// - Throws: what `body` throws; INTERNAL when a system call fails.
    package func read<R>(_ body: (UnsafeRawBufferPointer) throws(Status) -> R) throws(Status) -> R? {
        let result: Result<R, Status>
        do throws(SystemError) {
            let mapped = try MappedFile(path: path)
            result = mapped.withBytes { bytes in Result { () throws(Status) in try body(bytes) } }
        } catch {
            if error.isNoSuchFile { return nil }
            throw Self.failure(path, error)
        }
        return try result.get()
    }

    /// Writes the log anew, with the records that `fill` appends; returns the salt of its frames.
    ///
    /// - Throws: INTERNAL when a system call fails; then the former log is still there.
    @discardableResult package mutating func begin(
        _ fill: (inout LogWriter) throws(SystemError) -> Void
    ) throws(Status) -> UInt32 {
        do throws(SystemError) {
            let salt = UInt32.random(in: 0 ... .max)
            var writer = try LogWriter(path: path + ".new", format, salt: salt)
            try fill(&writer)
            try writer.finish()
            try directory.replace(path, by: path + ".new")
            let new = writer.takeFile()
            startSize = new.size
            file = new
            self.salt = salt
            return salt
        } catch {
            throw Self.failure(path, error)
        }
    }

    /// Likewise; ends the process when it fails.
    package mutating func beginAnew(_ fill: (inout LogWriter) throws(SystemError) -> Void) -> UInt32 {
        do throws(Status) { return try begin(fill) } catch { onFailure(error) }
    }

    /// Writes whole frames behind the others. Ends the process when that fails.
    package mutating func append(
        frames write: (inout AppendFile) throws(SystemError) -> Void
    ) {
        do throws(SystemError) {
            try write(&file)
            if sync == .always { try file.sync() }
        } catch {
            onFailure(Self.failure(path, error))
        }
    }

    /// Writes a record behind the others. Ends the process when that fails.
    package mutating func append(record: borrowing [UInt8]) {
        var buffer = OutputBuffer(capacity: record.count + LogFrame.headerBytes)
        LogFrame.append(to: &buffer, salt: salt) { $0.append(record) }
        append { (file) throws(SystemError) in try Self.write(buffer, to: &file) }
    }

    /// How much has been appended, and how much the log began with.
    package var growth: (appended: Int, start: Int) { (file.size - startSize, startSize) }

    fileprivate static func write(
        _ buffer: borrowing OutputBuffer, to file: inout AppendFile
    ) throws(SystemError) {
        let outcome = buffer.withBytes { bytes in
            Result { () throws(SystemError) in try file.append(bytes) }
        }
        try outcome.get()
    }

    private static func checked<R: ~Copyable>(
        _ path: String, _ body: () throws(SystemError) -> R
    ) throws(Status) -> R {
        do throws(SystemError) { return try body() } catch { throw failure(path, error) }
    }

    private static func failure(_ path: String, _ error: SystemError) -> Status {
        if error.isWouldBlock {
            return Status(.failedPrecondition, "\(path) is in use by another process")
        }
        return Status(.internal, "\(path) cannot be used: \(error)")
    }
}

/// Writes a new log beside the present one.
package struct LogWriter: ~Copyable {
    private static let bufferBytes = 1 << 20

    private var file: AppendFile
    private var buffer = OutputBuffer(capacity: 1 << 16)
    private let salt: UInt32

    fileprivate init(path: String, _ format: LogFormat, salt: UInt32) throws(SystemError) {
        var new = try AppendFile(path: path)
        try new.truncate(to: 0)
        file = new
        self.salt = salt
        format.appendHeader(to: &buffer, salt: salt)
    }

    /// Appends a record, which `body` appends.
    package mutating func append(_ body: (inout OutputBuffer) -> Void) throws(SystemError) {
        LogFrame.append(to: &buffer, salt: salt, body)
        if buffer.count > Self.bufferBytes { try flush() }
    }

    private mutating func flush() throws(SystemError) {
        try LogFile.write(buffer, to: &file)
        buffer.removeAll(keepingAtMost: Self.bufferBytes)
    }

    /// Has the disk take everything.
    fileprivate mutating func finish() throws(SystemError) {
        try flush()
        try file.sync()
    }

    /// The file, to be appended to.
    fileprivate consuming func takeFile() -> AppendFile { file }
}
