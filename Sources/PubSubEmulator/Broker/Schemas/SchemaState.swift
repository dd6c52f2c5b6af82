import CloudCore

/// A revision of a schema: what was committed, parsed once.
struct SchemaRevision: Sendable {
    /// Rises from revision to revision of a schema, and is not used again: deleted ones leave a gap.
    var number: Int64
    var schema: Schema
    var definition: SchemaDefinition
}

/// A schema with its revisions, never none.
struct SchemaState: Sendable {
    var name: String
    /// Oldest first.
    var revisions: [SchemaRevision]
    var nextNumber: Int64 = 2
    /// The slots of the topics that it is for.
    var topics: Set<Int> = []

    init(_ first: SchemaRevision) {
        name = first.schema.name
        revisions = [first]
    }

    /// The place of a revision.
    func index(of id: String) -> Int? { revisions.firstIndex { $0.schema.revisionId == id } }
}

/// What a topic checks its messages against. Bounds are kept by number, so they stand when their revision is deleted:
/// the next one inside takes its place ("Delete a schema revision").
struct TopicSchema: Equatable, Sendable {
    /// The name of the schema; nil once it has been deleted.
    var name: String?
    var encoding: Encoding
    var first: Int64
    var last: Int64
}
