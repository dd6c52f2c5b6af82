import CloudCore

/// What takes the deliveries of a consumer. It is called from any thread, and never under a lock of the broker.
protocol ConsumerSink: AnyObject, Sendable {
    /// Takes a batch; true when it has left already, so that the next one may follow at once.
    func deliver(_ batch: [Delivery]) -> Bool
    /// The consumer has been removed.
    func end(_ status: Status)
}
