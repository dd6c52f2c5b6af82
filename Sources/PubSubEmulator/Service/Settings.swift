import CloudCore

/// Checks settings, refuses those whose behaviour is not there, and fills in what the service fills in.
enum Settings {
    /// A topic's settings as they are kept.
    static func complete(_ topic: Topic) throws(Status) -> Topic {
        var topic = topic
        try checkLabels(topic.labels)
        try checkRetention(topic.messageRetentionDuration)
        if let policy = topic.messageStoragePolicy, policy.allowedPersistenceRegions.isEmpty {
            throw invalid(
                "message_storage_policy.allowed_persistence_regions", "must name at least one region")
        }
        try check(topic.schemaSettings)
        try refuse(topic.ingestionDataSourceSettings != nil, "ingestion_data_source_settings")
        try TransformRules.check(topic.messageTransforms)
        topic.state = .active
        topic.satisfiesPzs = false
        topic.tags = [:]
        return topic
    }

    /// Whether the schema exists is the broker's to say.
    private static func check(_ settings: SchemaSettings?) throws(Status) {
        guard let settings else { return }
        // An update of a topic leaves a schema that has been deleted as it is.
        if settings.schema != Broker.deletedSchema {
            try ResourceNames.check(settings.schema, .schemas, field: "schema_settings.schema")
        }
        guard settings.encoding == .json || settings.encoding == .binary else {
            throw invalid("schema_settings.encoding", "is not set, must be JSON or BINARY")
        }
    }

    /// A subscription's settings as they are kept.
    static func complete(_ subscription: Subscription) throws(Status) -> Subscription {
        var subscription = subscription
        try checkLabels(subscription.labels)
        try refuseUnsupported(subscription)
        try checkFilter(subscription.filter)
        try OutletRules.complete(&subscription)
        try checkExactlyOnce(subscription)
        if subscription.ackDeadlineSeconds == 0 {
            subscription.ackDeadlineSeconds = SubscriptionDefaults.ackDeadlineSeconds
        }
        guard Limits.ackDeadlineSeconds.contains(subscription.ackDeadlineSeconds) else {
            throw Status(
                .invalidArgument,
                "ack_deadline_secs out of bounds (ack_deadline_seconds=\(subscription.ackDeadlineSeconds), "
                    + "must be 10 to 600, or 0 for 10)")
        }
        try checkRetention(subscription.messageRetentionDuration)
        subscription.messageRetentionDuration =
            subscription.messageRetentionDuration ?? SubscriptionDefaults.messageRetention
        subscription.expirationPolicy = try complete(subscription.expirationPolicy)
        subscription.retryPolicy = try complete(subscription.retryPolicy)
        subscription.deadLetterPolicy = try complete(subscription.deadLetterPolicy)
        subscription.state = .active
        subscription.topicMessageRetentionDuration = nil
        subscription.analyticsHubSubscriptionInfo = nil
        subscription.tags = [:]
        return subscription
    }

    private static func complete(_ policy: ExpirationPolicy?) throws(Status) -> ExpirationPolicy {
        guard let policy else {
            var standard = ExpirationPolicy()
            standard.ttl = SubscriptionDefaults.expiration
            return standard
        }
        if let ttl = policy.ttl, ttl < Limits.minimumExpiration {
            throw invalid(
                "expiration_policy.ttl", "is \(ttl.shortText), must be at least 1 day, or unset for never")
        }
        return policy
    }

    private static func complete(_ policy: RetryPolicy?) throws(Status) -> RetryPolicy? {
        guard var policy else { return nil }
        let minimum = policy.minimumBackoff ?? SubscriptionDefaults.minimumBackoff
        let maximum = policy.maximumBackoff ?? SubscriptionDefaults.maximumBackoff
        for (field, backoff) in [("minimum_backoff", minimum), ("maximum_backoff", maximum)]
        where !Limits.backoff.contains(backoff) {
            throw invalid("retry_policy.\(field)", "is \(backoff.shortText), must be 0 to 600 s")
        }
        guard minimum <= maximum else {
            throw invalid(
                "retry_policy.minimum_backoff",
                "is \(minimum.shortText), must not be more than maximum_backoff, \(maximum.shortText)")
        }
        policy.minimumBackoff = minimum
        policy.maximumBackoff = maximum
        return policy
    }

    private static func refuseUnsupported(_ subscription: Subscription) throws(Status) {
        try TransformRules.check(subscription.messageTransforms)
    }

    private static func refuse(_ isSet: Bool, _ field: String) throws(Status) {
        guard isSet else { return }
        throw Status(.unimplemented, "\(field) is not supported by this emulator; leave it unset.")
    }

    private static func checkRetention(_ retention: Duration?) throws(Status) {
        guard let retention, !Limits.messageRetention.contains(retention) else { return }
        throw Status(
            .invalidArgument,
            "message_retention_duration out of bounds (is \(retention.shortText), must be 10 minutes to 31 days)"
        )
    }

    private static func checkFilter(_ filter: String) throws(Status) {
        if filter.isEmpty { return }
        do throws(FilterError) {
            _ = try FilterParser.parse(filter)
        } catch {
            throw invalid("filter", error.problem)
        }
    }

    /// The rules of "Requirements for labels": keys start with a lowercase letter.
    static func checkLabels(_ labels: StringMap) throws(Status) {
        guard labels.count <= Limits.labels else {
            throw invalid("labels", "has \(labels.count) entries, must have at most \(Limits.labels)")
        }
        for (key, value) in labels {
            let isKey = key.unicodeScalars.first.map { $0.properties.isAlphabetic } ?? false
            guard isKey, isLabelText(key), isLabelText(value) else {
                throw invalid(
                    "labels",
                    "has \"\(key.prefix(100))\": \"\(value.prefix(100))\"; keys and values are up to 63 lowercase letters, "
                        + "digits, - and _, and keys start with a letter")
            }
        }
    }

    private static func isLabelText(_ text: String) -> Bool {
        guard text.unicodeScalars.count <= Limits.labelCharacters else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            let properties = scalar.properties
            let isLetter = properties.isAlphabetic && !properties.isUppercase
            return isLetter || properties.numericType == .decimal || scalar == "-" || scalar == "_"
        }
    }

    static func invalid(_ field: String, _ problem: String) -> Status {
        Status(
            .invalidArgument, "Invalid \(field): it \(problem).",
            details: [.badRequest([.init(field: field, description: "It \(problem).")])])
    }
}
