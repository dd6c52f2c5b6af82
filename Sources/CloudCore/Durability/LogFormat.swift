/// What kind of log a file is: the first line of it.
package struct LogFormat: Sendable {
    /// What the file begins with.
    package let magic: [UInt8]

    /// Makes a format of a line, which says what it is and the version of its records.
    package init(_ line: String) { magic = Array((line + "\n").utf8) }

    /// The bytes before the first record: the magic, and the log's salt.
    package var headerBytes: Int { magic.count + 4 }

    /// Appends what a log begins with.
    package func appendHeader(to buffer: inout OutputBuffer, salt: UInt32) {
        buffer.append(magic)
        buffer.append(littleEndian: salt)
    }

    /// Shows `body` each record of a log, in order.
    ///
    /// - Parameter name: what the log is called in errors.
    /// - Throws: DATA_LOSS, with the offset, for a log that is damaged, and for a record that `body` refuses.
    package func read(
        _ bytes: UnsafeRawBufferPointer, name: String,
        _ body: (UnsafeRawBufferPointer) throws(Status) -> Void
    ) throws(Status) -> RecoveryReport {
        var report = RecoveryReport()
        report.bytes = bytes.count
        var reader = LogReader(self)
        while true {
            let offset = reader.offset
            switch reader.next(bytes) {
            case .record(let range):
                do throws(Status) {
                    try body(UnsafeRawBufferPointer(rebasing: bytes[range]))
                } catch {
                    throw Self.damage(name, offset, error.message)
                }
                report.records += 1
            case .end: return report
            case .torn(let offset):
                report.tornAt = offset
                return report
            case .corrupt(let offset, let problem): throw Self.damage(name, offset, problem)
            }
        }
    }

    /// The error about a log that is damaged.
    package static func damage(_ name: String, _ offset: Int, _ problem: String) -> Status {
        Status(.dataLoss, "\(name) is damaged at offset \(offset): \(problem); nothing was changed")
    }
}

/// What was found in a data directory at start.
public struct RecoveryReport: Sendable, Equatable {
    /// Records of the log that were applied.
    public var records = 0
    /// Bytes of the log that were read.
    public var bytes = 0
    /// Where the log ended in the middle of a record; nil when it ended behind one.
    public var tornAt: Int?

    /// A report of a log that is not there.
    public init() {}

    /// Bytes behind that place, which were dropped: they belong to a change that was never acknowledged.
    public var tornBytes: Int { tornAt.map { bytes - $0 } ?? 0 }
}
