import CloudCore
import GoogleCloud

@testable import Orchestration

struct FakeSubscription {
    var spec: JSON
    var topic: String
    var lease: Duration
    var waiting: [(id: String, message: JSON)] = []
    var leased: [String: (message: (id: String, message: JSON), until: Instant)] = [:]
    var pulls: [OneShot<Void>] = []

    mutating func wakePulls() {
        for pull in pulls { pull.fulfil(.success(())) }
        pulls = []
    }

    /// Gives back what was leased for too long.
    mutating func expire(at now: Instant) {
        for (ackID, lease) in leased.sorted(by: { $0.key < $1.key }) where lease.until <= now {
            leased[ackID] = nil
            waiting.append(lease.message)
        }
    }
}

extension FakeCloud {
    func topic(_ call: Request, _ state: inout State) throws -> JSON {
        let name = Self.name(call.path)
        if call.method == "PUT" {
            guard state.topics.insert(name).inserted else { throw Status(.alreadyExists, name) }
            return .object(["name": .string(name)])
        }
        guard state.topics.contains(name) else { throw Status(.notFound, "no topic \(name)") }
        if call.method == "DELETE" { state.topics.remove(name) }
        guard call.path.hasSuffix(":publish") else { return .object(["name": .string(name)]) }
        var ids: [JSON] = []
        for message in call.body["messages"]?.arrayValue ?? [] {
            state.nextID += 1
            ids.append(.string("\(state.nextID)"))
            state.published[name, default: []].append(message)
            for key in state.subscriptions.keys where state.subscriptions[key]?.topic == name {
                state.subscriptions[key]?.waiting.append((id: "\(state.nextID)", message: message))
                state.subscriptions[key]?.wakePulls()
            }
        }
        return .object(["messageIds": .array(ids)])
    }

    func subscription(_ call: Request, _ state: inout State) throws -> JSON {
        let name = Self.name(call.path)
        if call.method == "PUT" {
            guard state.subscriptions[name] == nil else { throw Status(.alreadyExists, name) }
            let topic = call.body["topic"]?.stringValue ?? ""
            guard state.topics.contains(topic) else { throw Status(.notFound, "no topic \(topic)") }
            let lease = call.body["ackDeadlineSeconds"]?.intValue ?? 10
            var spec = call.body
            spec["name"] = .string(name)
            state.subscriptions[name] = FakeSubscription(spec: spec, topic: topic, lease: .seconds(lease))
            return spec
        }
        guard var subscription = state.subscriptions[name] else {
            throw Status(.notFound, "no subscription \(name)")
        }
        defer { if state.subscriptions[name] != nil { state.subscriptions[name] = subscription } }
        switch call.method {
        case "DELETE":
            state.subscriptions[name] = nil
            subscription.wakePulls()
        case "POST": modify(call, &subscription)
        default: return subscription.spec
        }
        return .object([:])
    }

    private func modify(_ call: Request, _ subscription: inout FakeSubscription) {
        let seconds = call.body["ackDeadlineSeconds"]?.intValue
        for ackID in (call.body["ackIds"]?.arrayValue ?? []).compactMap(\.stringValue) {
            if call.path.hasSuffix(":acknowledge") {
                subscription.leased[ackID] = nil
            } else if let seconds, subscription.leased[ackID] != nil {
                subscription.leased[ackID]?.until = timeline.now + .seconds(seconds)
            }
        }
        subscription.expire(at: timeline.now)
        if !subscription.waiting.isEmpty { subscription.wakePulls() }
    }

    /// Answers as soon as there is a message; empty after 90 s.
    func pull(_ call: Request) async throws -> JSON {
        let name = Self.name(call.path)
        let deadline = timeline.now + .seconds(90)
        while true {
            let wake = OneShot<Void>()
            let (answer, next) = try state.withLock { state -> (JSON?, Instant) in
                guard var subscription = state.subscriptions[name] else {
                    throw Status(.notFound, "no subscription \(name)")
                }
                defer { state.subscriptions[name] = subscription }
                subscription.expire(at: timeline.now)
                guard subscription.waiting.isEmpty, timeline.now < deadline else {
                    return (lease(&subscription, &state.nextID), deadline)
                }
                subscription.pulls.append(wake)
                return (nil, min(deadline, subscription.leased.values.map(\.until).min() ?? deadline))
            }
            if let answer { return answer }
            let alarm = timeline.schedule(at: next) { wake.fulfil(.success(())) }
            defer { alarm.cancel() }
            try await wake.value()
        }
    }

    private func lease(_ subscription: inout FakeSubscription, _ nextID: inout Int) -> JSON {
        var received: [JSON] = []
        for message in subscription.waiting {
            nextID += 1
            let ackID = "ack-\(nextID)"
            subscription.leased[ackID] = (message, timeline.now + subscription.lease)
            var inner = message.message
            inner["messageId"] = .string(message.id)
            received.append(.object(["ackId": .string(ackID), "message": inner]))
        }
        subscription.waiting = []
        return .object(["receivedMessages": .array(received)])
    }

    /// The resource of a path: without the version in front and the verb behind.
    static func name(_ path: String) -> String {
        String(path.dropFirst("/v1/".count).prefix { $0 != ":" })
    }

    /// The data of every message that was published to a topic.
    func published(_ topic: String) -> [[UInt8]] {
        state.withLock { $0.published[topic] ?? [] }.compactMap { message in
            message["data"]?.stringValue.flatMap(Base64.decode)
        }
    }

    /// The events that were published to a topic.
    func events(_ topic: String) throws -> [CompletionEvent] {
        try published(topic).map { try CompletionEvent(decoding: $0) }
    }
}
