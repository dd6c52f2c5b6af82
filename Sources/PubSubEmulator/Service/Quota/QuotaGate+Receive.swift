import CloudCore

/// What receivers are charged: the size of what they get, which is known when they have got it. So a call is refused when
/// nothing is left, and may go beyond with what it returns, which is paid off.
extension QuotaGate {
    /// Checks that a receiver may have messages of a subscription.
    ///
    /// - Throws: RESOURCE_EXHAUSTED.
    func check(_ quota: Quota, of subscription: String, isExactlyOnce: Bool) throws(Status) {
        try charge { (meter, now) throws(Status) in
            try meter.check(quota, of: subscription, at: now)
            if isExactlyOnce { try meter.check(.exactlyOncePull, of: subscription, at: now) }
        }
    }

    /// Charges messages that a receiver gets.
    func receive(_ batch: [Delivery], by quota: Quota, of subscription: String) {
        let kilobytes = Quota.kilobytes(batch.reduce(0) { $0 + $1.message.size })
        let isExactlyOnce = batch.first?.traits.contains(.isExactlyOnce) ?? false
        // Spending throws nothing.
        try? charge { meter, now in
            meter.spend(quota, kilobytes, of: subscription, at: now)
            if isExactlyOnce { meter.spend(.exactlyOncePull, Int64(batch.count), of: subscription, at: now) }
        }
    }

    /// Charges acknowledgements and changes of deadlines of a subscription with exactly-once delivery.
    ///
    /// - Throws: RESOURCE_EXHAUSTED.
    func acknowledge(_ count: Int, of subscription: String) throws(Status) {
        try charge { (meter, now) throws(Status) in
            try meter.charge(.exactlyOnceAck, Int64(count), to: subscription, at: now)
        }
    }
}

extension BrokerHost {
    /// Charges acknowledgements, if quotas are on and the subscription is delivered exactly once.
    ///
    /// - Throws: RESOURCE_EXHAUSTED.
    func meterAcks(_ count: Int, of subscription: String) throws(Status) {
        guard let quotas, count > 0, isExactlyOnce(subscription) else { return }
        try quotas.acknowledge(count, of: subscription)
    }

    /// Checks that a receiver may have messages of a subscription, if quotas are on.
    ///
    /// - Throws: RESOURCE_EXHAUSTED.
    func meterReceiver(_ quota: Quota, of subscription: String) throws(Status) {
        guard let quotas else { return }
        try quotas.check(quota, of: subscription, isExactlyOnce: isExactlyOnce(subscription))
    }

    /// Charges a batch that goes to a stream, if quotas are on.
    ///
    /// - Throws: RESOURCE_EXHAUSTED when nothing is left: then the stream is to end. What the service does with an open
    ///   stream is nowhere said; clients open it anew, after a while, in any case.
    func meterStream(_ batch: [Delivery], of subscription: String) throws(Status) {
        try meterReceiver(.streamingPull, of: subscription)
        quotas?.receive(batch, by: .streamingPull, of: subscription)
    }

    private func isExactlyOnce(_ subscription: String) -> Bool {
        perform { broker, _ in
            guard let slot = broker.subscriptions.slot(of: subscription) else { return false }
            return broker.subscriptions[slot].isExactlyOnce
        }
    }
}
