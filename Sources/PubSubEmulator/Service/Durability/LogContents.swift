import CloudCore

/// What was found in a data directory at start.
public struct RecoveryReport: Sendable, Equatable {
    /// Records of the log that were applied.
    public var records = 0
    /// Bytes of the log that were read.
    public var bytes = 0
    /// Where the log ended in the middle of a record; nil when it ended behind one.
    public var tornAt: Int?

    /// Bytes behind that place, which were dropped: they belong to a change that was never acknowledged.
    public var tornBytes: Int { tornAt.map { bytes - $0 } ?? 0 }
}

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
        var reader = LogReader()
        report.bytes = bytes.count
        reading: while true {
            let offset = reader.offset
            switch reader.next(bytes) {
            case .record(let range):
                do throws(Status) {
                    let record = UnsafeRawBufferPointer(rebasing: bytes[range])
                    try recovery.apply(ProtobufDecoder.decode(LogRecord.self, from: record))
                } catch {
                    throw Self.damage(name, offset, error.message)
                }
            case .end: break reading
            case .torn(let offset):
                report.tornAt = offset
                break reading
            case .corrupt(let offset, let problem): throw Self.damage(name, offset, problem)
            }
        }
        report.records = recovery.count
        do throws(Status) {
            state = try recovery.finish(at: now)
        } catch {
            throw Self.damage(name, reader.offset, error.message)
        }
        reservedSequence = recovery.reservedSequence
    }

    /// An empty log.
    init() {}

    private static func damage(_ name: String, _ offset: Int, _ problem: String) -> Status {
        Status(.dataLoss, "\(name) is damaged at offset \(offset): \(problem); nothing was changed")
    }
}
