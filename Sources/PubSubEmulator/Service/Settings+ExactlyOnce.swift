import CloudCore

extension Settings {
    /// Exactly-once delivery is for pull alone: "Push and export subscriptions don't support" it ("Exactly-once
    /// delivery" in the Pub/Sub documentation).
    static func checkExactlyOnce(_ subscription: Subscription) throws(Status) {
        guard subscription.enableExactlyOnceDelivery else { return }
        let others = [
            ("push_config", subscription.pushConfig.map { $0 != PushConfig() } ?? false),
            ("bigquery_config", subscription.bigqueryConfig != nil),
            ("cloud_storage_config", subscription.cloudStorageConfig != nil),
            ("bigtable_config", subscription.bigtableConfig != nil),
        ]
        for (field, isSet) in others where isSet {
            throw invalid(
                "enable_exactly_once_delivery", "is true, must be false on a subscription with \(field)")
        }
    }
}
