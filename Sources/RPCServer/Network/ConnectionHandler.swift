import CloudCore

/// What speaks a protocol on one connection. All of it is called on the loop's thread.
protocol ConnectionHandler: AnyObject {
    /// What the mailbox carries for one connection.
    associatedtype Mail: Sendable

    /// Whether the connection is to be closed once its output has been written.
    var wantsClose: Bool { get }
    /// Whether reading should pause, because too much waits to be written or answered.
    var isCongested: Bool { get }

    /// Lends the bytes that wait to be written to the socket.
    func withOutput(_ body: (inout OutputBuffer) -> Void)
    /// Takes in what has arrived, and returns how many bytes it consumed; the rest is shown again with more.
    func receive(_ input: UnsafeRawBufferPointer, now: Int64) -> Int
    /// The peer will send nothing more.
    func receivedEnd(now: Int64)
    /// Mail for this connection.
    func deliver(_ mail: Mail, now: Int64)
    /// All output has been written to the socket; returns whether there is more by now.
    @discardableResult func outputWritten(now: Int64) -> Bool
    /// A deadline that the handler had set through its `LoopTimers` has come.
    func timerFired(_ token: UInt64, now: Int64)
    /// Called about once a second, to enforce time limits.
    func sweep(now: Int64)
    /// The server is stopping: finish what can be finished at once, refuse the rest, then want to be closed.
    func beginDrain(now: Int64)
    /// The connection is closed; nothing more is called.
    func closed()
}
