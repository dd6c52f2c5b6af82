import CloudCore

/// Shows how an export is doing in the output-only states of its subscription (`google/pubsub/v1/pubsub.proto`).
enum ExportStates {
    /// Notes what became of the last batch: nil when it was taken. A failure that no state names, of single rows
    /// for example, changes nothing: the subscription still can be delivered to.
    static func note(_ failure: Status?, in settings: inout Subscription) {
        switch failure?.code {
        case nil: set(&settings, .active, .active, .active, .active)
        case .notFound: set(&settings, .resourceError, .notFound, .notFound, .notFound)
        case .permissionDenied:
            set(&settings, .resourceError, .permissionDenied, .permissionDenied, .permissionDenied)
        default: return
        }
    }

    private static func set(
        _ settings: inout Subscription, _ state: Subscription.State, _ bigQuery: BigQueryConfig.State,
        _ cloudStorage: CloudStorageConfig.State, _ bigtable: BigtableConfig.State
    ) {
        settings.state = state
        settings.bigqueryConfig?.state = bigQuery
        settings.cloudStorageConfig?.state = cloudStorage
        settings.bigtableConfig?.state = bigtable
    }
}
