import CloudCore

/// What came of one message's way through the transforms of a topic or subscription.
public enum TransformOutcome: Sendable, Equatable {
    /// The message goes on with this data and these attributes; everything else about it stays.
    case message(data: [UInt8], attributes: StringMap)
    /// A transform returned null: the message goes no further.
    case filtered
    /// A transform failed, for that reason.
    case failed(String)
}

/// Messages of a subscription that are to go through its transforms before any receiver gets them.
struct TransformJob: Sendable {
    /// Tells this job from all others.
    let number: UInt64
    let subscription: String
    /// Those that are not disabled, in the order in which they apply.
    let transforms: [MessageTransform]
    /// The messages, under leases of the transformer.
    let batch: [Delivery]
}
