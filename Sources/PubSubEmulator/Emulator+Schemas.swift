import CloudCore

extension Emulator {
    /// The full name of a schema.
    public func schemaName(_ schema: String) -> String {
        schema.utf8.contains(UInt8(ascii: "/")) ? schema : "projects/\(project)/schemas/\(schema)"
    }

    /// Creates a schema.
    ///
    /// - Parameters:
    ///   - schema: its name, or its id within the emulator's project.
    ///   - type: the language of the definition.
    ///   - definition: the definition, at most 300 KB.
    /// - Returns: the schema with its first revision's id.
    /// - Throws: INVALID_ARGUMENT that says where a definition is wrong, ALREADY_EXISTS, RESOURCE_EXHAUSTED.
    @discardableResult public func createSchema(
        _ schema: String, type: Schema.Kind, definition: String
    ) throws(Status) -> Schema {
        let name = schemaName(schema)
        try ResourceNames.check(name, .schemas, field: "name")
        let parts = name.split(separator: "/")
        var request = CreateSchemaRequest()
        request.parent = parts.prefix(2).joined(separator: "/")
        request.schemaId = parts.last.map(String.init) ?? ""
        request.schema = Schema(type, definition)
        return try call("SchemaService/CreateSchema", request.parent, request, schemas.createSchema)
    }

    /// A schema as its latest revision has it, or, by `name@revision`, another one.
    ///
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND.
    public func schema(_ schema: String) throws(Status) -> Schema {
        var request = GetSchemaRequest()
        request.name = schemaName(schema)
        return try call("SchemaService/GetSchema", request.name, request, schemas.getSchema)
    }

    /// All schemas of a project with their definitions, by name; of the emulator's own project unless given.
    ///
    /// - Throws: INVALID_ARGUMENT.
    public func schemas(in project: String? = nil) throws(Status) -> [Schema] {
        var request = ListSchemasRequest()
        request.parent = "projects/\(project ?? self.project)"
        request.view = .full
        return try allPages { (token) throws(Status) in
            request.pageToken = token
            let page = try call("SchemaService/ListSchemas", request.parent, request, schemas.listSchemas)
            return (page.schemas, page.nextPageToken)
        }
    }

    /// The revisions of a schema with their definitions, newest first.
    ///
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND.
    public func schemaRevisions(of schema: String) throws(Status) -> [Schema] {
        var request = ListSchemaRevisionsRequest()
        request.name = schemaName(schema)
        request.view = .full
        return try call(
            "SchemaService/ListSchemaRevisions", request.name, request, schemas.listSchemaRevisions
        ).schemas
    }

    /// Adds a revision to a schema, which must be compatible with the latest one.
    ///
    /// - Returns: the new revision.
    /// - Throws: INVALID_ARGUMENT that says where a definition is wrong or not compatible, NOT_FOUND,
    ///   RESOURCE_EXHAUSTED when there are 20 already.
    @discardableResult public func commitSchema(
        _ schema: String, type: Schema.Kind, definition: String
    ) throws(Status) -> Schema {
        var request = CommitSchemaRequest()
        request.name = schemaName(schema)
        request.schema = Schema(type, definition)
        return try call("SchemaService/CommitSchema", request.name, request, schemas.commitSchema)
    }

    /// Adds a copy of an earlier revision to a schema.
    ///
    /// - Returns: the new revision.
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND, RESOURCE_EXHAUSTED when there are 20 already.
    @discardableResult public func rollBackSchema(
        _ schema: String, to revision: String
    ) throws(Status) -> Schema {
        var request = RollbackSchemaRequest()
        request.name = schemaName(schema)
        request.revisionId = revision
        return try call("SchemaService/RollbackSchema", request.name, request, schemas.rollbackSchema)
    }

    /// Deletes a revision of a schema, which must not be the only one.
    ///
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION.
    public func deleteSchemaRevision(_ revision: String, of schema: String) throws(Status) {
        var request = DeleteSchemaRevisionRequest()
        request.name = "\(schemaName(schema))@\(revision)"
        _ = try call(
            "SchemaService/DeleteSchemaRevision", request.name, request, schemas.deleteSchemaRevision)
    }

    /// Deletes a schema. Its topics stay, and refuse all messages.
    ///
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND.
    public func deleteSchema(_ schema: String) throws(Status) {
        var request = DeleteSchemaRequest()
        request.name = schemaName(schema)
        _ = try call("SchemaService/DeleteSchema", request.name, request, schemas.deleteSchema)
    }

    /// Checks a message's data against a schema, its latest revision or, by `name@revision`, another one.
    ///
    /// - Throws: INVALID_ARGUMENT that says where the data is wrong and why, NOT_FOUND.
    public func validate(_ data: [UInt8], as encoding: Encoding, schema: String) throws(Status) {
        var request = ValidateMessageRequest()
        request.parent = "projects/\(project)"
        request.name = schemaName(schema)
        request.message = data
        request.encoding = encoding
        _ = try call(
            "SchemaService/ValidateMessage", request.parent, request, schemas.validateMessage)
    }

    /// Checks a definition, and keeps nothing of it.
    ///
    /// - Throws: INVALID_ARGUMENT that says where the definition is wrong.
    public func validateSchema(type: Schema.Kind, definition: String) throws(Status) {
        var request = ValidateSchemaRequest()
        request.parent = "projects/\(project)"
        request.schema = Schema(type, definition)
        _ = try call("SchemaService/ValidateSchema", request.parent, request, schemas.validateSchema)
    }

    var schemas: SchemaService { SchemaService(host: host) }
}

extension Schema {
    /// A schema to create or commit.
    public init(_ type: Kind, _ definition: String) {
        self.init()
        self.type = type
        self.definition = definition
    }
}

extension SchemaSettings {
    /// The settings of a topic that checks its messages against any revision of a schema.
    ///
    /// - Parameter schema: the full name, `projects/{project}/schemas/{schema}`.
    public init(schema: String, encoding: Encoding) {
        self.init()
        self.schema = schema
        self.encoding = encoding
    }
}
