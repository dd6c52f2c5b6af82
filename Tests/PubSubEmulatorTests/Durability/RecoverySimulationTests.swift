import CloudCore
import Testing

@testable import PubSubEmulator

/// Random calls on a broker that keeps a journal: whatever the journal is cut to, what it leads to is what the broker
/// held then.
struct RecoverySimulationTests {
    private static let salt: UInt32 = 0x1234_5678

    private func header() -> [UInt8] {
        var buffer = OutputBuffer()
        LogFormat.pubsub.appendHeader(to: &buffer, salt: Self.salt)
        return buffer.copyBytes()
    }

    private func recovered(_ log: [UInt8], _ now: Instant) throws(Status) -> LogContents {
        let contents: Result<LogContents, Status> = log.withUnsafeBytes { bytes in
            Result { () throws(Status) in try LogContents(bytes, name: "log", at: now) }
        }
        return try contents.get()
    }

    /// Ids of messages with an ordering key that somebody has acknowledged: such an acknowledgement may have been taken
    /// back.
    private func doubtful(_ log: [UInt8]) throws -> Set<String> {
        var (ids, keyed) = (Set<String>(), Set<String>())
        var reader = LogReader(.pubsub)
        while case .record(let range) = log.withUnsafeBytes({ reader.next($0) }) {
            let record = try log[range].withUnsafeBytes {
                try ProtobufDecoder.decode(LogRecord.self, from: $0)
            }
            ids.formUnion(record.acknowledge?.messageIds ?? [])
            guard let published = record.publish else { continue }
            for (index, message) in published.messages.enumerated() where !message.orderingKey.isEmpty {
                keyed.insert("\(published.firstNumber + Int64(index))")
            }
        }
        return ids.intersection(keyed)
    }

    @Test("What a journal leads to is what the broker held", arguments: 1...UInt64(12))
    func journal(seed: UInt64) throws {
        var simulation = ReplaySimulation(seed: seed)
        simulation.broker.context.journal.start(salt: Self.salt)
        var log = header()
        for step in 0..<40 {
            try simulation.run(steps: 10, ends: false)
            let live = simulation.broker.image(at: simulation.now)
            simulation.broker.context.journal.drain { log += $0 }
            let doubtful = try doubtful(log)
            let found = try recovered(log, simulation.now)
            let differences = HeldMessages(live, without: doubtful, at: simulation.now)
                .differences(to: HeldMessages(found.state, without: doubtful, at: simulation.now))
            #expect(differences.isEmpty, "seed \(seed), step \(step): \(differences.prefix(3))")
            #expect(found.report.tornAt == nil)
            guard differences.isEmpty else { return }
            // What is not sure to be held is held by both, or was acknowledged.
            let all = HeldMessages(live, without: [], at: simulation.now)
            for (name, ids) in HeldMessages(found.state, without: [], at: simulation.now).lists
            where name.hasPrefix("held") {
                let more = ids.subtracting(all.lists[name] ?? [])
                #expect(more.isEmpty, "seed \(seed), step \(step): \(name) has \(more), too")
            }
        }
    }

    @Test("A journal may be cut anywhere", arguments: 1...UInt64(3))
    func cut(seed: UInt64) throws {
        var simulation = ReplaySimulation(seed: seed)
        simulation.broker.context.journal.start(salt: Self.salt)
        var log = header()
        for _ in 0..<150 {
            try simulation.run(steps: 1, ends: false)
            simulation.broker.context.journal.drain { log += $0 }
        }
        var ends: [Int] = [LogFormat.pubsub.headerBytes]
        var reader = LogReader(.pubsub)
        while case .record(let range) = log.withUnsafeBytes({ reader.next($0) }) {
            ends.append(range.upperBound)
        }
        for (index, end) in ends.enumerated() {
            let whole = try recovered(Array(log[..<end]), simulation.now)
            #expect(whole.report.records == index && whole.report.tornAt == nil)
            guard let next = ends.dropFirst(index + 1).first else { continue }
            for inside in [end + 1, (end + next) / 2, next - 1] {
                let torn = try recovered(Array(log[..<inside]), simulation.now)
                #expect(torn.state == whole.state && torn.report.tornAt == end)
            }
        }
    }

