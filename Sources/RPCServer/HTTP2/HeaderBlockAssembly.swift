/// A header block that is spread over HEADERS and CONTINUATION frames (RFC 9113, section 4.3).
struct HeaderBlockAssembly {
    /// Whether CONTINUATION frames must follow.
    private(set) var isOpen = false
    private(set) var streamID: UInt32 = 0
    private(set) var endStream = false
    private(set) var dependsOnItself = false
    private(set) var bytes: [UInt8] = []
    private(set) var frameCount = 0
    /// When the HEADERS frame arrived, in nanoseconds.
    private(set) var startedAt: Int64 = 0

    private static let maxKeptBytes = 16_384

    mutating func begin(
        _ frame: FrameHeader, dependsOnItself: Bool, _ fragment: UnsafeRawBufferPointer, now: Int64
    ) {
        isOpen = true
        streamID = frame.streamID
        endStream = frame.flags.contains(.endStream)
        self.dependsOnItself = dependsOnItself
        frameCount = 0
        startedAt = now
        bytes.removeAll(keepingCapacity: bytes.capacity <= Self.maxKeptBytes)
        bytes.append(contentsOf: fragment)
    }

    mutating func append(_ fragment: UnsafeRawBufferPointer) {
        frameCount += 1
        bytes.append(contentsOf: fragment)
    }

    mutating func end() { isOpen = false }
}
