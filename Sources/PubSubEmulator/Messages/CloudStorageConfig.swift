import CloudCore

/// `google.pubsub.v1.CloudStorageConfig`.
public struct CloudStorageConfig: Message {
    /// `bucket` of the API definition.
    public var bucket = ""
    /// `filename_prefix` of the API definition.
    public var filenamePrefix = ""
    /// `filename_suffix` of the API definition.
    public var filenameSuffix = ""
    /// `text_config` of the API definition.
    public var textConfig: CloudStorageConfig.TextConfig?
    /// `avro_config` of the API definition.
    public var avroConfig: CloudStorageConfig.AvroConfig?
    /// `max_duration` of the API definition.
    public var maxDuration: Duration?
    /// `max_bytes` of the API definition.
    public var maxBytes: Int64 = 0
    /// The most messages to return, at least 1.
    public var maxMessages: Int64 = 0
    /// The state, set by the service.
    public var state = CloudStorageConfig.State(rawValue: 0)
    /// `filename_datetime_format` of the API definition.
    public var filenameDatetimeFormat = ""
    /// The account that the service writes as; empty for the service agent.
    public var serviceAccountEmail = ""

    /// What of it excludes one another.
    public static let oneofs = [Oneof("output_format", 4, 5)]

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "bucket", &bucket)
        visitor.field(2, "filenamePrefix", &filenamePrefix)
        visitor.field(3, "filenameSuffix", &filenameSuffix)
        visitor.field(4, "textConfig", &textConfig)
        visitor.field(5, "avroConfig", &avroConfig)
        visitor.field(6, "maxDuration", &maxDuration)
        visitor.field(7, "maxBytes", &maxBytes)
        visitor.field(8, "maxMessages", &maxMessages)
        visitor.field(9, "state", &state)
        visitor.field(10, "filenameDatetimeFormat", &filenameDatetimeFormat)
        visitor.field(11, "serviceAccountEmail", &serviceAccountEmail)
    }

    /// `google.pubsub.v1.CloudStorageConfig.State` of the API definition.
    public struct State: ProtoEnum {
        /// The number on the wire.
        public var rawValue: Int32

        /// Makes the value with that number.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// The known values.
        public static let names: [(number: Int32, name: String)] = [
            (0, "STATE_UNSPECIFIED"),
            (1, "ACTIVE"),
            (2, "PERMISSION_DENIED"),
            (3, "NOT_FOUND"),
            (4, "IN_TRANSIT_LOCATION_RESTRICTION"),
            (5, "SCHEMA_MISMATCH"),
            (6, "VERTEX_AI_LOCATION_RESTRICTION"),
        ]

        /// `STATE_UNSPECIFIED`.
        public static let unspecified = State(rawValue: 0)
        /// `ACTIVE`.
        public static let active = State(rawValue: 1)
        /// `PERMISSION_DENIED`.
        public static let permissionDenied = State(rawValue: 2)
        /// `NOT_FOUND`.
        public static let notFound = State(rawValue: 3)
        /// `IN_TRANSIT_LOCATION_RESTRICTION`.
        public static let inTransitLocationRestriction = State(rawValue: 4)
        /// `SCHEMA_MISMATCH`.
        public static let schemaMismatch = State(rawValue: 5)
        /// `VERTEX_AI_LOCATION_RESTRICTION`.
        public static let vertexAiLocationRestriction = State(rawValue: 6)
    }

    /// `google.pubsub.v1.CloudStorageConfig.TextConfig`.
    public struct TextConfig: Message {
        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {}
    }

    /// `google.pubsub.v1.CloudStorageConfig.AvroConfig`.
    public struct AvroConfig: Message {
        /// `write_metadata` of the API definition.
        public var writeMetadata = false
        /// `use_topic_schema` of the API definition.
        public var useTopicSchema = false

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "writeMetadata", &writeMetadata)
            visitor.field(2, "useTopicSchema", &useTopicSchema)
        }
    }
}
