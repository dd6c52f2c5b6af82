/// A frame type (RFC 9113, section 6).
struct FrameType: Equatable {
    let rawValue: UInt8

    static let data = FrameType(rawValue: 0x0)
    static let headers = FrameType(rawValue: 0x1)
    static let priority = FrameType(rawValue: 0x2)
    static let rstStream = FrameType(rawValue: 0x3)
    static let settings = FrameType(rawValue: 0x4)
    static let pushPromise = FrameType(rawValue: 0x5)
    static let ping = FrameType(rawValue: 0x6)
    static let goAway = FrameType(rawValue: 0x7)
    static let windowUpdate = FrameType(rawValue: 0x8)
    static let continuation = FrameType(rawValue: 0x9)
}

/// The flags of a frame; which of them mean something depends on the frame type (RFC 9113, section 6).
struct FrameFlags: OptionSet {
    let rawValue: UInt8

    /// Of SETTINGS and PING.
    static let ack = FrameFlags(rawValue: 0x1)
    /// Of DATA and HEADERS.
    static let endStream = FrameFlags(rawValue: 0x1)
    /// Of HEADERS and CONTINUATION.
    static let endHeaders = FrameFlags(rawValue: 0x4)
    /// Of DATA and HEADERS.
    static let padded = FrameFlags(rawValue: 0x8)
    /// Of HEADERS.
    static let priority = FrameFlags(rawValue: 0x20)
}
