import CloudCore

@testable import PubSubEmulator

extension BrokerSimulation {
    mutating func acknowledge() throws {
        let name = anySubscription()
        guard let model = models[name] else { return }
        var ids = someAckIDs(model)
        if random.oneIn(20) {
            let malformed = ["", "x", "AAAAAAAAAAAAAAA", "ÄÖÜ"].randomElement(using: &random) ?? ""
            if model.isExactlyOnce {
                ids.append(malformed)
            } else {
                return try expect(.invalidArgument) { (broker, now) throws(Status) in
                    try broker.acknowledge(ids + [malformed], of: name, at: now)
                }
            }
        }
        models[name]?.lastActive = now
        if model.isExactlyOnce { return try acknowledgeExactly(ids, name) }
        try broker.acknowledge(ids, of: name, at: now)
        for id in ids {
            let isLate = models[name]?.index(ofLease: id) == nil
            guard models[name]?.acknowledge(id) == true else { continue }
            counts.acknowledged += 1
            if isLate { counts.acknowledgedLate += 1 }
            if models[name]?.entries.contains(where: { $0.state == .acknowledged }) == true {
                counts.acknowledgedEarly += 1
            }
            formerAckIDs.append((id, name))
        }
    }

    /// Ids of leases that stand, in any order, and some of leases that have ended.
    private mutating func someAckIDs(_ model: ModelSubscription) -> [String] {
        var ids = model.entries.compactMap {
            if case .leased(let id, _, _) = $0.state { id } else { nil }
        }
        ids.shuffle(using: &random)
        ids = Array(ids.prefix(Int.random(in: 0...6, using: &random)))
        if random.oneIn(4), let former = formerAckIDs.randomElement(using: &random),
            former.subscription == model.name
        {
            ids.append(former.id)
        }
        // Whether an earlier message of the key that is outlived still counts as one is not laid down.
        let late = model.entries.filter { !model.isOrdered || !model.droppedKeys.contains($0.key) }
        if random.oneIn(2), !model.isUndetermined(now),
            let id = late.compactMap(\.lateAckID).randomElement(using: &random)
        {
            ids.append(id)
        }
        return ids
    }

    private mutating func acknowledgeExactly(_ ids: [String], _ name: String) throws {
        guard var model = models[name] else { return }
        let expected = model.acknowledgeExactly(ids)
        models[name] = model
        if random.oneIn(2) {
            let outcome = try broker.update(name, acknowledge: ids + ids, modify: [], seconds: [], at: now)
            try check(outcome?.acknowledged, expected)
        } else {
            try checkFailure(expected) { (broker, now) throws(Status) in
                try broker.acknowledge(ids, of: name, at: now)
            }
        }
        counts.acknowledged += expected.done.count
        counts.exactly += expected.done.count
        counts.invalid += expected.invalid.count
        counts.unordered += expected.unordered.count
        for id in expected.done { formerAckIDs.append((id, name)) }
    }

    private func check(_ outcome: AckOutcome?, _ expected: AckOutcome) throws {
        guard let outcome, Set(outcome.done) == Set(expected.done),
            Set(outcome.invalid) == Set(expected.invalid),
            Set(outcome.unordered) == Set(expected.unordered),
            outcome.done.count + outcome.invalid.count + outcome.unordered.count
                == expected.done.count + expected.invalid.count + expected.unordered.count
        else {
            throw Violation(description: "\(String(describing: outcome)), should be \(expected)")
        }
    }

    private mutating func checkFailure(
        _ expected: AckOutcome, _ body: (inout Broker, Instant) throws(Status) -> Void
    ) throws {
        var failure: Status?
        do throws(Status) { try body(&broker, now) } catch { failure = error }
        if failure != expected.failure {
            throw Violation(description: "\(String(describing: failure)), should be \(expected)")
        }
    }

    mutating func modify() throws {
        let name = anySubscription()
        guard let model = models[name] else { return }
        let leased = model.entries.compactMap { if case .leased(let id, _, _) = $0.state { id } else { nil } }
        guard let id = leased.randomElement(using: &random) else { return }
        let seconds: Int32 = [0, 0, 0, 10, 45, 600].randomElement(using: &random) ?? 0
        models[name]?.lastActive = now
        guard let index = model.index(ofLease: id),
            case .leased(_, _, let consumer) = model.entries[index].state
        else { return }
        if seconds == 0 {
            letters +=
                [models[name]?.fail(index, .nacked, now, mayForward: Self.mayForward(name))].compactMap {
                    $0 ?? nil
                }
            models[name]?.dropOutlived(now)
            formerAckIDs.append((id, name))
        } else {
            let until = now + .seconds(Int64(seconds))
            models[name]?.entries[index].state = .leased(ackID: id, until: until, consumer: consumer)
        }
        if model.isExactlyOnce, random.oneIn(2) {
            let outcome = try broker.update(
                name, acknowledge: [], modify: [id, "x"], seconds: [seconds, 0], at: now)
            try check(outcome?.modified, AckOutcome(done: [id], invalid: ["x"]))
        } else {
            try broker.modifyAckDeadline([id], of: name, seconds: seconds, at: now)
        }
    }

    /// Checks that what the models gave up was forwarded, and hands it to the topics' models.
    mutating func takeLetters() throws {
        var forwarded: [(id: String, letter: ModelSubscription.Letter)] = []
        for letter in letters {
            let events = broker.context.history.record(of: letter.entry.id)?.events ?? []
            let ids = events.compactMap { event -> String? in
                guard event.subscription == letter.subscription, event.time == now,
                    case .deadLettered(let id) = event.kind
                else { return nil }
                return id
            }
            guard ids.count == 1, let record = broker.context.history.record(of: ids[0]) else {
                throw Violation(description: "\(letter) was not forwarded once: \(ids)")
            }
            guard record.topic == letter.topic, record.message.orderingKey == letter.entry.key,
                record.message.attributes["CloudPubSubDeadLetterSourceDeliveryCount"]
                    == "\(letter.entry.attempts)"
            else { throw Violation(description: "\(letter) became \(record)") }
            forwarded.append((ids[0], letter))
        }
        letters = []
        for (id, letter) in forwarded.sorted(by: { $0.id < $1.id }) {
            guard let message = broker.context.history.record(of: id)?.message else { continue }
            let size = message.attributes.reduce(message.data.count + message.orderingKey.utf8.count) {
                $0 + $1.key.utf8.count + $1.value.utf8.count
            }
            let entry = ModelSubscription.Entry(id: id, key: letter.entry.key, size: size, publishTime: now)
            for name in models.keys where models[name]?.topic == letter.topic {
                models[name]?.entries.append(entry)
            }
            counts.deadLettered += 1
        }
    }
}
