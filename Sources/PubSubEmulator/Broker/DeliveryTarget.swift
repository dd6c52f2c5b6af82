/// Where the messages of a subscription go. When it changes, whoever took them before is told to end.
enum DeliveryTarget: Equatable {
    /// To receivers that ask for them.
    case pull
    /// To an HTTP endpoint; the ack deadline is the timeout of a request.
    case push(PushConfig, ackDeadlineSeconds: Int32, tellsAttempts: Bool)
    case bigQuery(BigQueryConfig)
    case cloudStorage(CloudStorageConfig, ackDeadlineSeconds: Int32)
    case bigtable(BigtableConfig)

    /// Reads it from settings. The states of the configs are no part of it: the service sets them.
    init(_ settings: Subscription) {
        if let config = settings.pushConfig, !config.pushEndpoint.isEmpty {
            self = .push(
                config, ackDeadlineSeconds: settings.ackDeadlineSeconds,
                tellsAttempts: settings.deadLetterPolicy != nil)
        } else if var config = settings.bigqueryConfig {
            config.state = .unspecified
            self = .bigQuery(config)
        } else if var config = settings.cloudStorageConfig {
            config.state = .unspecified
            self = .cloudStorage(config, ackDeadlineSeconds: settings.ackDeadlineSeconds)
        } else if var config = settings.bigtableConfig {
            config.state = .unspecified
            self = .bigtable(config)
        } else {
            self = .pull
        }
    }
}
