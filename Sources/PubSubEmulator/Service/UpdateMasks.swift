import CloudCore

/// Applies the masks of update requests, and refuses those that name what cannot be changed.
enum UpdateMasks {
    private static let fixedTopicFields: Set<String> = ["name", "satisfies_pzs", "state", "tags"]
    private static let fixedSubscriptionFields: Set<String> = [
        "name", "topic", "filter", "enable_message_ordering", "detached", "state", "tags",
        "topic_message_retention_duration", "analytics_hub_subscription_info",
    ]

    /// The topic after an update.
    static func apply(_ mask: FieldMask?, _ changes: Topic, to topic: Topic) throws(Status) -> Topic {
        try apply(mask, changes, to: topic, "Topic", fixed: fixedTopicFields)
    }

    /// The subscription after an update.
    static func apply(
        _ mask: FieldMask?, _ changes: Subscription, to subscription: Subscription
    ) throws(Status) -> Subscription {
        try apply(mask, changes, to: subscription, "Subscription", fixed: fixedSubscriptionFields)
    }

    /// The snapshot after an update.
    static func apply(_ mask: FieldMask?, _ changes: Snapshot, to snapshot: Snapshot) throws(Status)
        -> Snapshot
    {
        try apply(mask, changes, to: snapshot, "Snapshot", fixed: ["name", "topic"])
    }

    /// The transforms that an update would set.
    static func transforms(_ mask: FieldMask?, _ transforms: [MessageTransform]?) -> [MessageTransform] {
        let isNamed = mask?.paths.contains { $0.prefix { $0 != "." } == "message_transforms" } ?? false
        return isNamed ? transforms ?? [] : []
    }

    private static func apply<M: Message>(
        _ mask: FieldMask?, _ changes: M, to current: M, _ resource: String, fixed: Set<String>
    ) throws(Status) -> M {
        let mask = mask ?? FieldMask([])
        let request = "Update\(resource)Request"
        var updated = current
        try mask.apply(from: changes, to: &updated, request: request, resource: resource)
        for path in mask.paths {
            let field = path.prefix { $0 != "." }
            guard fixed.contains(String(field)) else { continue }
            throw Status(
                .invalidArgument,
                "Invalid update_mask provided in the \(request): the '\(field)' field in the \(resource) is not mutable."
            )
        }
        return updated
    }
}
