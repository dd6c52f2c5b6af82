import CloudCore

/// `google.pubsub.v1.Schema`: a schema as one of its revisions has it.
public struct Schema: Message {
    /// The resource name, `projects/{project}/schemas/{schema}`.
    public var name = ""
    /// The language of the definition.
    public var type = Schema.Kind(rawValue: 0)
    /// The definition, at most 300 KB.
    public var definition = ""
    /// The revision's id, 8 characters, set by the service.
    public var revisionId = ""
    /// When the revision was created, set by the service.
    public var revisionCreateTime: Timestamp?
    /// A definition that was compiled beforehand, of type `PROTOCOL_BUFFER`.
    public var compiledProtoSchema: CompiledProtoSchema?

    /// What of it excludes one another.
    public static let oneofs = [Oneof("configuration", 8)]

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(2, "type", &type)
        visitor.field(3, "definition", &definition)
        visitor.field(4, "revisionId", &revisionId)
        visitor.field(6, "revisionCreateTime", &revisionCreateTime)
        visitor.field(8, "compiledProtoSchema", &compiledProtoSchema)
    }

    /// `google.pubsub.v1.Schema.Type` of the API definition; `Type` is a word of Swift.
    public struct Kind: ProtoEnum {
        /// The number on the wire.
        public var rawValue: Int32

        /// Makes the value with that number.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// The name in the API definition.
        public static let definitionName: String? = "google.pubsub.v1.Schema.Type"

        /// The known values.
        public static let names: [(number: Int32, name: String)] = [
            (0, "TYPE_UNSPECIFIED"),
            (1, "PROTOCOL_BUFFER"),
            (2, "AVRO"),
        ]

        /// `TYPE_UNSPECIFIED`.
        public static let unspecified = Kind(rawValue: 0)
        /// `PROTOCOL_BUFFER`.
        public static let protocolBuffer = Kind(rawValue: 1)
        /// `AVRO`.
        public static let avro = Kind(rawValue: 2)
    }
}

/// `google.pubsub.v1.CompiledProtoSchema`: a `google.protobuf.FileDescriptorSet` as a schema.
public struct CompiledProtoSchema: Message {
    /// The full name of the message that data is of.
    public var rootMessage = ""
    /// The serialized descriptors.
    public var compiledBytes: [UInt8] = []

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "rootMessage", &rootMessage)
        visitor.field(2, "compiledBytes", &compiledBytes)
    }
}

/// `google.pubsub.v1.SchemaView`: how much of a schema is returned.
public struct SchemaView: ProtoEnum {
    /// The number on the wire.
    public var rawValue: Int32

    /// Makes the value with that number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// The known values.
    public static let names: [(number: Int32, name: String)] = [
        (0, "SCHEMA_VIEW_UNSPECIFIED"),
        (1, "BASIC"),
        (2, "FULL"),
    ]

    /// `SCHEMA_VIEW_UNSPECIFIED`.
    public static let unspecified = SchemaView(rawValue: 0)
    /// `BASIC`: all but the definition.
    public static let basic = SchemaView(rawValue: 1)
    /// `FULL`.
    public static let full = SchemaView(rawValue: 2)
}
