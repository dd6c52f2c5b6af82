import CloudCore

/// `google.pubsub.v1.BigQueryConfig`.
public struct BigQueryConfig: Message {
    /// `table` of the API definition.
    public var table = ""
    /// `use_topic_schema` of the API definition.
    public var useTopicSchema = false
    /// `write_metadata` of the API definition.
    public var writeMetadata = false
    /// `drop_unknown_fields` of the API definition.
    public var dropUnknownFields = false
    /// The state, set by the service.
    public var state = BigQueryConfig.State(rawValue: 0)
    /// `use_table_schema` of the API definition.
    public var useTableSchema = false
    /// The account that the service writes as; empty for the service agent.
    public var serviceAccountEmail = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "table", &table)
        visitor.field(2, "useTopicSchema", &useTopicSchema)
        visitor.field(3, "writeMetadata", &writeMetadata)
        visitor.field(4, "dropUnknownFields", &dropUnknownFields)
        visitor.field(5, "state", &state)
        visitor.field(6, "useTableSchema", &useTableSchema)
        visitor.field(7, "serviceAccountEmail", &serviceAccountEmail)
    }

    /// `google.pubsub.v1.BigQueryConfig.State` of the API definition.
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
            (4, "SCHEMA_MISMATCH"),
            (5, "IN_TRANSIT_LOCATION_RESTRICTION"),
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
        /// `SCHEMA_MISMATCH`.
        public static let schemaMismatch = State(rawValue: 4)
        /// `IN_TRANSIT_LOCATION_RESTRICTION`.
        public static let inTransitLocationRestriction = State(rawValue: 5)
        /// `VERTEX_AI_LOCATION_RESTRICTION`.
        public static let vertexAiLocationRestriction = State(rawValue: 6)
    }
}
