import CloudCore

/// The documented limits of Pub/Sub ("Pub/Sub quotas and limits", `google/pubsub/v1/pubsub.proto`).
enum Limits {
    static let messagesPerPublish = 1_000
    /// Data, attributes and keys of all messages of a request, with 6 bytes more for each attribute.
    static let bytesPerPublish = 10 << 20
    static let bytesPerAttribute = 6
    static let attributesPerMessage = 100
    static let attributeKeyBytes = 256
    static let attributeValueBytes = 1_024
    static let orderingKeyBytes = 1_024

    static let ackDeadlineSeconds: ClosedRange<Int32> = 10...600
    static let messageRetention = Duration.seconds(600)...Duration.seconds(31 * 86_400)
    static let minimumExpiration = Duration.seconds(86_400)
    static let backoff = Duration.zero...Duration.seconds(600)

    static let deliveryAttempts: ClosedRange<Int32> = 5...100

    static let labels = 64
    static let labelCharacters = 63
    static let filterBytes = FilterParser.maxBytes

    /// Transforms of a topic or subscription, and bytes of a function's code ("Create a topic with SMTs", "UDFs
    /// overview").
    static let transforms = 5
    static let transformCodeBytes = 20 << 10

    static let defaultPageSize = 1_000
    static let maxPageSize = 1_000

    /// The longest that a Pull waits for a message.
    static let pullWait = Duration.seconds(90)
}
