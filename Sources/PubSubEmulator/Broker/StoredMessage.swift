import CloudCore

/// A message as the broker keeps it: immutable, and stored once however many subscriptions hold it.
///
/// The fields fill 72 bytes with the object's header, which malloc serves from an 80-byte block; a field more
/// would cost 16 bytes for each message of a backlog.
final class StoredMessage: Sendable {
    let data: [UInt8]
    let attributes: StringMap
    let orderingKey: String
    let messageID: String
    let publishTime: Instant

    init(data: [UInt8], attributes: StringMap, orderingKey: String, messageID: String, publishTime: Instant) {
        self.data = data
        self.attributes = attributes
        self.orderingKey = orderingKey
        self.messageID = messageID
        self.publishTime = publishTime
    }

    /// The bytes that the message counts for in flow control: data, attributes and ordering key.
    var size: Int {
        var size = data.count + orderingKey.utf8.count
        for (key, value) in attributes.entries { size += key.utf8.count + value.utf8.count }
        return size
    }

    /// The message as it is sent to a receiver.
    var message: PubsubMessage {
        var message = PubsubMessage()
        message.data = data
        message.attributes = attributes
        message.messageId = messageID
        message.publishTime = Timestamp(publishTime)
        message.orderingKey = orderingKey
        return message
    }
}

/// One handing-over of a message to a receiver, under a lease.
struct Delivery: Sendable {
    /// Names the lease; a redelivery has another one.
    let ackID: String
    let message: StoredMessage
    /// 1, and one more for each delivery before that was given back or expired.
    let attempt: Int32
    /// What the receiver is told of the subscription.
    let traits: SubscriptionTraits
}

/// What a subscription's settings mean to its receivers.
struct SubscriptionTraits: OptionSet, Sendable {
    let rawValue: UInt8

    static let isOrdered = SubscriptionTraits(rawValue: 1)
    static let isExactlyOnce = SubscriptionTraits(rawValue: 2)
    /// With a dead letter policy, receivers are told the number of the attempt.
    static let tellsAttempts = SubscriptionTraits(rawValue: 4)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ settings: Subscription) {
        self = []
        if settings.enableMessageOrdering { insert(.isOrdered) }
        if settings.enableExactlyOnceDelivery { insert(.isExactlyOnce) }
        if settings.deadLetterPolicy != nil { insert(.tellsAttempts) }
    }
}
