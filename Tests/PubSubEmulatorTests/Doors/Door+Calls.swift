import CloudCore

@testable import PubSubEmulator

/// The calls that most tests make, with ids in place of names, and all else at its default.
extension Door {
    func topic(_ id: String = "topic") -> String { emulator.topicName(id) }
    func subscription(_ id: String = "sub") -> String { emulator.subscriptionName(id) }

    @discardableResult func createTopic(
        _ id: String = "topic", _ fill: (inout Topic) -> Void = { _ in }
    ) throws(Status) -> Topic {
        var settings = Topic(name: topic(id))
        fill(&settings)
        return try call(Methods.createTopic, settings)
    }

    @discardableResult func createSubscription(
        _ id: String = "sub", _ fill: (inout Subscription) -> Void = { _ in }
    ) throws(Status) -> Subscription {
        var settings = Subscription(name: subscription(id), topic: topic())
        fill(&settings)
        return try call(Methods.createSubscription, settings)
    }

    /// Creates a topic and a subscription to it.
    func createBoth(_ fill: (inout Subscription) -> Void = { _ in }) throws(Status) {
        try createTopic()
        try createSubscription("sub", fill)
    }

    func getTopic(_ id: String = "topic") throws(Status) -> Topic {
        try call(Methods.getTopic) { $0.topic = topic(id) }
    }

    func getSubscription(_ id: String = "sub") throws(Status) -> Subscription {
        try call(Methods.getSubscription) { $0.subscription = subscription(id) }
    }

    @discardableResult func updateTopic(
        _ fields: [String], _ fill: (inout Topic) -> Void = { _ in }
    ) throws(Status) -> Topic {
        var settings = Topic(name: topic())
        fill(&settings)
        return try call(Methods.updateTopic) {
            $0.topic = settings
            $0.updateMask = FieldMask(fields)
        }
    }

    @discardableResult func updateSubscription(
        _ fields: [String], _ fill: (inout Subscription) -> Void = { _ in }
    ) throws(Status) -> Subscription {
        var settings = Subscription(name: subscription(), topic: "")
        fill(&settings)
        return try call(Methods.updateSubscription) {
            $0.subscription = settings
            $0.updateMask = FieldMask(fields)
        }
    }

    @discardableResult func publish(
        _ messages: [PubsubMessage], to id: String = "topic"
    ) throws(Status) -> [String] {
        try call(Methods.publish) {
            $0.topic = topic(id)
            $0.messages = messages
        }.messageIds
    }

    @discardableResult func publish(_ texts: String..., key: String = "") throws(Status) -> [String] {
        try publish(texts.map { PubsubMessage($0, orderingKey: key) })
    }

    /// Takes what is available now.
    func pull(_ id: String = "sub", max: Int32 = 1_000) throws(Status) -> [ReceivedMessage] {
        try call(Methods.pull) {
            $0.subscription = subscription(id)
            $0.maxMessages = max
            $0.returnImmediately = true
        }.receivedMessages
    }

    /// Takes and acknowledges what is available now; returns the texts.
    @discardableResult func drain(_ id: String = "sub") throws(Status) -> [String] {
        let received = try pull(id)
        if !received.isEmpty { try acknowledge(received, on: id) }
        return received.map(\.text)
    }

    func acknowledge(_ received: [ReceivedMessage], on id: String = "sub") throws(Status) {
        try acknowledge(received.map(\.ackId), on: id)
    }

    func acknowledge(_ ids: [String], on id: String = "sub") throws(Status) {
        try call(Methods.acknowledge) {
            $0.subscription = subscription(id)
            $0.ackIds = ids
        }
    }

    func modifyAckDeadline(_ ids: [String], _ seconds: Int32, on id: String = "sub") throws(Status) {
        try call(Methods.modifyAckDeadline) {
            $0.subscription = subscription(id)
            $0.ackIds = ids
            $0.ackDeadlineSeconds = seconds
        }
    }

    /// Gives messages back.
    func nack(_ received: ReceivedMessage..., on id: String = "sub") throws(Status) {
        try modifyAckDeadline(received.map(\.ackId), 0, on: id)
    }
}

/// Schemas, snapshots and policies.
extension Door {
    /// A record with an int `age`, which may be left out.
    static let people = record(#"{"name": "age", "type": "int", "default": 0}"#)

    /// The definition of a record in Avro.
    static func record(_ fields: String...) -> String {
        #"{"type": "record", "name": "R", "fields": ["# + fields.joined(separator: ",") + "]}"
    }

    func schema(_ id: String = "people") -> String { emulator.schemaName(id) }

    @discardableResult func createSchema(
        _ id: String = "people", _ type: Schema.Kind = .avro, _ definition: String = Door.people
    ) throws(Status) -> Schema {
        try call(Methods.createSchema) {
            $0.parent = "projects/test-project"
            $0.schemaId = id
            $0.schema = Schema(type, definition)
        }
    }

    @discardableResult func commitSchema(
        _ definition: String, to id: String = "people", _ type: Schema.Kind = .avro
    ) throws(Status) -> Schema {
        try call(Methods.commitSchema) {
            $0.name = schema(id)
            $0.schema = Schema(type, definition)
        }
    }

    func snapshot(_ id: String = "snap") -> String { emulator.snapshotName(id) }

    @discardableResult func createSnapshot(
        _ id: String = "snap", of subscriptionID: String = "sub", labels: StringMap = [:]
    ) throws(Status) -> Snapshot {
        try call(Methods.createSnapshot) {
            $0.name = snapshot(id)
            $0.subscription = subscription(subscriptionID)
            $0.labels = labels
        }
    }

    func getSnapshot(_ id: String = "snap") throws(Status) -> Snapshot {
        try call(Methods.getSnapshot) { $0.snapshot = snapshot(id) }
    }

    func seek(_ id: String = "sub", to time: Instant) throws(Status) {
        try call(Methods.seek) {
            $0.subscription = subscription(id)
            $0.time = Timestamp(time)
        }
    }

    func seek(_ id: String = "sub", toSnapshot snapshotID: String) throws(Status) {
        try call(Methods.seek) {
            $0.subscription = subscription(id)
            $0.snapshot = snapshot(snapshotID)
        }
    }
}
