import CloudCore

/// All schemas with their revisions.
///
/// Definitions are parsed before they get here, and kept parsed: publishing only walks over data.
struct SchemaStore: ~Copyable {
    /// The most revisions of a schema ("Schema overview", quotas and limits for schemas).
    static let revisionLimit = 20
    /// The most schemas of a project (the same).
    static let schemaLimit = 10_000

    private var slots = NamedSlab<SchemaState>()
    private var countOfProject: [Substring: Int] = [:]
    /// Revision ids are random and repeatable.
    private var generator: SeededGenerator

    init(seed: UInt64 = 0x5c4e_3a5d) { generator = SeededGenerator(seed: seed) }

    var names: SortedNames { slots.names }

    /// A schema by the slot that a listing gives.
    func state(at slot: Int) -> SchemaState { slots[slot] }

    /// Whether there is a schema of that name.
    func contains(_ name: String) -> Bool { slots.slot(of: name) != nil }

    /// The slot of a schema.
    ///
    /// - Throws: NOT_FOUND.
    func slot(of name: String) throws(Status) -> Int {
        guard let slot = slots.slot(of: name) else { throw Self.noSchema(name) }
        return slot
    }

    /// The revision that a name means: the latest, unless it says another.
    ///
    /// - Throws: NOT_FOUND.
    func revision(_ name: SchemaName) throws(Status) -> SchemaRevision {
        let slot = try slot(of: name.schema)
        guard let index = try index(of: name, in: slot) else { throw Self.noSchema(name.schema) }
        return slots[slot].revisions[index]
    }

    private func index(of name: SchemaName, in slot: Int) throws(Status) -> Int? {
        guard let revision = name.revision else { return slots[slot].revisions.indices.last }
        guard let index = slots[slot].index(of: revision) else {
            throw .resource(
                .notFound, "Schema revision not found", "Schema", "\(name.schema)@\(revision)")
        }
        return index
    }

    // MARK: Changes

    /// Adds a schema with its first revision.
    ///
    /// - Throws: ALREADY_EXISTS, or RESOURCE_EXHAUSTED for a project that is full.
    mutating func create(
        _ schema: Schema, _ definition: SchemaDefinition, at now: Instant
    ) throws(Status) -> Schema {
        guard slots.slot(of: schema.name) == nil else {
            throw .resource(.alreadyExists, "Schema already exists", "Schema", schema.name)
        }
        let project = Self.project(of: schema.name)
        guard countOfProject[project, default: 0] < Self.schemaLimit else {
            throw Status(.resourceExhausted, "A project has at most \(Self.schemaLimit) schemas.")
        }
        countOfProject[project, default: 0] += 1
        let revision = stamped(schema, definition, number: 1, apartFrom: [], now)
        _ = slots.insert(SchemaState(revision), name: schema.name)
        return revision.schema
    }

    /// Adds a revision.
    ///
    /// - Throws: NOT_FOUND, INVALID_ARGUMENT for one that is not compatible, or RESOURCE_EXHAUSTED for one too many.
    mutating func commit(
        _ schema: Schema, _ definition: SchemaDefinition, at now: Instant
    ) throws(Status) -> Schema {
        let slot = try slot(of: schema.name)
        if let latest = slots[slot].revisions.last,
            let problem = definition.incompatibility(with: latest.definition)
        {
            throw Status(
                .invalidArgument,
                "Compatibility checking failed to commit a schema revision for (schema=\"\(schema.name)\"). "
                    + "(reason=\"Revision is incompatible with previous revision: \(latest.schema.revisionId). "
                    + "Failed with error: \(problem)).")
        }
        return try append(schema, definition, to: slot, now)
    }

    /// Adds a revision that is a copy of an earlier one.
    ///
    /// - Throws: NOT_FOUND, or RESOURCE_EXHAUSTED for one too many.
    mutating func rollBack(_ name: SchemaName, at now: Instant) throws(Status) -> Schema {
        let earlier = try revision(name)
        return try append(earlier.schema, earlier.definition, to: try slot(of: name.schema), now)
    }

