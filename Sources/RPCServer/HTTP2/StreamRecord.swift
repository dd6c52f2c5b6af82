import CloudCore

/// The state of one live stream (RFC 9113, section 5.1): open, or half closed on one side.
///
/// Records stay in their slot and are refilled, so that the queue's memory is reused.
struct StreamRecord: ~Copyable {
    /// How the response ends once the queued data has been sent.
    enum Ending {
        case none
        /// END_STREAM on the last DATA frame.
        case data
        /// A header block that is in the queue behind the data.
        case trailers
    }

    /// The stream, or 0 while the slot is free.
    var id: UInt32 = 0
    /// While the slot is free: the next free one, or -1.
    var nextFree = -1
    /// The client has sent END_STREAM: half closed (remote).
    var remoteEnded = false
    /// The layer above has ended the response; its end may still be queued.
    var localEnded = false
    /// The slot is in the queue of streams that could send.
    var isScheduled = false
    var ending = Ending.none

    var sendWindow = FlowWindow()
    var receiveWindow = FlowWindow()
    /// Body bytes that the layer above has received and not yet consumed.
    var unconsumed = 0
    /// Bytes consumed and not yet given back to the client in a WINDOW_UPDATE.
    var pendingUpdate = 0
    /// How many bytes `content-length` still promises, or nil if it was absent.
    var bodyRemaining: Int?

    /// When the request must have ended, in nanoseconds; `.max` if it may stay open.
    var requestDeadline = Int64.max
    /// When the queue was last shortened, or was empty.
    var lastProgress = Int64.max

    /// Response data that the windows do not allow yet, then the block of trailers.
    var queue = OutputBuffer(capacity: 1)
    /// How many bytes of the queue are data.
    var queuedData = 0

    /// Makes the record of a free slot that of a new stream; `id` is set already, the queue is empty.
    @inline(__always)
    mutating func begin(endStream: Bool, sendWindow: Int, receiveWindow: Int, contentLength: Int?) {
        remoteEnded = endStream
        localEnded = false
        self.sendWindow = FlowWindow(sendWindow)
        self.receiveWindow = FlowWindow(receiveWindow)
        unconsumed = 0
        pendingUpdate = 0
        bodyRemaining = contentLength
        requestDeadline = .max
        lastProgress = .max
    }

    /// The capacity that an empty queue keeps.
    private static let maxKeptQueueBytes = 4096

    mutating func emptyQueue() {
        queue.removeAll(keepingAtMost: Self.maxKeptQueueBytes)
        queuedData = 0
        ending = .none
    }
}
