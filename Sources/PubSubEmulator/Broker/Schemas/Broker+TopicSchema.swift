import CloudCore

extension Broker {
    /// What a topic's settings say about its schema; nil when it has none.
    ///
    /// - Throws: NOT_FOUND for a schema or revision that does not exist, INVALID_ARGUMENT for a range that is none.
    func topicSchema(_ settings: SchemaSettings?) throws(Status) -> TopicSchema? {
        guard let settings else { return nil }
        guard let slot = try? schemas.slot(of: settings.schema) else {
            throw .resource(.notFound, "Schema could not be found", "Schema", settings.schema)
        }
        let state = schemas.state(at: slot)
        let first = try bound(settings.firstRevisionId, of: state, "first_revision_id") ?? 0
        let last = try bound(settings.lastRevisionId, of: state, "last_revision_id") ?? .max
        guard first <= last else {
            throw Status(
                .invalidArgument,
                "Invalid schema_settings: first_revision_id, \(settings.firstRevisionId), is of a later revision than "
                    + "last_revision_id, \(settings.lastRevisionId).")
        }
        return TopicSchema(name: state.name, encoding: settings.encoding, first: first, last: last)
    }

    private func bound(_ id: String, of state: SchemaState, _ field: String) throws(Status) -> Int64? {
        if id.isEmpty { return nil }
        if let index = state.index(of: id) { return state.revisions[index].number }
        throw .resource(.notFound, "Schema could not be found, by \(field)", "Schema", "\(state.name)@\(id)")
    }

    /// Gives a topic a schema, another one, or none.
    mutating func setSchema(_ schema: TopicSchema?, ofTopic slot: Int) {
        if let name = topics[slot].schema?.name { schemas.setTopic(slot, false, of: name) }
        topics[slot].schema = schema
        if let name = schema?.name { schemas.setTopic(slot, true, of: name) }
    }

    /// The messages as a topic with a schema stores them: with the revision that each fits, newest first, in its
    /// attributes.
    ///
    /// - Throws: INVALID_ARGUMENT for the first one that fits none, NOT_FOUND when the schema has been deleted.
    func checked(_ messages: [PubsubMessage], byTopic slot: Int) throws(Status) -> [PubsubMessage] {
        guard let schema = topics[slot].schema, !isRecovering else { return messages }
        guard let name = schema.name, let place = try? schemas.slot(of: name) else {
            throw Status(.notFound, "Schema associated with topic deleted.")
        }
        let revisions = schemas.state(at: place).revisions.filter {
            (schema.first...schema.last).contains($0.number)
        }
        var stored = messages
        for index in messages.indices {
            let revision = try SchemaCheck.revision(
                for: messages[index].data, at: index, of: revisions, schema.encoding, name)
            stored[index].attributes["googclient_schemaname"] = name
            stored[index].attributes["googclient_schemaencoding"] =
                schema.encoding == .json ? "JSON" : "BINARY"
            stored[index].attributes["googclient_schemarevisionid"] = revision
        }
        return stored
    }
}

/// Finds the revision that data fits ("Publish messages to a topic with a schema").
enum SchemaCheck {
    /// The id of the newest revision that a message's data fits.
    ///
    /// - Parameters:
    ///   - index: the message's place in its request; nil when it is the only one.
    ///   - revisions: oldest first.
    /// - Throws: INVALID_ARGUMENT that says why the newest is not fit, with the service's own words for the last.
    static func revision(
        for data: [UInt8], at index: Int?, of revisions: [SchemaRevision], _ encoding: Encoding,
        _ name: String
    ) throws(Status) -> String {
        var faults: [(revision: SchemaRevision, fault: SchemaFault)] = []
        for revision in revisions.reversed() {
            do throws(SchemaFault) {
                try revision.definition.check(data, encoding)
                return revision.schema.revisionId
            } catch {
                faults.append((revision, error))
            }
        }
        guard let newest = faults.first, let oldest = faults.last else {
            throw Status(
                .invalidArgument,
                "Invalid data in message: Message failed schema validation. No revision of \(name) is in the range of the topic's schema_settings."
            )
        }
        let info =
            "Could not validate message with any schema revision for schema: \(name), last checked revision: "
            + "revision_id=\(oldest.revision.schema.revisionId) failed with status: \(oldest.fault)"
        let field = index.map { "messages[\($0)].data" } ?? "message"
        var text = "\(field): \(newest.fault) (schema \(name), revision \(newest.revision.schema.revisionId)"
        if faults.count > 1 { text += ", nor does it fit the \(faults.count - 1) older ones" }
        throw failure(
            text + ")", field: field, info, newest.fault, newest.revision.schema.type, encoding)
    }

    /// What a message that does not fit ends with.
    static func failure(
        _ text: String, field: String, _ info: String, _ fault: SchemaFault, _ type: Schema.Kind,
        _ encoding: Encoding
    ) -> Status {
        // The reasons for Avro are the service's; those for protocol buffers are formed like them.
        let reason =
            "INVALID_\(encoding == .json ? "JSON" : "BINARY")_\(type == .avro ? "AVRO" : "PROTO")_MESSAGE"
        return Status(
            .invalidArgument, "Invalid data in message: Message failed schema validation. \(text).",
            details: [
                .errorInfo(
                    reason: reason, domain: "pubsub.googleapis.com",
                    metadata: ["message": "Message failed schema validation", "revisionInfo": info]),
                .badRequest([.init(field: field, description: "\(fault)")]),
            ])
    }
}
