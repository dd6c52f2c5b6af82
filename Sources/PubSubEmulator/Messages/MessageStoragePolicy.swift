import CloudCore

/// `google.pubsub.v1.MessageStoragePolicy`.
public struct MessageStoragePolicy: Message {
    /// The regions where messages may be stored.
    public var allowedPersistenceRegions: [String] = []
    /// Whether publishing and pulling outside of the regions is refused.
    public var enforceInTransit = false

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "allowedPersistenceRegions", &allowedPersistenceRegions)
        visitor.field(2, "enforceInTransit", &enforceInTransit)
    }
}
