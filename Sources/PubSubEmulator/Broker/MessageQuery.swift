import CloudCore

/// Which messages' lives are asked for.
public struct MessageQuery: Sendable, Equatable {
    /// The most records of a page.
    public static let maxPageSize = 1_000

    /// Only the message of that id.
    public var messageID: String?
    /// Only messages of that topic, by its full name.
    public var topic: String?
    /// Only messages to which something has happened on that subscription, by its full name.
    public var subscription: String?
    /// Only messages to which that has happened (`MessageEvent.Kind.name`); with a subscription, there.
    public var kind: String?
    /// The records of a page, 1 to 1,000.
    public var pageSize = 100
    /// Where the page before said that the next begins; empty for the first.
    public var pageToken = ""

    /// Asks for all messages.
    public init() {}

    /// The number of the message that the page before ended with.
    ///
    /// - Throws: INVALID_ARGUMENT for a token that no page gave.
    var start: UInt64? {
        get throws(Status) {
            guard !pageToken.isEmpty else { return nil }
            guard let number = UInt64(pageToken) else {
                throw Status(
                    .invalidArgument, "pageToken is \"\(pageToken)\"; expected one that a page gave.")
            }
            return number
        }
    }

    func matches(_ record: MessageRecord) -> Bool {
        if let messageID, record.message.messageId != messageID { return false }
        if let topic, record.topic != topic { return false }
        guard subscription != nil || kind != nil else { return true }
        return record.events.contains { event in
            (subscription == nil || event.subscription == subscription)
                && (kind == nil || event.kind.name == kind)
        }
    }
}

/// A page of messages' lives.
public struct MessagePage: Sendable {
    /// The records, oldest first.
    public internal(set) var records: [MessageRecord] = []
    /// Where the next page begins; empty when there is none.
    public internal(set) var nextPageToken = ""
}

extension MessageEvent.Kind {
    /// All names, in the order of a message's life.
    public static let names = [
        "published", "delivered", "deadlineChanged", "nacked", "expired", "recalled", "undelivered",
        "acknowledged", "filtered", "skipped", "replayed", "dropped", "outlived",
    ]

    /// The kind's name in queries and answers.
    public var name: String {
        switch self {
        case .published: "published"
        case .delivered: "delivered"
        case .deadlineChanged: "deadlineChanged"
        case .nacked: "nacked"
        case .expired: "expired"
        case .recalled: "recalled"
        case .undelivered: "undelivered"
        case .acknowledged: "acknowledged"
        case .filtered: "filtered"
        case .skipped: "skipped"
        case .replayed: "replayed"
        case .dropped: "dropped"
        case .outlived: "outlived"
        case .transformed: "transformed"
        case .transformedAway: "transformedAway"
        case .transformFailed: "transformFailed"
        case .deadLettered: "deadLettered"
        }
    }
}