    private mutating func append(
        _ schema: Schema, _ definition: SchemaDefinition, to slot: Int, _ now: Instant
    ) throws(Status) -> Schema {
        let revisions = slots[slot].revisions
        guard revisions.count < Self.revisionLimit else {
            throw Status(
                .resourceExhausted,
                "A schema has at most \(Self.revisionLimit) revisions; delete one of \(schema.name) first.")
        }
        let revision = stamped(
            schema, definition, number: slots[slot].nextNumber, apartFrom: revisions, now)
        slots[slot].nextNumber += 1
        slots[slot].revisions.append(revision)
        return revision.schema
    }

    /// Removes a revision; returns it.
    ///
    /// - Throws: NOT_FOUND, or FAILED_PRECONDITION for the only one.
    mutating func deleteRevision(_ name: SchemaName) throws(Status) -> Schema {
        let slot = try slot(of: name.schema)
        guard let index = try index(of: name, in: slot) else { throw Self.noSchema(name.schema) }
        guard slots[slot].revisions.count > 1 else {
            throw Status(
                .failedPrecondition,
                "The only revision of a schema cannot be deleted; delete the schema: (name=\(name.schema))")
        }
        return slots[slot].revisions.remove(at: index).schema
    }

    /// Removes a schema; returns the slots of the topics that it was for.
    ///
    /// - Throws: NOT_FOUND.
    mutating func delete(_ name: String) throws(Status) -> Set<Int> {
        let topics = slots[try slot(of: name)].topics
        slots.remove(name)
        let project = Self.project(of: name)
        if let count = countOfProject[project] { countOfProject[project] = count > 1 ? count - 1 : nil }
        return topics
    }

    /// Removes everything. Revision ids go on where they were.
    mutating func removeAll() {
        slots = NamedSlab()
        countOfProject = [:]
    }

    /// Notes that a topic has a schema, or has it no more.
    mutating func setTopic(_ topic: Int, _ isAttached: Bool, of name: String) {
        guard let slot = slots.slot(of: name) else { return }
        if isAttached { slots[slot].topics.insert(topic) } else { slots[slot].topics.remove(topic) }
    }

    /// Puts a schema as a log or a document has it in the place of what there is of that name.
    mutating func put(_ name: String, _ revisions: [SchemaRevision], nextNumber: Int64) {
        guard let first = revisions.first, let last = revisions.last else { return }
        let slot: Int
        if let known = slots.slot(of: name) {
            slot = known
        } else {
            countOfProject[Self.project(of: name), default: 0] += 1
            slot = slots.insert(SchemaState(first), name: name)
        }
        slots[slot].revisions = revisions
        slots[slot].nextNumber = max(nextNumber, last.number + 1)
    }

    // MARK: Parts

    private mutating func stamped(
        _ schema: Schema, _ definition: SchemaDefinition, number: Int64, apartFrom others: [SchemaRevision],
        _ now: Instant
    ) -> SchemaRevision {
        var schema = schema
        repeat {
            schema.revisionId = Self.revisionID(generator.next())
        } while others.contains { $0.schema.revisionId == schema.revisionId }
        schema.revisionCreateTime = Timestamp(now)
        return SchemaRevision(number: number, schema: schema, definition: definition)
    }

    /// Eight hexadecimal digits, as the first of a UUID ("Publish messages to a topic with a schema").
    private static func revisionID(_ bits: UInt64) -> String {
        Hexadecimal.text(bits & 0xffff_ffff, digits: 8)
    }

    private static func project(of name: String) -> Substring {
        name.split(separator: "/", maxSplits: 2).dropFirst().first ?? name[...]
    }

    static func noSchema(_ name: String) -> Status {
        .resource(.notFound, "Schema not found", "Schema", name)
    }
}
