import CloudCore

/// What the journal is told, where that takes more than a line. Only called when it is on.
extension Broker {
    @inline(never) mutating func notePublished(_ messages: [PubsubMessage], _ topic: Int) {
        context.journal.notePublished(
            messages, to: topics[topic].settings.name, first: nextMessageNumber, context.now)
    }

    /// A message in its dead letter topic first, so that a log that ends in between has it twice, not never.
    @inline(never) mutating func noteForwarded(_ letter: DeadLetter, _ stored: StoredMessage) {
        notePublished([stored.message], letter.topic)
        context.journal.noteAcknowledged(letter.message.messageID, by: letter.subscription, context.now)
    }

    mutating func noteSeek(_ name: String, _ fill: (inout SeekRequest) -> Void) {
        var request = SeekRequest()
        request.subscription = name
        fill(&request)
        context.journal.note(context.now) { $0.seek = request }
    }

    mutating func noteSnapshot(_ settings: Snapshot, of subscription: String) {
        var request = CreateSnapshotRequest()
        request.name = settings.name
        request.subscription = subscription
        request.labels = settings.labels
        context.journal.note(context.now) { $0.createSnapshot = request }
    }

    mutating func noteReset() {
        let next = Int64(clamping: nextMessageNumber)
        context.journal.note(context.now) { record in
            record.reset = LogRecord.Reset()
            record.reset?.nextNumber = next
        }
    }

    mutating func noteSchema(_ name: String) {
        guard let slot = try? schemas.slot(of: name) else { return }
        let image = schemas.state(at: slot).image
        context.journal.note(context.now) { $0.schema = image }
    }

    mutating func notePolicy(_ policy: IAMv1.Policy, of resource: String) {
        context.journal.note(context.now) { record in
            record.policy = PolicyImage()
            record.policy?.resource = resource
            record.policy?.policy = policy
        }
    }
}

extension SubscriptionState {
    @inline(never) mutating func noteAcknowledged(_ slot: Int32, _ context: inout DeliveryContext) {
        guard let message = leases[slot].message else { return }
        context.journal.noteAcknowledged(message.messageID, by: settings.name, context.now)
    }

    /// Attempts are written where somebody is told of them: with a dead letter policy.
    @inline(never) mutating func noteFailed(_ slot: Int32, _ context: inout DeliveryContext) {
        guard settings.deadLetterPolicy != nil, let message = leases[slot].message else { return }
        let (name, attempt) = (settings.name, leases[slot].attempts)
        context.journal.note(context.now) { record in
            record.fail = LogRecord.Failed()
            record.fail?.subscription = name
            record.fail?.messageId = message.messageID
            record.fail?.attempt = attempt
        }
    }
}
