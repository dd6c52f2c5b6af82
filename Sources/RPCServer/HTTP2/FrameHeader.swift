import CloudCore

/// The nine bytes before each frame's payload (RFC 9113, section 4.1).
struct FrameHeader {
    static let byteCount = 9

    /// The length of the payload, below 2^24.
    let length: Int
    let type: FrameType
    let flags: FrameFlags
    /// The stream, without the reserved bit; 0 is the connection.
    let streamID: UInt32

    @inline(__always)
    init(length: Int, type: FrameType, flags: FrameFlags, streamID: UInt32) {
        self.length = length
        self.type = type
        self.flags = flags
        self.streamID = streamID
    }

    /// Reads the header at `offset`, where there must be nine bytes.
    @inline(__always)
    init(_ input: UnsafeRawBufferPointer, at offset: Int) {
        let first = UInt64(bigEndian: input.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        length = Int(first >> 40)
        type = FrameType(rawValue: UInt8(truncatingIfNeeded: first >> 32))
        flags = FrameFlags(rawValue: UInt8(truncatingIfNeeded: first >> 24))
        // The reserved bit "MUST be ignored when receiving".
        streamID = (UInt32(truncatingIfNeeded: first << 8) | UInt32(input[offset + 8])) & 0x7fff_ffff
    }

    /// The first eight of the nine bytes.
    @inline(__always)
    fileprivate var leading: UInt64 {
        UInt64(length) << 40 | UInt64(type.rawValue) << 32 | UInt64(flags.rawValue) << 24
            | UInt64(streamID >> 8)
    }
}

extension OutputBuffer {
    @inline(__always)
    mutating func append(_ header: FrameHeader) {
        reserve(FrameHeader.byteCount)
        append(bigEndian: header.leading)
        append(UInt8(truncatingIfNeeded: header.streamID))
    }

    @inline(__always)
    mutating func overwrite(at offset: Int, with header: FrameHeader) {
        overwrite(at: offset, bigEndian: header.leading)
        overwrite(at: offset + 8, with: UInt8(truncatingIfNeeded: header.streamID))
    }
}
