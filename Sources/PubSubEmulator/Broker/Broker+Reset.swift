import CloudCore

extension Broker {
    /// Removes the topics, subscriptions, snapshots and schemas of a project (by id); consumers end with NOT_FOUND. The history and ids
    /// stay.
    mutating func removeAll(ofProject project: String, at now: Instant) {
        expire(at: now)
        let prefix = "projects/\(project)/"
        for entry in subscriptions.names.page(prefix: prefix, after: "", limit: .max).entries {
            removeSubscription(entry.slot)
        }
        for entry in snapshots.names.page(prefix: prefix, after: "", limit: .max).entries {
            removeSnapshot(entry.slot)
        }
        for entry in topics.names.page(prefix: prefix, after: "", limit: .max).entries {
            try? deleteTopic(entry.name)
        }
        for entry in schemas.names.page(prefix: prefix, after: "", limit: .max).entries {
            try? deleteSchema(entry.name)
        }
    }

    /// Begins ids anew, as a broker made with that seed: the same operations give the same ids. The history goes,
    /// because it finds messages by consecutive ids.
    ///
    /// - Throws: FAILED_PRECONDITION while there is a topic, subscription, snapshot or schema: what they hold or retain has
    ///   ids that might come again.
    mutating func restart(seed: UInt64, at now: Instant) throws(Status) {
        expire(at: now)
        let schemaCount = schemas.names.count
        guard topics.count == 0, subscriptions.count == 0, snapshots.count == 0, schemaCount == 0 else {
            throw Status(
                .failedPrecondition,
                "There are \(topics.count) topics, \(subscriptions.count) subscriptions, "
                    + "\(snapshots.count) snapshots and \(schemaCount) schemas, whose ids could come again; "
                    + "reset the emulator before it is given a seed.")
        }
        context.history.removeAll()
        beginIDs(seed: seed)
        if context.journal.isOn { noteReset() }
    }
}