    @Test(
        "A state survives JSON and protocol buffers, and is taken over as it was", arguments: 1...UInt64(12))
    func roundTrip(seed: UInt64) throws {
        var simulation = ReplaySimulation(seed: seed)
        for _ in 0..<20 {
            try simulation.run(steps: 20, ends: false)
            let state = simulation.broker.image(at: simulation.now)
            #expect(try EmulatorState(json: state.json) == state)
            let bytes = ProtobufEncoder.bytes(of: state)
            #expect(
                try bytes.withUnsafeBytes { try ProtobufDecoder.decode(EmulatorState.self, from: $0) }
                    == state)
            var parts = EmulatorState()
            state.forEachPart { parts.append($0) }
            #expect(parts == state)
            var again = try Broker(state, at: simulation.now)
            let copy = again.image(at: simulation.now)
            let differences = HeldMessages(copy, without: [], at: simulation.now)
                .differences(to: HeldMessages(state, without: [], at: simulation.now))
            #expect(differences.isEmpty, "seed \(seed): \(differences.prefix(3))")
        }
    }
}

/// What a state holds, but for what a restart changes: leases, and acknowledgements that were taken back for an
/// earlier message's sake, which are acknowledgements after it.
struct HeldMessages: Equatable {
    /// Lists of ids by what they are of, without messages that have outlived their retention.
    private(set) var lists: [String: Set<String>] = [:]
    private(set) var settings = EmulatorState()

    /// - Parameter doubtful: ids that do not count.
    init(_ state: EmulatorState, without doubtful: Set<String>, at now: Instant) {
        let messages = Dictionary(uniqueKeysWithValues: state.messages.map { ($0.messageId, $0) })
        let topics = Dictionary(uniqueKeysWithValues: state.topics.map { ($0.id, $0.settings) })
        settings = state
        settings.time = nil
        // Numbers that are made up for what has no name go on elsewhere.
        settings.snapshotSeed = 0
        settings.messages = []
        for index in state.topics.indices { settings.topics[index].kept = [] }
        for (index, topic) in state.topics.enumerated() { lists["topic \(index)"] = Set(topic.kept) }
        for (index, subscription) in state.subscriptions.enumerated() {
            let retention = max(
                subscription.settings?.messageRetentionDuration ?? .zero,
                topics[subscription.topicId]??.messageRetentionDuration ?? .zero)
            func retained(_ ids: [String]) -> Set<String> {
                Set(ids.filter { (messages[$0]?.publishTime?.instant ?? now) + retention > now })
                    .subtracting(doubtful)
            }
            let held = subscription.waiting + subscription.delivered.map(\.messageId)
            lists["held by \(index)"] = retained(held)
            lists["acknowledged by \(index)"] = retained(subscription.acknowledged)
            (settings.subscriptions[index].waiting, settings.subscriptions[index].delivered) = ([], [])
            settings.subscriptions[index].acknowledged = []
        }
        for (index, snapshot) in state.snapshots.enumerated() {
            lists["snapshot \(index)"] = Set(snapshot.backlog).subtracting(doubtful)
            lists["former \(index)"] = Set(snapshot.formerTopicKept)
            (settings.snapshots[index].backlog, settings.snapshots[index].formerTopicKept) = ([], [])
            // It follows from the oldest message of the backlog.
            settings.snapshots[index].settings?.expireTime = nil
        }
    }

    /// What is not the same, in a few words.
    func differences(to other: HeldMessages) -> [String] {
        var found = settings.differences(to: other.settings).map(\.description)
        for (name, ids) in lists.sorted(by: { $0.key < $1.key }) where other.lists[name] != ids {
            found.append("\(name): \(ids.symmetricDifference(other.lists[name] ?? []).sorted())")
        }
        return found
    }
}
