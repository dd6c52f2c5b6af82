import CloudCore

/// Collects what a broker changes, as frames of a log, until its caller takes them to be written.
struct Journal: ~Copyable {
    /// Whether changes are collected. Off costs one branch a change.
    private(set) var isOn = false
    private var salt: UInt32 = 0
    private var frames = OutputBuffer(capacity: 1)
    private var acknowledged = LogRecord.Acknowledged()
    private var acknowledgeTime = Instant(nanoseconds: 0)

    /// The most acknowledgements of a record.
    private static var acknowledgedLimit: Int { 10_000 }
    /// How many sequences are reserved at once: more than any operation gives.
    private static var reservation: UInt64 { 1 << 24 }
    /// Up to where sequences of leases have been reserved.
    private(set) var reservedSequence: UInt64 = 0

    /// Collects changes from now on, for a log with that salt; what has been collected is dropped, because
    /// the log begins with a state that has it.
    mutating func start(salt: UInt32) {
        isOn = true
        self.salt = salt
        acknowledged = LogRecord.Acknowledged()
        frames.removeAll(keepingAtMost: 1 << 20)
    }

    /// Whether there is something to write.
    var isEmpty: Bool { frames.isEmpty && acknowledged.messageIds.isEmpty }

    /// Notes a change.
    mutating func note(_ time: Instant, _ change: (inout LogRecord) -> Void) {
        finishAcknowledged()
        append(time, change)
    }

    /// Notes a publish, with the number that its first message gets.
    mutating func notePublished(_ messages: [PubsubMessage], to topic: String, first: UInt64, _ time: Instant)
    {
        finishAcknowledged()
        var record = PublishRecord()
        record.time = Timestamp(time)
        var published = LogRecord.Published()
        published.topic = topic
        published.firstNumber = Int64(clamping: first)
        published.messages = messages
        record.publish = published
        LogFrame.append(to: &frames, salt: salt) { ProtobufEncoder.encode(record, to: &$0) }
    }

    /// Notes that leases may be given up to a sequence.
    ///
    /// - Parameter last: the sequence of the last lease.
    mutating func reserveSequences(after last: UInt64, limit: UInt64, _ time: Instant) {
        let left = (reservedSequence &+ limit &- last) % limit
        if left >= Self.reservation / 2, left <= Self.reservation { return }
        reservedSequence = (last + Self.reservation) % limit
        noteReservation(time)
    }

    private mutating func noteReservation(_ time: Instant) {
        let sequence = Int64(clamping: reservedSequence)
        note(time) { record in
            record.reserve = LogRecord.Reserved()
            record.reserve?.sequence = sequence
        }
    }

    /// Notes that a subscription has done with a message; many in a row are one record.
    mutating func noteAcknowledged(_ message: String, by subscription: String, _ time: Instant) {
        if subscription != acknowledged.subscription
            || acknowledged.messageIds.count >= Self.acknowledgedLimit
        {
            finishAcknowledged()
            acknowledged.subscription = subscription
        }
        acknowledged.messageIds.append(message)
        acknowledgeTime = time
    }

    /// Has `write` take the frames collected so far.
    ///
    /// - Throws: what `write` throws; then the frames are kept.
    mutating func drain<E: Error>(_ write: (UnsafeRawBufferPointer) throws(E) -> Void) throws(E) {
        finishAcknowledged()
        guard !frames.isEmpty else { return }
        let outcome = frames.withBytes { bytes -> Result<Void, E> in
            Result { () throws(E) in try write(bytes) }
        }
        try outcome.get()
        frames.removeAll(keepingAtMost: 1 << 20)
    }

    private mutating func finishAcknowledged() {
        guard !acknowledged.messageIds.isEmpty else { return }
        var finished = LogRecord.Acknowledged()
        swap(&finished, &acknowledged)
        append(acknowledgeTime) { $0.acknowledge = finished }
    }

    private mutating func append(_ time: Instant, _ change: (inout LogRecord) -> Void) {
        var record = LogRecord()
        record.time = Timestamp(time)
        change(&record)
        LogFrame.append(to: &frames, salt: salt) { ProtobufEncoder.encode(record, to: &$0) }
    }
}
