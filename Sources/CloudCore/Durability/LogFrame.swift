/// How a record stands in the log: a marker, the record's length, the checksum of both length and record, the record.
///
/// The marker makes it possible to tell a torn end from damage in the middle: behind a torn end there is no
/// further frame. Each log has a salt, from which its checksums go on, so that a copy of another log in a message's
/// data is never taken for frames of this one.
package enum LogFrame {
    /// The most bytes of a record: a request of 10 MB with room for all that comes with it.
    package static let maxRecordBytes = 64 << 20
    /// The bytes before a record.
    package static let headerBytes = 10
    static let marker: UInt16 = 0xb6d5

    /// Appends a frame whose record `body` appends.
    package static func append(
        to buffer: inout OutputBuffer, salt: UInt32, _ body: (inout OutputBuffer) -> Void
    ) {
        let start = buffer.count
        _ = buffer.appendGap(headerBytes)
        body(&buffer)
        let length = UInt32(buffer.count - start - headerBytes)
        let checksum = buffer.withBytes { bytes in
            self.checksum(
                length: length, record: UnsafeRawBufferPointer(rebasing: bytes[(start + headerBytes)...]),
                salt: salt)
        }
        overwrite(&buffer, at: start, marker)
        overwrite(&buffer, at: start + 2, length)
        overwrite(&buffer, at: start + 6, checksum)
    }

    static func checksum(length: UInt32, record: UnsafeRawBufferPointer, salt: UInt32) -> UInt32 {
        let prefix = withUnsafeBytes(of: length.littleEndian) {
            CRC32C.checksum($0, continuing: salt)
        }
        return CRC32C.checksum(record, continuing: prefix)
    }

    private static func overwrite<I: FixedWidthInteger>(
        _ buffer: inout OutputBuffer, at offset: Int, _ value: I
    ) {
        withUnsafeBytes(of: value.littleEndian) { buffer.overwrite(at: offset, with: $0) }
    }
}
