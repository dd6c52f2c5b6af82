import CloudCore

/// `google.pubsub.v1.SchemaSettings`.
public struct SchemaSettings: Message {
    /// The name of the schema.
    public var schema = ""
    /// The encoding that messages are checked against.
    public var encoding = Encoding(rawValue: 0)
    /// `first_revision_id` of the API definition.
    public var firstRevisionId = ""
    /// `last_revision_id` of the API definition.
    public var lastRevisionId = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "schema", &schema)
        visitor.field(2, "encoding", &encoding)
        visitor.field(3, "firstRevisionId", &firstRevisionId)
        visitor.field(4, "lastRevisionId", &lastRevisionId)
    }
}

/// `google.pubsub.v1.Encoding` of the API definition.
public struct Encoding: ProtoEnum {
    /// The number on the wire.
    public var rawValue: Int32

    /// Makes the value with that number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// The known values.
    public static let names: [(number: Int32, name: String)] = [
        (0, "ENCODING_UNSPECIFIED"),
        (1, "JSON"),
        (2, "BINARY"),
    ]

    /// `ENCODING_UNSPECIFIED`.
    public static let unspecified = Encoding(rawValue: 0)
    /// `JSON`.
    public static let json = Encoding(rawValue: 1)
    /// `BINARY`.
    public static let binary = Encoding(rawValue: 2)
}
