import CloudCore

/// Messages as the records of an Avro file, by the two schemas of "Create Cloud Storage subscriptions" in the Pub/Sub
/// documentation.
struct AvroMessages {
    let subscription: String
    let writesMetadata: Bool

    /// The schema of the records.
    var schema: String {
        let data: JSON = ["name": "data", "type": "bytes"]
        let text = { (name: String) -> JSON in ["name": .string(name), "type": "string"] }
        let fields: [JSON] =
            !writesMetadata
            ? [data]
            : [
                text("subscription_name"), text("message_id"),
                [
                    "name": "publish_time", "type": ["type": "long", "logicalType": "timestamp-micros"],
                ],
                ["name": "attributes", "type": ["type": "map", "values": "string"]], data,
            ]
        let schema: JSON = [
            "type": "record", "namespace": "com.google.pubsub",
            "name": .string(writesMetadata ? "PubsubMessageWithMetadata" : "PubsubMessage"),
            "fields": .array(fields),
        ]
        return schema.text()
    }

    /// The encoding of one message.
    func record(_ message: StoredMessage) -> [UInt8] {
        var bytes: [UInt8] = []
        if writesMetadata {
            AvroContainer.append(subscription, to: &bytes)
            AvroContainer.append(message.messageID, to: &bytes)
            AvroContainer.append(message.publishTime.nanoseconds / 1_000, to: &bytes)
            AvroContainer.append(message.allAttributes, to: &bytes)
        }
        AvroContainer.append(message.data, to: &bytes)
        return bytes
    }

    /// A whole file.
    func file(_ messages: [StoredMessage], marker: [UInt8]) -> [UInt8] {
        var container = AvroContainer(schema: schema, marker: marker)
        for message in messages { container.append(record: record(message)) }
        return container.finish()
    }
}

extension StoredMessage {
    /// The attributes, and what else the service writes among them: the ordering key ("all other message
    /// properties other than data … are added as entries in the attributes map"; the entry's name is that of the
    /// field).
    var allAttributes: [(key: String, value: String)] {
        var all = attributes
        if !orderingKey.isEmpty { all["ordering_key"] = orderingKey }
        return all.entries
    }
}
