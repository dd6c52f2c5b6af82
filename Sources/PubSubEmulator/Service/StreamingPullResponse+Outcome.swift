extension StreamingPullResponse {
    /// A response that confirms what came of a request's ack ids.
    init(_ outcome: StreamOutcome) {
        self.init()
        append(outcome)
    }

    /// Confirms more; the properties are the latest.
    mutating func append(_ outcome: StreamOutcome) {
        subscriptionProperties = SubscriptionProperties(outcome.traits)
        if !outcome.acknowledged.isEmpty {
            var confirmation = acknowledgeConfirmation ?? AcknowledgeConfirmation()
            confirmation.ackIds += outcome.acknowledged.done
            confirmation.invalidAckIds += outcome.acknowledged.invalid
            confirmation.unorderedAckIds += outcome.acknowledged.unordered
            acknowledgeConfirmation = confirmation
        }
        if !outcome.modified.isEmpty {
            var confirmation = modifyAckDeadlineConfirmation ?? ModifyAckDeadlineConfirmation()
            confirmation.ackIds += outcome.modified.done
            confirmation.invalidAckIds += outcome.modified.invalid
            modifyAckDeadlineConfirmation = confirmation
        }
    }

    /// The ids that are confirmed.
    var confirmedCount: Int {
        let acknowledged = acknowledgeConfirmation.map {
            $0.ackIds.count + $0.invalidAckIds.count + $0.unorderedAckIds.count
        }
        let modified = modifyAckDeadlineConfirmation.map { $0.ackIds.count + $0.invalidAckIds.count }
        return (acknowledged ?? 0) + (modified ?? 0)
    }
}

extension StreamingPullResponse.SubscriptionProperties {
    init(_ traits: SubscriptionTraits) {
        self.init()
        exactlyOnceDeliveryEnabled = traits.contains(.isExactlyOnce)
        messageOrderingEnabled = traits.contains(.isOrdered)
    }
}

extension StreamOutcome {
    var count: Int { acknowledged.count + modified.count }
}

extension AckOutcome {
    var count: Int { done.count + invalid.count + unordered.count }
    var isEmpty: Bool { count == 0 }
}
