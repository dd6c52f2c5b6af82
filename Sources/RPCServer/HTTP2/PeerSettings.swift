/// The client's SETTINGS that matter to a server (RFC 9113, section 6.5.2).
struct PeerSettings {
    /// SETTINGS_INITIAL_WINDOW_SIZE.
    var initialWindowSize = FlowWindow.initial
    /// SETTINGS_MAX_FRAME_SIZE.
    var maxFrameSize = PeerSettings.leastMaxFrameSize
    /// SETTINGS_MAX_HEADER_LIST_SIZE, which is advice; nil is no limit.
    var maxHeaderListSize: Int?
    /// SETTINGS_HEADER_TABLE_SIZE.
    var headerTableSize = 4096

    /// 6.5.2: the initial value of SETTINGS_MAX_FRAME_SIZE, and the least that may be set.
    static let leastMaxFrameSize = 16_384
    /// 6.5.2: the greatest SETTINGS_MAX_FRAME_SIZE.
    static let greatestMaxFrameSize = 16_777_215

    /// The bytes of one setting: an identifier of 16 bits and a value of 32.
    static let entryByteCount = 6
    /// There are seven settings that a client could send; unknown ones are ignored.
    static let maxEntries = 64

    /// Applies one setting; the error if the value is not allowed.
    mutating func apply(_ identifier: UInt16, _ value: UInt32) -> HTTP2ErrorCode? {
        switch identifier {
        case 0x1: headerTableSize = Int(value)
        case 0x2 where value > 1: return .protocolError
        case 0x4:
            // "Values above the maximum flow-control window size of 2^31-1 MUST be treated as a connection
            // error of type FLOW_CONTROL_ERROR."
            guard value <= FlowWindow.maximum else { return .flowControlError }
            initialWindowSize = Int(value)
        case 0x5:
            guard value >= Self.leastMaxFrameSize, value <= Self.greatestMaxFrameSize else {
                return .protocolError
            }
            maxFrameSize = Int(value)
        case 0x6: maxHeaderListSize = Int(value)
        default: break
        }
        return nil
    }
}
