import CloudCore

/// A schema in an `EmulatorState`.
public struct SchemaImage: Message {
    /// Its name.
    public var name = ""
    /// The number of the next revision.
    public var nextNumber: Int64 = 0
    /// Its revisions, oldest first.
    public var revisions: [RevisionImage] = []

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(2, "nextNumber", &nextNumber)
        visitor.field(3, "revisions", &revisions)
    }
}

/// A revision of a schema, in a `SchemaImage`.
public struct RevisionImage: Message {
    /// Rises from revision to revision.
    public var number: Int64 = 0
    /// The schema as it was committed.
    public var schema: Schema?

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "number", &number)
        visitor.field(2, "schema", &schema)
    }
}
