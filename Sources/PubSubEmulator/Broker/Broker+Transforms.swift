import CloudCore

extension Broker {
    /// The transforms of a topic that are not disabled, in order; empty when there is no such topic.
    mutating func transforms(ofTopic name: String) -> [MessageTransform] {
        topics.recentSlot(of: name).map { topics[$0].settings.messageTransforms.filter { !$0.disabled } }
            ?? []
    }

    /// Publishes what has come through a topic's transforms; nil stands for a message that was filtered: it has an
    /// id like any other, but goes nowhere. `original` are the messages before, as many.
    ///
    /// - Throws: NOT_FOUND for a topic that does not exist, or no more.
    mutating func publish(
        transformed: [PubsubMessage?], original: [PubsubMessage], to topic: String, at now: Instant
    ) throws(Status) -> [String] {
        if !transformed.contains(nil) {
            return try publish(transformed.compactMap(\.self), to: topic, at: now)
        }
        var ids: [String] = []
        for (message, former) in zip(transformed, original) {
            if let message {
                ids += try publish([message], to: topic, at: now)
            } else {
                ids.append(try drop(former, of: topic, at: now))
            }
        }
        return ids
    }

    /// Takes over what came of a job of a subscription's transforms.
    mutating func finish(_ job: TransformJob, _ outcomes: [TransformOutcome], at now: Instant) {
        expire(at: now)
        guard let slot = subscriptions.slot(of: job.subscription) else { return }
        subscriptions[slot].finishTransform(job, outcomes, &context)
        subscriptions[slot].pump(&context)
        touch(slot)
    }
}
