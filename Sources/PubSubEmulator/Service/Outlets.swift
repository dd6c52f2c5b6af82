import CloudCore

/// What messages go out by where they are not pulled; nil for what there is not, which then cannot be asked for.
struct Outlets: Sendable {
    /// Carries the requests of push subscriptions.
    var http: (any OutgoingHTTP)?
    /// Signs their tokens.
    var tokens: any TokenSource & KeyPublisher = TokenIssuer()
    /// Takes what export subscriptions write.
    var exports: (any ExportSink)?
}

extension BrokerHost {
    /// Begins to serve a subscription that is not pulled, unless that is being done. Called after each change of
    /// settings: whatever the order of concurrent changes, the subscription ends up with one session that knows
    /// its present settings.
    func serve(_ name: String) {
        // No session can be made only where creating the subscription has been refused already.
        try? perform { (broker, now, registration: inout Registration?) throws(Status) in
            guard let settings = broker.unservedSubscription(name, at: now), let session = session(settings)
            else { return }
            let id = try broker.addConsumer(name, session.options, isReceiver: false, at: now)
            session.open(id)
            registration = (session, id)
        }
    }

    private func session(_ settings: Subscription) -> (any OutletSession)? {
        switch DeliveryTarget(settings) {
        case .pull:
            return nil
        case .push(let config, let seconds, let tellsAttempts):
            guard let http = outlets.http else { return nil }
            return PushSession(
                self, http, outlets.tokens,
                PushRequest(
                    config: config, subscription: settings.name, timeout: .seconds(Int64(seconds)),
                    tellsAttempts: tellsAttempts))
        case .bigQuery, .cloudStorage, .bigtable:
            guard let sink = outlets.exports, let writer = ExportWriter(settings) else { return nil }
            return ExportSession(self, sink, writer)
        }
    }
}
