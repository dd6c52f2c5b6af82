import CloudCore

extension Broker {
    /// The schema of a topic whose schema has been deleted (`google/pubsub/v1/pubsub.proto`).
    static var deletedSchema: String { "_deleted-schema_" }

    /// Creates a schema.
    ///
    /// - Throws: ALREADY_EXISTS, RESOURCE_EXHAUSTED.
    mutating func createSchema(
        _ schema: Schema, _ definition: SchemaDefinition, at now: Instant
    ) throws(Status) -> Schema {
        expire(at: now)
        let created = try schemas.create(schema, definition, at: context.now)
        if context.journal.isOn { noteSchema(schema.name) }
        return created
    }

    /// Adds a revision to a schema.
    ///
    /// - Throws: NOT_FOUND, INVALID_ARGUMENT, RESOURCE_EXHAUSTED.
    mutating func commitSchema(
        _ schema: Schema, _ definition: SchemaDefinition, at now: Instant
    ) throws(Status) -> Schema {
        expire(at: now)
        let committed = try schemas.commit(schema, definition, at: context.now)
        if context.journal.isOn { noteSchema(schema.name) }
        return committed
    }

    /// Adds a copy of an earlier revision to a schema.
    ///
    /// - Throws: NOT_FOUND, RESOURCE_EXHAUSTED.
    mutating func rollBackSchema(_ name: SchemaName, at now: Instant) throws(Status) -> Schema {
        expire(at: now)
        let added = try schemas.rollBack(name, at: context.now)
        if context.journal.isOn { noteSchema(name.schema) }
        return added
    }

    /// Deletes a revision of a schema; returns it.
    ///
    /// - Throws: NOT_FOUND, FAILED_PRECONDITION for the only one.
    mutating func deleteSchemaRevision(_ name: SchemaName) throws(Status) -> Schema {
        let deleted = try schemas.deleteRevision(name)
        if context.journal.isOn { noteSchema(name.schema) }
        return deleted
    }

    /// Deletes a schema. Its topics stay, and refuse all messages.
    ///
    /// - Throws: NOT_FOUND.
    mutating func deleteSchema(_ name: String) throws(Status) {
        for topic in try schemas.delete(name) {
            topics[topic].settings.schemaSettings?.schema = Self.deletedSchema
            topics[topic].schema?.name = nil
        }
        context.effects.append(.removed(name))
        if context.journal.isOn { context.journal.note(context.now) { $0.deleteSchema = name } }
    }

    /// The schemas of a project (`projects/p`), each in its latest revision, by name, from a page token on.
    func listSchemas(in project: String, after token: String, limit: Int) throws(Status) -> Page<Schema> {
        let page = try names(schemas.names, prefix: project + "/schemas/", after: token, limit)
        var found: [Schema] = []
        for item in page.items {
            if let latest = schemas.state(at: item.slot).revisions.last { found.append(latest.schema) }
        }
        return Page(items: found, nextToken: page.nextToken)
    }

    /// The revisions of a schema, newest first, from a page token on: the number of the last one before.
    ///
    /// - Throws: NOT_FOUND.
    func listSchemaRevisions(
        of name: String, after token: String, limit: Int
    ) throws(Status) -> Page<Schema> {
        let state = schemas.state(at: try schemas.slot(of: name))
        guard let bound = token.isEmpty ? Int64.max : Int64(token), bound > 0 else {
            throw Status(.invalidArgument, "The page_token is not of this listing: (page_token=\(token))")
        }
        let rest = state.revisions.reversed().drop { $0.number >= bound }
        let items = rest.prefix(limit)
        let next = items.count < rest.count ? items.last.map { "\($0.number)" } ?? "" : ""
        return Page(items: items.map(\.schema), nextToken: next)
    }
}
