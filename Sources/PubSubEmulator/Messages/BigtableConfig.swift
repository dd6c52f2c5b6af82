import CloudCore

/// `google.pubsub.v1.BigtableConfig`.
public struct BigtableConfig: Message {
    /// `table` of the API definition.
    public var table = ""
    /// `app_profile_id` of the API definition.
    public var appProfileId = ""
    /// The account that the service writes as; empty for the service agent.
    public var serviceAccountEmail = ""
    /// The state, set by the service.
    public var state = BigtableConfig.State(rawValue: 0)
    /// `write_metadata` of the API definition.
    public var writeMetadata = false
    /// `column_family_mapping` of the API definition.
    public var columnFamilyMapping: BigtableConfig.ColumnFamilyMapping?

    /// What of it excludes one another.
    public static let oneofs = [Oneof("message_mapping", 6)]

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "table", &table)
        visitor.field(2, "appProfileId", &appProfileId)
        visitor.field(3, "serviceAccountEmail", &serviceAccountEmail)
        visitor.field(4, "state", &state)
        visitor.field(5, "writeMetadata", &writeMetadata)
        visitor.field(6, "columnFamilyMapping", &columnFamilyMapping)
    }

    /// `google.pubsub.v1.BigtableConfig.State` of the API definition.
    public struct State: ProtoEnum {
        /// The number on the wire.
        public var rawValue: Int32

        /// Makes the value with that number.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// The known values.
        public static let names: [(number: Int32, name: String)] = [
            (0, "STATE_UNSPECIFIED"),
            (1, "ACTIVE"),
            (2, "NOT_FOUND"),
            (3, "APP_PROFILE_MISCONFIGURED"),
            (4, "PERMISSION_DENIED"),
            (5, "SCHEMA_MISMATCH"),
            (6, "IN_TRANSIT_LOCATION_RESTRICTION"),
            (7, "VERTEX_AI_LOCATION_RESTRICTION"),
        ]

        /// `STATE_UNSPECIFIED`.
        public static let unspecified = State(rawValue: 0)
        /// `ACTIVE`.
        public static let active = State(rawValue: 1)
        /// `NOT_FOUND`.
        public static let notFound = State(rawValue: 2)
        /// `APP_PROFILE_MISCONFIGURED`.
        public static let appProfileMisconfigured = State(rawValue: 3)
        /// `PERMISSION_DENIED`.
        public static let permissionDenied = State(rawValue: 4)
        /// `SCHEMA_MISMATCH`.
        public static let schemaMismatch = State(rawValue: 5)
        /// `IN_TRANSIT_LOCATION_RESTRICTION`.
        public static let inTransitLocationRestriction = State(rawValue: 6)
        /// `VERTEX_AI_LOCATION_RESTRICTION`.
        public static let vertexAiLocationRestriction = State(rawValue: 7)
    }

    /// `google.pubsub.v1.BigtableConfig.ColumnFamilyMapping`.
    public struct ColumnFamilyMapping: Message {
        /// `row_key_schema` of the API definition.
        public var rowKeySchema: BigtableConfig.ColumnFamilyMapping.RowKeySchema?
        /// `delimited_key` of the API definition.
        public var delimitedKey: BigtableConfig.ColumnFamilyMapping.DelimitedKey?

        /// What of it excludes one another.
        public static let oneofs = [Oneof("key_definition", 1, 2)]

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "rowKeySchema", &rowKeySchema)
            visitor.field(2, "delimitedKey", &delimitedKey)
        }

        /// `google.pubsub.v1.BigtableConfig.ColumnFamilyMapping.RowKeySchema`.
        public struct RowKeySchema: Message {
            /// The message with every field at its default.
            public init() {}

            /// Shows each field to `visitor`.
            public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {}
        }

        /// `google.pubsub.v1.BigtableConfig.ColumnFamilyMapping.DelimitedKey`.
        public struct DelimitedKey: Message {
            /// `key_fields` of the API definition.
            public var keyFields: [String] = []
            /// `delimiter` of the API definition.
            public var delimiter: [UInt8] = []

            /// The message with every field at its default.
            public init() {}

            /// Shows each field to `visitor`.
            public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
                visitor.field(1, "keyFields", &keyFields)
                visitor.field(2, "delimiter", &delimiter)
            }
        }
    }
}
