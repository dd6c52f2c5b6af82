import CloudCore

/// What a log leads to.
struct LogContents {
    var state = EmulatorState()
    var report = RecoveryReport()
    /// Up to where sequences of leases may have been given.
    var reservedSequence: UInt64 = 0

    /// Reads a log.
    ///
    /// - Parameter name: what it is called in errors.
    /// - Throws: DATA_LOSS, with the offset, for one that is damaged.
    init(_ bytes: UnsafeRawBufferPointer, name: String, at now: Instant) throws(Status) {
        var recovery = Recovery()
        report = try LogFormat.pubsub.read(bytes, name: name) { (record) throws(Status) in
            try recovery.apply(ProtobufDecoder.decode(LogRecord.self, from: record))
        }
        do throws(Status) {
            state = try recovery.finish(at: now)
        } catch {
            throw LogFormat.damage(name, report.tornAt ?? report.bytes, error.message)
        }
        reservedSequence = recovery.reservedSequence
    }

    /// An empty log.
    init() {}
}

extension LogFormat {
    /// The log of a Pub/Sub emulator.
    static let pubsub = LogFormat("rehearsal pubsub log 1")
}
