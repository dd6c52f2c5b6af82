extension SupportTable {
    /// The limits, from the values that are checked.
    static var limits: String {
        let (checked, unchecked) = ("checked", "not checked")
        return table(
            "Limit",
            [
                Row(
                    what: "messages of a Publish", ours: most(Limits.messagesPerPublish), official: checked),
                Row(
                    what: "bytes of messages of a Publish", ours: most(Limits.bytesPerPublish),
                    official: unchecked),
                Row(
                    what: "attributes of a message", ours: most(Limits.attributesPerMessage),
                    official: unchecked),
                Row(
                    what: "bytes of an attribute's key", ours: most(Limits.attributeKeyBytes),
                    official: unchecked),
                Row(
                    what: "bytes of an attribute's value", ours: most(Limits.attributeValueBytes),
                    official: unchecked),
                Row(
                    what: "bytes of an ordering key", ours: most(Limits.orderingKeyBytes), official: unchecked
                ),
                Row(
                    what: "bytes of an Acknowledge or ModifyAckDeadline",
                    ours: most(Limits.bytesPerAckRequest), official: unchecked),
                Row(
                    what: "seconds of an ack deadline", ours: range(Limits.ackDeadlineSeconds),
                    official: "most checked, least not"),
                Row(
                    what: "seconds that messages are retained",
                    ours: range(seconds(Limits.messageRetention)), official: "600 to 604800"),
                Row(
                    what: "seconds until expiration",
                    ours: "at least \(Limits.minimumExpiration.components.seconds)", official: unchecked),
                Row(
                    what: "delivery attempts before a dead letter", ours: range(Limits.deliveryAttempts),
                    official: checked),
                Row(what: "labels of a resource", ours: most(Limits.labels), official: unchecked),
                Row(what: "bytes of a filter", ours: most(Limits.filterBytes), official: unchecked),
                Row(what: "bytes of a resource's id", ours: range(Limits.idBytes), official: checked),
            ])
    }

    private static func most(_ limit: Int) -> String { "at most \(limit)" }

    private static func range<N: Comparable>(_ range: ClosedRange<N>) -> String {
        "\(range.lowerBound) to \(range.upperBound)"
    }

    private static func seconds(_ range: ClosedRange<Duration>) -> ClosedRange<Int64> {
        range.lowerBound.components.seconds...range.upperBound.components.seconds
    }
}
