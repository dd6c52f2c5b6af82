import CloudCore

/// The messages that a topic itself keeps, in the order of their publishing: for its retention duration, and for its
/// snapshots from the first message after the oldest of them on. Each message is kept once, however many snapshots
/// there are; a topic without either keeps none.
struct TopicLog {
    private(set) var messages = RingBuffer<StoredMessage>()
    /// The topic's retention duration in nanoseconds; nil for none.
    private(set) var retention: Int64?
    /// For each snapshot the number of the first message after it, in order: repeated where nothing came between.
    private var starts: ContiguousArray<UInt64> = []

    /// Whether published messages are to be appended.
    private(set) var isOn = false

    mutating func append(_ message: StoredMessage, at now: Instant) {
        messages.append(message)
        trim(at: now)
    }

    /// Takes over messages that a former log had kept, in order.
    mutating func restore(_ kept: [StoredMessage]) {
        for message in kept { messages.append(message) }
    }

    /// Takes over a retention duration after a change; nil for none.
    mutating func setRetention(_ retention: Duration?, at now: Instant) {
        self.retention = retention?.clampedNanoseconds
        settle(at: now)
    }

    /// Keeps messages for a new snapshot: from that number, which is the next that will be given, on.
    mutating func hold(from start: UInt64) {
        starts.append(start)
        isOn = true
    }

    /// Keeps messages no more for a snapshot that goes.
    mutating func release(from start: UInt64, at now: Instant) {
        let index = (0..<starts.count).partition { starts[$0] >= start }
        guard index < starts.count, starts[index] == start else { return }
        starts.remove(at: index)
        settle(at: now)
    }

    private mutating func settle(at now: Instant) {
        isOn = retention != nil || !starts.isEmpty
        if isOn { trim(at: now) } else { messages.removeAll() }
    }

    /// Drops what neither the retention duration nor a snapshot keeps any more. O(1) amortised.
    mutating func trim(at now: Instant) {
        while let message = messages.first, starts.first.map({ message.number < $0 }) ?? true,
            !isRetained(message, now)
        {
            messages.popFirst()
        }
    }

    /// When there will be something to drop, unless something happens before; nil for never.
    var nextTrim: Instant? {
        guard let retention, let message = messages.first, starts.first.map({ message.number < $0 }) ?? true
        else { return nil }
        return message.publishTime.adding(nanoseconds: retention)
    }

    /// The messages of the retention duration that were published at `time` or later.
    func messages(since time: Instant, at now: Instant) -> [StoredMessage] {
        guard retention != nil else { return [] }
        let first = messages.firstOffset { $0.publishTime >= time && isRetained($0, now) }
        return messages.suffix(from: first)
    }

    private func isRetained(_ message: StoredMessage, _ now: Instant) -> Bool {
        guard let retention else { return false }
        return message.publishTime > now.adding(nanoseconds: -retention)
    }
}

extension StoredMessage {
    /// The number that the message's id is the text of: later messages of a broker have greater ones.
    var number: UInt64 { UInt64(messageID) ?? 0 }
}

extension RingBuffer where Element == StoredMessage {
    /// The messages with that number and later ones, of a buffer in the order of publishing.
    func messages(from number: UInt64) -> [StoredMessage] {
        suffix(from: firstOffset { $0.number >= number })
    }
}
