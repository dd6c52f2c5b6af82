import CloudCore

/// The rules for where messages go that are not pulled, and what the service fills in.
///
/// Sources: `BigQueryConfig` and `BigtableConfig` of `google/pubsub/v1/pubsub.proto`.
enum OutletRules {
    /// Checks the configs of a subscription and fills in their defaults.
    static func complete(_ subscription: inout Subscription) throws(Status) {
        subscription.pushConfig = try PushConfigRules.complete(subscription.pushConfig ?? PushConfig())
        if let config = subscription.bigqueryConfig { subscription.bigqueryConfig = try complete(config) }
        if let config = subscription.bigtableConfig { subscription.bigtableConfig = try complete(config) }
        if let config = subscription.cloudStorageConfig {
            subscription.cloudStorageConfig = try CloudStorageRules.complete(
                config, ackDeadlineSeconds: &subscription.ackDeadlineSeconds)
        }
        try checkAlternatives(subscription)
    }

    /// "At most one of these fields may be set", and exactly-once delivery is for pull alone ("Exactly-once
    /// delivery" in the documentation).
    private static func checkAlternatives(_ subscription: Subscription) throws(Status) {
        var set: [String] = []
        if !(subscription.pushConfig?.pushEndpoint ?? "").isEmpty { set.append("push_config") }
        if subscription.bigqueryConfig != nil { set.append("bigquery_config") }
        if subscription.cloudStorageConfig != nil { set.append("cloud_storage_config") }
        if subscription.bigtableConfig != nil { set.append("bigtable_config") }
        if set.count > 1 {
            throw Status(
                .invalidArgument,
                "At most one of push_config, bigquery_config, cloud_storage_config and bigtable_config may be set; "
                    + "\(set.joined(separator: " and ")) are.")
        }
        if subscription.enableExactlyOnceDelivery, let target = set.first {
            throw Settings.invalid(
                "enable_exactly_once_delivery", "is for pull subscriptions only, and \(target) is set")
        }
    }

    // MARK: Tables

    private static func complete(_ config: BigQueryConfig) throws(Status) -> BigQueryConfig {
        var config = config
        // `{project}.{dataset}.{table}`, as the API definition says, and `{project}:{dataset}.{table}`, as its
        // clients write it, too.
        let parts = config.table.split(omittingEmptySubsequences: false) { $0 == "." || $0 == ":" }
        // A domain-scoped project, example.com:project, has a part more.
        guard parts.count >= 3, parts.count <= 5, parts.allSatisfy({ !$0.isEmpty && isNamePart($0) }) else {
            throw Settings.invalid(
                "bigquery_config.table",
                "is \"\(config.table.prefix(200))\", must be of the form {project}.{dataset}.{table}")
        }
        if config.useTopicSchema, config.useTableSchema {
            throw Settings.invalid(
                "bigquery_config.use_table_schema", "must not be set together with use_topic_schema")
        }
        if config.dropUnknownFields, !config.useTopicSchema, !config.useTableSchema {
            throw Settings.invalid(
                "bigquery_config.drop_unknown_fields", "is for use_topic_schema or use_table_schema only")
        }
        config.state = .active
        return config
    }

    private static func complete(_ config: BigtableConfig) throws(Status) -> BigtableConfig {
        var config = config
        let parts = config.table.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "projects", parts[2] == "instances", parts[4] == "tables",
            [1, 3, 5].allSatisfy({ isNamePart(parts[$0]) })
        else {
            throw Settings.invalid(
                "bigtable_config.table",
                "is \"\(config.table.prefix(200))\", must be of the form "
                    + "projects/{project}/instances/{instance}/tables/{table}")
        }
        guard config.columnFamilyMapping == nil else {
            throw Status(
                .unimplemented,
                "bigtable_config.column_family_mapping is not supported by this emulator; leave it unset.")
        }
        config.state = .active
        return config
    }

    /// What can be a part of a name, and of the name of a file: no separators, and not only dots.
    static func isNamePart(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.count <= 1_024 && text.contains { $0 != "." }
            && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "/") }
    }
}

extension Outlets {
    /// Refuses a subscription for which this emulator has nothing to send by or to write to.
    func check(_ subscription: Subscription) throws(Status) {
        switch DeliveryTarget(subscription) {
        case .pull:
            return
        case .push:
            guard http == nil else { return }
            throw Status(
                .failedPrecondition,
                "push_config: this emulator has nothing to send HTTP requests with; pass http: to Emulator(…)."
            )
        case .bigQuery:
            try checkSink(.bigQuery, "bigquery_config", subscription.bigqueryConfig?.useTopicSchema)
        case .cloudStorage:
            try checkSink(
                .cloudStorage, "cloud_storage_config",
                subscription.cloudStorageConfig?.avroConfig?.useTopicSchema)
        case .bigtable: try checkSink(.bigtable, "bigtable_config", false)
        }
    }

    private func checkSink(
        _ destination: ExportDestination, _ field: String, _ usesTopicSchema: Bool?
    ) throws(Status) {
        guard exports?.takes(destination) == true else {
            throw Status(
                .failedPrecondition,
                "\(field): this emulator has nowhere to write to; start it with --export-dir DIR, or pass exports: "
                    + "to Emulator(…).")
        }
        if usesTopicSchema == true {
            throw Status(
                .unimplemented,
                "\(field): use_topic_schema is not supported by this emulator; leave it unset.")
        }
    }
}
