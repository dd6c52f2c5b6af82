import CloudCore

/// Something that happened to a message.
public struct MessageEvent: Sendable, Equatable {
    /// What happened.
    public enum Kind: Sendable, Equatable {
        /// The message was published.
        case published
        /// The message was handed to a receiver: under which lease, for which time, and whether to one that waited
        /// (its number) or to one that asked (nil).
        case delivered(ackID: String, attempt: Int, receiver: Int?)
        /// The receiver was given until then.
        case deadlineChanged(to: Instant)
        /// The receiver gave the message back.
        case nacked
        /// The ack deadline passed.
        case expired
        /// A message before it on its ordering key was given back or expired, so it is delivered again, too, even
        /// if it was acknowledged.
        case recalled
        /// The receiver went away before the message had left for it.
        case undelivered
        /// The receiver acknowledged the message: the subscription has done with it.
        case acknowledged
        /// The subscription's filter was asked: what does not match counts as acknowledged at once.
        case filtered(isMatch: Bool)
        /// A seek of the subscription marked it as acknowledged.
        case skipped
        /// A seek of the subscription marked it as not acknowledged, so it is delivered again.
        case replayed
        /// The subscription was detached from its topic, and dropped it.
        case dropped
        /// The message had been kept for the subscription's retention duration.
        case outlived
        /// The message has gone through the subscription's transforms.
        case transformed
        /// A transform has taken the message out: of the subscription, or of the topic if that is empty.
        case transformedAway
        /// A transform of the subscription has failed, for that reason; it is tried again.
        case transformFailed(String)
        /// The message was published to the subscription's dead letter topic, as a message with that id: the
        /// subscription has done with it.
        case deadLettered(messageID: String)
    }

    /// When it happened.
    public var time: Instant
    /// The name of the subscription; empty for `published`.
    public var subscription: String
    /// What happened.
    public var kind: Kind
}

/// The life of one message.
public struct MessageRecord: Sendable {
    /// The message, as receivers get it.
    public var message: PubsubMessage
    /// The name of the topic that it was published to.
    public var topic: String
    /// What happened to it, oldest first; the latest 1,000 only.
    public internal(set) var events: [MessageEvent]

    /// The times that it was handed to a receiver of `subscription`, or of any.
    public func deliveryCount(to subscription: String? = nil) -> Int {
        count(subscription) { if case .delivered = $0 { true } else { false } }
    }

    /// Whether a receiver of `subscription` has acknowledged it.
    public func isAcknowledged(by subscription: String) -> Bool {
        count(subscription) { $0 == .acknowledged } > 0
    }

    private func count(_ subscription: String?, _ isCounted: (MessageEvent.Kind) -> Bool) -> Int {
        events.count { (subscription == nil || $0.subscription == subscription) && isCounted($0.kind) }
    }
}

/// The lives of the latest messages, for tests that want to see what happened.
public struct MessageHistory {
    /// The most messages remembered unless another number is asked for.
    public static let defaultLimit = 10_000
    /// The most messages that may be asked for.
    public static let maxLimit = 1_000_000
    /// The most events remembered of each.
    static let eventLimit = 1_000

    let isOn: Bool
    /// The most messages remembered.
    let limit: Int
    private var records = RingBuffer<MessageRecord>()
    /// The number of the first message remembered: numbers are consecutive.
    private var firstNumber: UInt64 = 0

    init(isOn: Bool) { self.init(limit: isOn ? Self.defaultLimit : 0) }

    /// Remembers so many messages; 0 for none.
    init(limit: Int) {
        self.limit = min(max(limit, 0), Self.maxLimit)
        isOn = limit > 0
    }

    /// Remembers a message that has just been published.
    mutating func begin(_ message: StoredMessage, number: UInt64, topic: String) {
        if records.isEmpty { firstNumber = number }
        let published = MessageEvent(time: message.publishTime, subscription: "", kind: .published)
        records.append(MessageRecord(message: message.message, topic: topic, events: [published]))
        if records.count > limit {
            records.popFirst()
            firstNumber += 1
        }
    }

    /// Remembers what happened to a message.
    @inline(__always) mutating func note(
        _ message: StoredMessage, _ kind: @autoclosure () -> MessageEvent.Kind,
        _ subscription: @autoclosure () -> String,
        _ time: Instant
    ) {
        if isOn { append(MessageEvent(time: time, subscription: subscription(), kind: kind()), to: message) }
    }

    /// The record of a message, while it is remembered.
    func record(of messageID: String) -> MessageRecord? {
        offset(of: messageID).flatMap { records[$0] }
    }

    /// The records of a topic's messages, or of all, oldest first.
    func records(topic: String?) -> [MessageRecord] {
        records.all.filter { topic == nil || $0.topic == topic }
    }

    /// The records that a query wants, oldest first, from behind its token on.
    func page(_ query: MessageQuery) throws(Status) -> MessagePage {
        var offset = 0
        if let start = try query.start, start >= firstNumber {
            offset = Int(clamping: min(start - firstNumber, UInt64(records.count))) + 1
        }
        var page = MessagePage()
        while offset < records.count {
            if let record = records[offset], query.matches(record) {
                guard page.records.count < query.pageSize else {
                    page.nextPageToken = page.records.last?.message.messageId ?? ""
                    return page
                }
                page.records.append(record)
            }
            offset += 1
        }
        return page
    }

    mutating func removeAll() { records.removeAll() }

    private mutating func append(_ event: MessageEvent, to message: StoredMessage) {
        guard let offset = offset(of: message.messageID) else { return }
        records.update(offset) { record in
            if record.events.count >= Self.eventLimit { record.events.removeFirst(Self.eventLimit / 10) }
            record.events.append(event)
        }
    }

    private func offset(of messageID: String) -> Int? {
        guard let number = UInt64(messageID), number >= firstNumber else { return nil }
        return Int(exactly: number - firstNumber).flatMap { $0 < records.count ? $0 : nil }
    }
}
