import CloudCore

/// A file of recorded requests: a line of JSON each.
public struct RequestLog: Sendable, Equatable {
    /// The most bytes of a line.
    public static let maxLineBytes = 32 << 20
    /// The most lines.
    public static let maxRecords = 10_000_000

    /// The requests, in order.
    public var records: [RequestRecord] = []
    /// Whether the last line is not whole, as when the recording process was killed; it is left out.
    public var hasTornEnd = false

    /// Makes a log of records.
    public init(records: [RequestRecord] = []) { self.records = records }

    /// Reads a file's bytes. Empty lines are passed over.
    ///
    /// - Throws: INVALID_ARGUMENT naming the line by its number.
    public init(parsing bytes: UnsafeRawBufferPointer) throws(Status) {
        var start = 0
        var number = 0
        while start < bytes.count {
            number += 1
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let line = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            do throws(Status) {
                try read(line)
            } catch {
                guard end == bytes.count, (try? JSON.parse(line)) == nil else {
                    throw Status(error.code, "Line \(number): \(error.message)")
                }
                hasTornEnd = true
            }
            start = end + 1
        }
    }

    /// Reads a file.
    ///
    /// - Throws: what reading it or its bytes throws, with its name.
    public init(path: String) throws(Status) {
        do throws(Status) {
            self = try RequestLog(parsing: try InputFile.bytes(path))
        } catch {
            throw Status(error.code, "\(path): \(error.message)")
        }
    }

    /// When it is to be played from: its first request, or the present when there is none.
    public var start: Instant { records.first?.time ?? RealTimeline.shared.now }

    private mutating func read(_ line: UnsafeRawBufferPointer) throws(Status) {
        let isBlank = line.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }
        if isBlank { return }
        guard line.count <= Self.maxLineBytes, records.count < Self.maxRecords else {
            throw Status(
                .invalidArgument,
                "too much: a line may have \(Self.maxLineBytes) bytes, and a file \(Self.maxRecords) lines.")
        }
        records.append(try RequestRecord(json: try JSON.parse(line)))
    }

    /// Reads a file's bytes; see the other.
    ///
    /// - Throws: INVALID_ARGUMENT naming the line by its number.
    public init(parsing bytes: [UInt8]) throws(Status) {
        let result: Result<RequestLog, Status> = bytes.withUnsafeBytes { bytes in
            Result { () throws(Status) in try RequestLog(parsing: bytes) }
        }
        self = try result.get()
    }
}
