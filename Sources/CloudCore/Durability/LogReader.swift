/// Walks over the frames of a log.
///
/// A process that is killed leaves whole frames and at most one torn at the end. A disk that loses power may leave
/// zeros or rubbish there instead. Both are a torn end. A bad frame with a good one behind it is damage, which
/// nobody may guess around.
package struct LogReader {
    /// What stands next.
    package enum Step: Equatable {
        /// A record, as a range of the bytes.
        case record(Range<Int>)
        /// The end; everything before it was good.
        case end
        /// An end in the middle of a frame that starts at the offset.
        case torn(at: Int)
        /// Damage: what is wrong, and the offset of the frame.
        case corrupt(at: Int, String)
    }

    private let format: LogFormat
    /// Where the next frame is.
    package private(set) var offset: Int

    /// Starts behind the header of a log of that kind.
    package init(_ format: LogFormat) {
        self.format = format
        offset = format.headerBytes
    }

    /// The next step; after one that is no record, always the same.
    package mutating func next(_ bytes: UnsafeRawBufferPointer) -> Step {
        guard bytes.count >= format.headerBytes else { return torn(header: bytes) }
        guard bytes.starts(with: format.magic) else {
            return .corrupt(at: 0, "it does not begin with the header of a log that this version writes")
        }
        if offset == bytes.count { return .end }
        switch frame(bytes, at: offset) {
        case .good(let record):
            offset = record.upperBound
            return .record(record)
        case .bad(let problem):
            guard let later = firstGoodFrame(bytes, after: offset) else { return .torn(at: offset) }
            return .corrupt(at: offset, "\(problem), yet a good record follows at offset \(later)")
        }
    }

    private func torn(header bytes: UnsafeRawBufferPointer) -> Step {
        if bytes.isEmpty { return .end }
        let known = min(bytes.count, format.magic.count)
        guard bytes.prefix(known).elementsEqual(format.magic.prefix(known)) else {
            return .corrupt(at: 0, "it is not a log")
        }
        return .torn(at: 0)
    }

    private enum Frame {
        case good(Range<Int>)
        case bad(String)
    }

    private func frame(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Frame {
        guard bytes.count - offset >= LogFrame.headerBytes else { return .bad("a header is cut off") }
        guard Self.load(bytes, offset, UInt16.self) == LogFrame.marker else {
            return .bad("no record begins here")
        }
        let length = Self.load(bytes, offset + 2, UInt32.self)
        guard length <= LogFrame.maxRecordBytes else {
            return .bad("the length of a record, \(length) bytes, is beyond the limit")
        }
        let start = offset + LogFrame.headerBytes
        guard Int(length) <= bytes.count - start else { return .bad("a record is cut off") }
        let record = start..<(start + Int(length))
        let checksum = LogFrame.checksum(
            length: length, record: UnsafeRawBufferPointer(rebasing: bytes[record]), salt: salt(bytes))
        guard Self.load(bytes, offset + 6, UInt32.self) == checksum else {
            return .bad("a checksum is wrong")
        }
        return .good(record)
    }

    /// The log's salt.
    private func salt(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        Self.load(bytes, format.magic.count, UInt32.self)
    }

    private func firstGoodFrame(_ bytes: UnsafeRawBufferPointer, after offset: Int) -> Int? {
        var offset = offset + 1
        while bytes.count - offset >= LogFrame.headerBytes {
            if Self.load(bytes, offset, UInt16.self) == LogFrame.marker, case .good = frame(bytes, at: offset)
            {
                return offset
            }
            offset += 1
        }
        return nil
    }

    private static func load<I: FixedWidthInteger>(
        _ bytes: UnsafeRawBufferPointer, _ offset: Int, _ type: I.Type
    ) -> I {
        I(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
    }
}
