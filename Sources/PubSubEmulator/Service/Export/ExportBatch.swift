import CloudCore

/// The messages that one object is going to hold, and when it is time to write them.
struct ExportBatch {
    /// What a batch is written at, whichever comes first.
    struct Limits {
        /// The time from its first message on; zero for at once.
        var duration: Duration
        var bytes: Int
        var messages: Int

        /// What a batch never goes beyond, whatever the config says: it is held in memory.
        static let maxBytes = 128 << 20
        static let maxMessages = 100_000

        init(duration: Duration, bytes: Int64 = 0, messages: Int64 = 0) {
            self.duration = duration
            self.bytes = bytes > 0 ? min(Int(clamping: bytes), Self.maxBytes) : Self.maxBytes
            self.messages = messages > 0 ? min(Int(clamping: messages), Self.maxMessages) : Self.maxMessages
        }
    }

    let limits: Limits
    private(set) var deliveries: [Delivery] = []
    private(set) var bytes = 0
    /// When it has to be written; nil while it is empty.
    private(set) var deadline: Instant?

    init(limits: Limits) { self.limits = limits }

    /// Adds a message; returns the batches that are to be written now, at most two. A message that would make
    /// the batch larger than `max_bytes` begins the next one; one that is larger by itself is one by itself.
    mutating func add(_ delivery: Delivery, at now: Instant) -> [[Delivery]] {
        var due: [[Delivery]] = []
        let size = delivery.message.size
        if !deliveries.isEmpty, bytes + size > limits.bytes { due.append(take()) }
        if deliveries.isEmpty { deadline = now + limits.duration }
        deliveries.append(delivery)
        bytes += size
        if bytes >= limits.bytes || deliveries.count >= limits.messages { due.append(take()) }
        return due
    }

    /// What is to be written because its time has come; empty before.
    mutating func takeDue(at now: Instant) -> [Delivery] {
        guard let deadline, deadline <= now else { return [] }
        return take()
    }

    /// Everything, written or not.
    mutating func take() -> [Delivery] {
        defer { self = ExportBatch(limits: limits) }
        return deliveries
    }
}
