import CloudCore

/// A message that a subscription has not done with, and where it is.
public struct OutstandingMessage: Sendable, Equatable {
    /// Where a message is.
    public enum State: Sendable, Equatable {
        /// It can be handed over, or waits for an earlier one of its ordering key.
        case waiting
        /// It is with a receiver, by its number (nil for one that asked), until then.
        case leased(receiver: Int?, until: Instant)
        /// It has come back, and waits for its backoff to end.
        case backingOff(until: Instant)
    }

    /// The message's id.
    public var messageID: String
    /// The name of the subscription.
    public var subscription: String
    /// The ordering key; empty for none.
    public var orderingKey: String
    /// When it was published.
    public var publishTime: Instant
    /// How often it has been handed over.
    public var attempts: Int
    /// Where it is.
    public var state: State
}

/// Which messages are asked about.
public enum MessageScope: Sendable, Equatable {
    /// Those of all subscriptions.
    case everything
    /// Those of the subscriptions of a topic, by its full name.
    case topic(String)
    /// Those of one subscription, by its full name.
    case subscription(String)
}

/// What is outstanding.
public struct OutstandingReport: Sendable, Equatable, CustomStringConvertible {
    /// The most messages that a report lists.
    public static let maxMessages = 1_000

    /// The first of them, subscription by subscription.
    public var messages: [OutstandingMessage] = []
    /// How many there are.
    public var total = 0

    /// Whether there is nothing.
    public var isEmpty: Bool { total == 0 }

    /// The report for people: a line for each message.
    public var description: String {
        guard !isEmpty else { return "nothing is outstanding" }
        var lines = ["\(total) outstanding:"]
        for message in messages {
            lines.append(
                "  \(message.messageID) on \(message.subscription): \(message.state.text)"
                    + ", attempts: \(message.attempts)")
        }
        if messages.count < total { lines.append("  and \(total - messages.count) more") }
        return lines.joined(separator: "\n")
    }
}

extension OutstandingMessage.State {
    var text: String {
        switch self {
        case .waiting: "waiting"
        case .leased(let receiver, let until):
            "leased to \(receiver.map { "receiver \($0)" } ?? "a pull") until \(Timestamp(until).rfc3339)"
        case .backingOff(let until): "backing off until \(Timestamp(until).rfc3339)"
        }
    }
}
