import CloudCore

/// The log of a data directory: the state at its beginning, and every change since.
///
/// It is written anew at start, which repairs a torn end, and when it has doubled and grown by 64 MiB. So it takes
/// little more than twice what is kept, and the pause for writing it, O(n) in that, comes ever less often.
struct DurableLog: ~Copyable, Sendable {
    private static let minGrowth = 64 << 20

    private var file: LogFile

    /// Locks a directory, which is made if need be.
    ///
    /// - Throws: FAILED_PRECONDITION when another process has it; INTERNAL when a system call fails.
    init(
        _ folder: String, sync: DurableSync, onFailure: @escaping @Sendable (Status) -> Never
    ) throws(Status) {
        file = try LogFile(in: folder, .pubsub, sync: sync, onFailure: onFailure)
    }

    /// What the log holds now.
    ///
    /// - Throws: DATA_LOSS, with the offset, for one that is damaged; INTERNAL when a system call fails.
    func read(at now: Instant) throws(Status) -> LogContents {
        try file.read { [path = file.path] (bytes) throws(Status) in
            try LogContents(bytes, name: path, at: now)
        } ?? LogContents()
    }

    /// Writes the log anew, beginning with a state, and with how far sequences of leases have been reserved; returns
    /// the salt of its frames.
    ///
    /// - Throws: INTERNAL when a system call fails; then the former log is still there.
    mutating func begin(_ state: borrowing EmulatorState, reserved: UInt64) throws(Status) -> UInt32 {
        try file.begin { (writer) throws(SystemError) in try Self.write(state, reserved, to: &writer) }
    }

    private static func write(
        _ state: borrowing EmulatorState, _ reserved: UInt64, to writer: inout LogWriter
    ) throws(SystemError) {
        try state.forEachPart { (part) throws(SystemError) in
            try writer.append { out in
                var record = LogRecord()
                record.image = part
                ProtobufEncoder.encode(record, to: &out)
            }
        }
        try writer.append { out in
            var record = LogRecord()
            record.reserve = LogRecord.Reserved()
            record.reserve?.sequence = Int64(clamping: reserved)
            ProtobufEncoder.encode(record, to: &out)
        }
    }

    /// Writes what a journal has collected. Ends the process when that fails.
    mutating func append(_ journal: inout Journal) {
        if journal.isEmpty { return }
        file.append { (file) throws(SystemError) in
            try journal.drain { (bytes) throws(SystemError) in try file.append(bytes) }
        }
    }

    /// Whether it is time to write the log anew.
    var isOvergrown: Bool {
        let (appended, start) = file.growth
        return appended > max(start, Self.minGrowth)
    }

    /// Likewise `begin`; ends the process when it fails.
    mutating func beginAnew(_ state: borrowing EmulatorState, reserved: UInt64) -> UInt32 {
        file.beginAnew { (writer) throws(SystemError) in try Self.write(state, reserved, to: &writer) }
    }
}
