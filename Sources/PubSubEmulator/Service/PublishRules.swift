import CloudCore

/// What may be published.
enum PublishRules {
    /// What is wrong with a request's messages; nil for nothing.
    static func fault(in messages: [PubsubMessage]) -> Status? {
        if messages.isEmpty { return Status(.invalidArgument, "No messages to publish") }
        if messages.count > Limits.messagesPerPublish {
            return Status(
                .invalidArgument,
                "Too many messages to publish (\(messages.count), must be at most \(Limits.messagesPerPublish))"
            )
        }
        var bytes = 0
        for index in messages.indices {
            if let fault = fault(in: messages, at: index, &bytes) { return fault }
            if index > 0, messages[index].orderingKey != messages[0].orderingKey {
                return Status(
                    .invalidArgument,
                    "In a single publish request, all messages must have no ordering key or they must all have the "
                        + "same ordering key: messages[\(index)].ordering_key differs from that of the first."
                )
            }
        }
        guard bytes > Limits.bytesPerPublish else { return nil }
        return Status(
            .invalidArgument,
            "Request size is too large: \(bytes) bytes of messages, must be at most \(Limits.bytesPerPublish)."
        )
    }

    // Messages are looked at in the array: a copy of each would cost more than all the checks.
    private static func fault(in messages: [PubsubMessage], at index: Int, _ bytes: inout Int) -> Status? {
        bytes += messages[index].data.count
        let keyBytes = messages[index].orderingKey.utf8.count
        bytes += keyBytes
        if keyBytes > Limits.orderingKeyBytes {
            return tooLarge("messages[\(index)].ordering_key", keyBytes, Limits.orderingKeyBytes, "bytes")
        }
        if !messages[index].attributes.isEmpty {
            return fault(in: messages[index].attributes, "messages[\(index)].attributes", &bytes)
        }
        guard messages[index].data.isEmpty else { return nil }
        return Status(
            .invalidArgument,
            "Some messages are empty: messages[\(index)] must have data or at least one attribute.")
    }

    private static func fault(
        in attributes: StringMap, _ field: @autoclosure () -> String, _ bytes: inout Int
    ) -> Status? {
        if attributes.count > Limits.attributesPerMessage {
            return tooLarge(field(), attributes.count, Limits.attributesPerMessage, "entries")
        }
        for (key, value) in attributes.entries {
            let (keyBytes, valueBytes) = (key.utf8.count, value.utf8.count)
            bytes += keyBytes + valueBytes + Limits.bytesPerAttribute
            if key.isEmpty {
                return Settings.invalid(field(), "has an empty key, must have keys of 1 to 256 bytes")
            }
            if keyBytes > Limits.attributeKeyBytes {
                return tooLarge("a key in \(field())", keyBytes, Limits.attributeKeyBytes, "bytes")
            }
            if valueBytes > Limits.attributeValueBytes {
                return tooLarge("\(field())[\"\(key)\"]", valueBytes, Limits.attributeValueBytes, "bytes")
            }
        }
        return nil
    }

    private static func tooLarge(_ field: String, _ size: Int, _ limit: Int, _ unit: String) -> Status {
        Settings.invalid(field, "has \(size) \(unit), must have at most \(limit)")
    }
}
