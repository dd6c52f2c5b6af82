import CloudCore

/// The messages of a state, by id.
struct RestoredMessages: ~Copyable {
    private var messages: [String: StoredMessage] = [:]
    private(set) var lastNumber: UInt64 = 0
    /// The greatest number of a message: far beyond what a broker gives, and far from any overflow.
    static let numberLimit: UInt64 = 1 << 60

    init(_ image: EmulatorState) throws(Status) {
        messages.reserveCapacity(image.messages.count)
        for message in image.messages {
            guard let number = UInt64(message.messageId), number > 0, number < Self.numberLimit,
                String(number) == message.messageId, let time = message.publishTime, time.isValid
            else {
                throw Status(
                    .invalidArgument,
                    "Invalid state: messages: messageId \"\(message.messageId.prefix(100))\" must be a positive number "
                        + "without leading zeros, and publishTime a time.")
            }
            lastNumber = max(lastNumber, number)
            messages[message.messageId] = StoredMessage(
                data: message.data, attributes: message.attributes, orderingKey: message.orderingKey,
                messageID: message.messageId, publishTime: time.instant)
        }
    }

    /// The messages of these ids, in the order of publishing.
    ///
    /// - Throws: INVALID_ARGUMENT for an id that is unknown, or there twice.
    func all(_ ids: [String]) throws(Status) -> [StoredMessage] {
        var seen: Set<String> = []
        return try all(ids, &seen)
    }

    /// Likewise; an id that has been seen before counts as there twice.
    func all(_ ids: [String], _ seen: inout Set<String>) throws(Status) -> [StoredMessage] {
        var found: [StoredMessage] = []
        found.reserveCapacity(ids.count)
        for id in ids {
            guard let message = messages[id] else {
                throw Status(
                    .invalidArgument,
                    "Invalid state: it refers to message \"\(id.prefix(100))\", which is not among its messages."
                )
            }
            guard seen.insert(id).inserted else {
                throw Status(
                    .invalidArgument, "Invalid state: a resource has message \"\(id.prefix(100))\" twice.")
            }
            found.append(message)
        }
        return SubscriptionState.inOrder(found)
    }
}
