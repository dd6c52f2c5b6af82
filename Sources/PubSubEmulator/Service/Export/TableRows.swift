import CloudCore

/// Messages as rows of tables.
enum TableRows {
    /// A row of BigQuery ("BigQuery subscriptions" in the Pub/Sub documentation): the data in one column, or with
    /// the table's schema a column for each field of its JSON object.
    ///
    /// - Throws: INVALID_ARGUMENT when the data has to be a JSON object and is not.
    static func bigQuery(
        _ message: StoredMessage, _ config: BigQueryConfig, subscription: String
    ) throws(Status) -> ExportedRow {
        var row = ExportedRow(
            messageID: message.messageID, key: "", publishTime: message.publishTime, columns: [])
        if config.writeMetadata {
            row.add("subscription_name", .string(subscription))
            row.add("message_id", .string(message.messageID))
            row.add("publish_time", .string(publishTime(of: message)))
        }
        if config.useTableSchema {
            for (name, value) in try object(in: message) { row.add(name, value) }
        } else {
            row.columns.append(.init(family: "", name: "data", value: .bytes(message.data)))
        }
        if config.writeMetadata { row.add("attributes", .string(attributes(of: message).text())) }
        return row
    }

    /// A row of Bigtable (`BigtableConfig` of `google/pubsub/v1/pubsub.proto`). How the service hashes the message id
    /// of the row key is not documented; here it is FNV-1a.
    static func bigtable(
        _ message: StoredMessage, _ config: BigtableConfig, subscription: String
    ) -> ExportedRow {
        let hash = message.messageID.utf8.reduce(0x811c_9dc5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
        var row = ExportedRow(
            messageID: message.messageID,
            key: "\(subscription)#\(String(hash, radix: 16))#\(message.messageID)",
            publishTime: message.publishTime, columns: [])
        row.columns.append(.init(family: "data", name: "", value: .bytes(message.data)))
        if config.writeMetadata {
            let family = "pubsub_metadata"
            row.add("subscription_name", .string(subscription), family)
            row.add("message_id", .string(message.messageID), family)
            row.add("publish_time", .string(publishTime(of: message)), family)
            row.add("attributes", .string(attributes(of: message).text()), family)
            if !message.orderingKey.isEmpty {
                row.add("ordering_key", .string(message.orderingKey), family)
            }
        }
        return row
    }

    private static func publishTime(of message: StoredMessage) -> String {
        let microseconds = message.publishTime.nanoseconds / 1_000
        return Timestamp(Instant(nanoseconds: microseconds * 1_000)).rfc3339
    }

    private static func attributes(of message: StoredMessage) -> JSON {
        .object(JSONObject(message.allAttributes.map { (key: $0.key, value: .string($0.value)) }))
    }

    private static func object(in message: StoredMessage) throws(Status) -> JSONObject {
        guard let object = try JSON.parse(message.data).objectValue else {
            throw Status(.invalidArgument, "The data of message \(message.messageID) is no JSON object.")
        }
        return object
    }
}

extension ExportedRow {
    fileprivate mutating func add(_ name: String, _ value: JSON, _ family: String = "") {
        columns.append(Column(family: family, name: name, value: .json(value)))
    }
}
