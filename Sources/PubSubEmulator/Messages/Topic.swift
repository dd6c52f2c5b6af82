import CloudCore

/// `google.pubsub.v1.Topic`.
public struct Topic: Message {
    /// The resource name.
    public var name = ""
    /// Labels of the resource, at most 64.
    public var labels: StringMap = [:]
    /// `message_storage_policy` of the API definition.
    public var messageStoragePolicy: MessageStoragePolicy?
    /// The Cloud KMS key that protects the messages.
    public var kmsKeyName = ""
    /// `schema_settings` of the API definition.
    public var schemaSettings: SchemaSettings?
    /// `satisfies_pzs` of the API definition.
    public var satisfiesPzs = false
    /// How long messages are kept, 10 minutes to 31 days.
    public var messageRetentionDuration: Duration?
    /// The state, set by the service.
    public var state = Topic.State(rawValue: 0)
    /// `ingestion_data_source_settings` of the API definition.
    public var ingestionDataSourceSettings: IngestionDataSourceSettings?
    /// Transforms, applied in this order.
    public var messageTransforms: [MessageTransform] = []
    /// Resource manager tags, input only.
    public var tags: StringMap = [:]

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(2, "labels", &labels)
        visitor.field(3, "messageStoragePolicy", &messageStoragePolicy)
        visitor.field(5, "kmsKeyName", &kmsKeyName)
        visitor.field(6, "schemaSettings", &schemaSettings)
        visitor.field(7, "satisfiesPzs", &satisfiesPzs)
        visitor.field(8, "messageRetentionDuration", &messageRetentionDuration)
        visitor.field(9, "state", &state)
        visitor.field(10, "ingestionDataSourceSettings", &ingestionDataSourceSettings)
        visitor.field(13, "messageTransforms", &messageTransforms)
        visitor.field(14, "tags", &tags)
    }

    /// `google.pubsub.v1.Topic.State` of the API definition.
    public struct State: ProtoEnum {
        /// The number on the wire.
        public var rawValue: Int32

        /// Makes the value with that number.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// The known values.
        public static let names: [(number: Int32, name: String)] = [
            (0, "STATE_UNSPECIFIED"),
            (1, "ACTIVE"),
            (2, "INGESTION_RESOURCE_ERROR"),
        ]

        /// `STATE_UNSPECIFIED`.
        public static let unspecified = State(rawValue: 0)
        /// `ACTIVE`.
        public static let active = State(rawValue: 1)
        /// `INGESTION_RESOURCE_ERROR`.
        public static let ingestionResourceError = State(rawValue: 2)
    }
}
