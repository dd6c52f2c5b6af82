import CloudCore

/// `google.pubsub.v1.SchemaService`: from request to response, whichever front door the call came through.
///
/// Definitions are parsed before the broker is locked.
struct SchemaService: Sendable {
    let host: BrokerHost

    /// Creates a schema.
    func createSchema(_ request: CreateSchemaRequest) throws(Status) -> Schema {
        try ResourceNames.checkProject(request.parent, field: "parent")
        var schema = try Self.given(request.schema)
        schema.name = "\(request.parent)/schemas/\(request.schemaId)"
        try ResourceNames.check(schema.name, .schemas, field: "schema_id")
        let definition = try SchemaDefinition.parse(schema)
        let created = schema
        return try host.perform { (broker, now) throws(Status) in
            try broker.createSchema(created, definition, at: now)
        }
    }

    /// A revision of a schema, the latest unless the name says another.
    func getSchema(_ request: GetSchemaRequest) throws(Status) -> Schema {
        let name = try Self.name(request.name, field: "name", allowsRevision: true)
        let schema = try host.perform { (broker, _) throws(Status) in
            try broker.schemas.revision(name).schema
        }
        return try Self.shown(schema, request.view, default: .full)
    }

    /// The schemas of a project, by name.
    func listSchemas(_ request: ListSchemasRequest) throws(Status) -> ListSchemasResponse {
        try ResourceNames.checkProject(request.parent, field: "parent")
        let limit = try Paging.limit(request.pageSize)
        let page = try host.perform { (broker, _) throws(Status) in
            try broker.listSchemas(in: request.parent, after: request.pageToken, limit: limit)
        }
        var response = ListSchemasResponse()
        for schema in page.items {
            response.schemas.append(try Self.shown(schema, request.view, default: .basic))
        }
        response.nextPageToken = page.nextToken
        return response
    }

    /// The revisions of a schema, newest first.
    func listSchemaRevisions(
        _ request: ListSchemaRevisionsRequest
    ) throws(Status) -> ListSchemaRevisionsResponse {
        let name = try Self.name(request.name, field: "name", allowsRevision: false)
        let limit = try Paging.limit(request.pageSize)
        let page = try host.perform { (broker, _) throws(Status) in
            try broker.listSchemaRevisions(of: name.schema, after: request.pageToken, limit: limit)
        }
        var response = ListSchemaRevisionsResponse()
        for schema in page.items {
            response.schemas.append(try Self.shown(schema, request.view, default: .basic))
        }
        response.nextPageToken = page.nextToken
        return response
    }

    /// Adds a revision.
    func commitSchema(_ request: CommitSchemaRequest) throws(Status) -> Schema {
        let name = try Self.name(request.name, field: "name", allowsRevision: false)
        var schema = try Self.given(request.schema)
        guard schema.name.isEmpty || schema.name == name.schema else {
            throw Settings.invalid(
                "schema.name", "is \(schema.name.prefix(300)), must be that of the request, \(name.schema)")
        }
        schema.name = name.schema
        let definition = try SchemaDefinition.parse(schema)
        let committed = schema
        return try host.perform { (broker, now) throws(Status) in
            try broker.commitSchema(committed, definition, at: now)
        }
    }

    /// Adds a copy of an earlier revision.
    func rollbackSchema(_ request: RollbackSchemaRequest) throws(Status) -> Schema {
        var name = try Self.name(request.name, field: "name", allowsRevision: false)
        guard !request.revisionId.isEmpty else {
            throw Settings.invalid("revision_id", "is empty, must be the id of the revision to copy")
        }
        name.revision = request.revisionId
        let earlier = name
        return try host.perform { (broker, now) throws(Status) in
            try broker.rollBackSchema(earlier, at: now)
        }
    }

    /// Deletes a revision; returns it. What the service returns is nowhere said.
    func deleteSchemaRevision(_ request: DeleteSchemaRevisionRequest) throws(Status) -> Schema {
        var name = try Self.name(request.name, field: "name", allowsRevision: true)
        if name.revision == nil, !request.revisionId.isEmpty { name.revision = request.revisionId }
        guard name.revision != nil else {
            throw Settings.invalid("name", "names no revision, must end with @ and the revision's id")
        }
        let revision = name
        return try host.perform { (broker, _) throws(Status) in try broker.deleteSchemaRevision(revision) }
    }

    /// Deletes a schema.
    func deleteSchema(_ request: DeleteSchemaRequest) throws(Status) -> Empty {
        let name = try Self.name(request.name, field: "name", allowsRevision: false)
        try host.perform { (broker, _) throws(Status) in try broker.deleteSchema(name.schema) }
        return Empty()
    }

    /// Checks a definition.
    func validateSchema(_ request: ValidateSchemaRequest) throws(Status) -> ValidateSchemaResponse {
        try ResourceNames.checkProject(request.parent, field: "parent")
        _ = try SchemaDefinition.parse(try Self.given(request.schema))
        return ValidateSchemaResponse()
    }

    /// Checks a message against a schema, its latest revision unless the name says another, or against a definition.
    func validateMessage(_ request: ValidateMessageRequest) throws(Status) -> ValidateMessageResponse {
        try ResourceNames.checkProject(request.parent, field: "parent")
        guard request.encoding == .json || request.encoding == .binary else {
            throw Settings.invalid("encoding", "is not set, must be JSON or BINARY")
        }
        if let text = request.name, !text.isEmpty {
            let name = try Self.name(text, field: "name", allowsRevision: true)
            let revision = try host.perform { (broker, _) throws(Status) in
                try broker.schemas.revision(name)
            }
            _ = try SchemaCheck.revision(
                for: request.message, at: nil, of: [revision], request.encoding, name.schema)
            return ValidateMessageResponse()
        }
        let schema = try Self.given(request.schema)
        let definition = try SchemaDefinition.parse(schema)
        do throws(SchemaFault) {
            try definition.check(request.message, request.encoding)
        } catch {
            throw SchemaCheck.failure(
                "message: \(error)", field: "message", "\(error)", error, schema.type, request.encoding)
        }
        return ValidateMessageResponse()
    }

    // MARK: Parts

    private static func given(_ schema: Schema?) throws(Status) -> Schema {
        guard var schema else {
            throw Settings.invalid("schema", "is not set, must have type and definition")
        }
        schema.revisionId = ""
        schema.revisionCreateTime = nil
        return schema
    }

    private static func name(
        _ text: String, field: String, allowsRevision: Bool
    ) throws(Status) -> SchemaName {
        let name = SchemaName(text)
        try ResourceNames.check(allowsRevision ? name.schema : text, .schemas, field: field)
        return name
    }

    private static func shown(
        _ schema: Schema, _ view: SchemaView, default standard: SchemaView
    ) throws(Status) -> Schema {
        let view = view == .unspecified ? standard : view
        guard view == .basic || view == .full else {
            throw Settings.invalid("view", "is \(view.rawValue), must be BASIC or FULL")
        }
        var schema = schema
        if view == .basic { schema.definition = "" }
        return schema
    }
}
