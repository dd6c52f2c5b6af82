import CloudCore

/// The documented limits of Pub/Sub. Unless another source is given, they are from "Pub/Sub quotas and limits", resource
/// limits. Those that no test should meet by accident, of how many there may be and how fast, are in `Quota` and `ResourceQuotas`.
enum Limits {
    /// Also in the Java client's Publisher, `getApiMaxRequestElementCount`, as is the next, `getApiMaxRequestBytes`.
    static let messagesPerPublish = 1_000
    /// Data, attributes and keys of all messages of a request, with 6 bytes more for each attribute.
    static let bytesPerPublish = 10 << 20
    static let bytesPerAttribute = 6
    static let attributesPerMessage = 100
    static let attributeKeyBytes = 256
    static let attributeValueBytes = 1_024
    static let orderingKeyBytes = 1_024

    /// Of an Acknowledge or ModifyAckDeadline as encoded (the service's errors say so: googleapis/nodejs-pubsub #1366).
    static let bytesPerAckRequest = 512 << 10

    /// Of a subscription and of a stream; single messages may be given 0, too, which gives them back
    /// (`google/pubsub/v1/pubsub.proto`).
    static let ackDeadlineSeconds: ClosedRange<Int32> = 10...600
    /// Of topics and of subscriptions (`google/pubsub/v1/pubsub.proto`).
    static let messageRetention = Duration.seconds(600)...Duration.seconds(31 * 86_400)
    /// Of an expiration policy with a time to live; none is for ever (`google/pubsub/v1/pubsub.proto`).
    static let minimumExpiration = Duration.seconds(86_400)
    /// Either of a retry policy's (`google/pubsub/v1/pubsub.proto`).
    static let backoff = Duration.zero...Duration.seconds(600)

    /// Before a message is forwarded to the dead letter topic (`google/pubsub/v1/pubsub.proto`).
    static let deliveryAttempts: ClosedRange<Int32> = 5...100

    /// Bytes of an id, the last part of a resource's name (`google/pubsub/v1/pubsub.proto`, Topic.name).
    static let idBytes = 3...255

    /// "Requirements for labels" in the documentation of Resource Manager.
    static let labels = 64
    static let labelCharacters = 63
    /// "Filter messages from a subscription".
    static let filterBytes = FilterParser.maxBytes

    /// Transforms of a topic or subscription, and bytes of a function's code ("Create a topic with SMTs", "UDFs
    /// overview").
    static let transforms = 5
    static let transformCodeBytes = 20 << 10

    /// Items on a page of a listing. That the service has a largest page, and which, is nowhere said.
    static let defaultPageSize = 1_000
    static let maxPageSize = 1_000

    /// Of a schema's definition, and how many revisions it has ("Schema overview").
    static let schemaDefinitionBytes = SchemaLimits.definitionBytes
    static let revisionsPerSchema = SchemaStore.revisionLimit

    /// The longest that a Pull waits for a message.
    static let pullWait = Duration.seconds(90)
}
