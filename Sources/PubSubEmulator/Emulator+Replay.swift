import CloudCore

extension Emulator {
    /// Seeks a subscription to a time: what was published before it counts as acknowledged, and what was published
    /// at or after it is delivered again, as far as the subscription or its topic has retained it. A time in the
    /// future purges the subscription.
    ///
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND, or FAILED_PRECONDITION for a detached subscription.
    public func seek(_ subscription: String, to time: Instant) throws(Status) {
        var request = SeekRequest()
        request.subscription = subscriptionName(subscription)
        request.time = Timestamp(time)
        _ = try call("Subscriber/Seek", request.subscription, request, subscriber.seek)
    }

    /// Seeks a subscription to a snapshot of its topic: what was acknowledged when the snapshot was made counts as
    /// acknowledged, and all else is delivered again.
    ///
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND, or FAILED_PRECONDITION for a detached subscription, or a snapshot of
    ///   another topic.
    public func seek(_ subscription: String, toSnapshot snapshot: String) throws(Status) {
        var request = SeekRequest()
        request.subscription = subscriptionName(subscription)
        request.snapshot = snapshotName(snapshot)
        _ = try call("Subscriber/Seek", request.subscription, request, subscriber.seek)
    }

    /// Detaches a subscription from its topic: it drops what it holds, gets nothing more, and whoever receives from
    /// it ends with FAILED_PRECONDITION. There is no way back.
    ///
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND.
    public func detachSubscription(_ subscription: String) throws(Status) {
        var request = DetachSubscriptionRequest()
        request.subscription = subscriptionName(subscription)
        _ = try call(
            "Publisher/DetachSubscription", request.subscription, request, publisher.detachSubscription)
    }
}
