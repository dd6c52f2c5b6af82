import CloudCore

/// `google.pubsub.v1.CreateSchemaRequest`.
public struct CreateSchemaRequest: Message {
    /// The project, as `projects/{project}`.
    public var parent = ""
    /// The schema to create; its name is not looked at.
    public var schema: Schema?
    /// The last part of the schema's name.
    public var schemaId = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "parent", &parent)
        visitor.field(2, "schema", &schema)
        visitor.field(3, "schemaId", &schemaId)
    }
}

/// `google.pubsub.v1.GetSchemaRequest`.
public struct GetSchemaRequest: Message {
    /// The name of the schema, with `@revision` for one revision.
    public var name = ""
    /// How much is returned; everything unless set.
    public var view = SchemaView(rawValue: 0)

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(2, "view", &view)
    }
}

/// `google.pubsub.v1.ListSchemasRequest`.
public struct ListSchemasRequest: Message {
    /// The project, as `projects/{project}`.
    public var parent = ""
    /// How much is returned; no definitions unless set.
    public var view = SchemaView(rawValue: 0)
    /// The most items to return in one answer; 0 lets the server choose.
    public var pageSize: Int32 = 0
    /// Where the listing goes on: the `nextPageToken` of the answer before, or empty.
    public var pageToken = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "parent", &parent)
        visitor.field(2, "view", &view)
        visitor.field(3, "pageSize", &pageSize)
        visitor.field(4, "pageToken", &pageToken)
    }
}

/// `google.pubsub.v1.ListSchemasResponse`.
public struct ListSchemasResponse: Message {
    /// The schemas, each as its latest revision has it.
    public var schemas: [Schema] = []
    /// Where the listing goes on, empty at its end.
    public var nextPageToken = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "schemas", &schemas)
        visitor.field(2, "nextPageToken", &nextPageToken)
    }
}

/// `google.pubsub.v1.ListSchemaRevisionsRequest`.
public struct ListSchemaRevisionsRequest: Message {
    /// The name of the schema.
    public var name = ""
    /// How much is returned; no definitions unless set.
    public var view = SchemaView(rawValue: 0)
    /// The most items to return in one answer; 0 lets the server choose.
    public var pageSize: Int32 = 0
    /// Where the listing goes on: the `nextPageToken` of the answer before, or empty.
    public var pageToken = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(2, "view", &view)
        visitor.field(3, "pageSize", &pageSize)
        visitor.field(4, "pageToken", &pageToken)
    }
}

/// `google.pubsub.v1.ListSchemaRevisionsResponse`.
public struct ListSchemaRevisionsResponse: Message {
    /// The revisions.
    public var schemas: [Schema] = []
    /// Where the listing goes on, empty at its end.
    public var nextPageToken = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "schemas", &schemas)
        visitor.field(2, "nextPageToken", &nextPageToken)
    }
}

/// `google.pubsub.v1.CommitSchemaRequest`.
public struct CommitSchemaRequest: Message {
    /// The name of the schema.
    public var name = ""
    /// The new revision.
    public var schema: Schema?

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(2, "schema", &schema)
    }
}

/// `google.pubsub.v1.RollbackSchemaRequest`.
public struct RollbackSchemaRequest: Message {
    /// The name of the schema.
    public var name = ""
    /// The revision to copy.
    public var revisionId = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(2, "revisionId", &revisionId)
    }
}

/// `google.pubsub.v1.DeleteSchemaRevisionRequest`.
public struct DeleteSchemaRevisionRequest: Message {
    /// The name of the revision, with `@revision`.
    public var name = ""
    /// The revision, if `name` has none; deprecated.
    public var revisionId = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(2, "revisionId", &revisionId)
    }
}

/// `google.pubsub.v1.DeleteSchemaRequest`.
public struct DeleteSchemaRequest: Message {
    /// The name of the schema.
    public var name = ""

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
    }
}

/// `google.pubsub.v1.ValidateSchemaRequest`.
public struct ValidateSchemaRequest: Message {
    /// The project, as `projects/{project}`.
    public var parent = ""
    /// The schema to check.
    public var schema: Schema?

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "parent", &parent)
        visitor.field(2, "schema", &schema)
    }
}

/// `google.pubsub.v1.ValidateSchemaResponse`.
public struct ValidateSchemaResponse: Message {
    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {}
}

/// `google.pubsub.v1.ValidateMessageRequest`.
public struct ValidateMessageRequest: Message {
    /// The project, as `projects/{project}`.
    public var parent = ""
    /// The name of the schema to check against, or else `schema`.
    public var name: String?
    /// The schema to check against, or else `name`.
    public var schema: Schema?
    /// The message's data.
    public var message: [UInt8] = []
    /// How the data is encoded.
    public var encoding = Encoding(rawValue: 0)

    /// What of it excludes one another.
    public static let oneofs = [Oneof("schema_spec", 2, 3)]

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "parent", &parent)
        visitor.field(2, "name", &name)
        visitor.field(3, "schema", &schema)
        visitor.field(4, "message", &message)
        visitor.field(5, "encoding", &encoding)
    }
}

/// `google.pubsub.v1.ValidateMessageResponse`.
public struct ValidateMessageResponse: Message {
    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {}
}
