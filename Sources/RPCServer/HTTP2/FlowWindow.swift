/// A flow-control window: how many bytes of DATA may still be sent (RFC 9113, section 6.9).
struct FlowWindow {
    /// 6.9.1: a window never exceeds 2^31-1.
    static let maximum = 0x7fff_ffff
    /// 6.9.2: the size of every window of a new connection.
    static let initial = 65_535

    /// The bytes that may be sent now; negative after SETTINGS shrank it (section 6.9.2).
    private(set) var available: Int

    init(_ available: Int = FlowWindow.initial) { self.available = available }

    @inline(__always)
    mutating func consume(_ bytes: Int) { available -= bytes }

    /// Adds `bytes`, which SETTINGS may make negative; false if the window would exceed the maximum.
    @inline(__always)
    mutating func expand(by bytes: Int) -> Bool {
        available += bytes
        return available <= Self.maximum
    }
}
