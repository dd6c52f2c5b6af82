import CloudCore

@testable import PubSubEmulator

/// The methods of `google.pubsub.v1` and `google.iam.v1.IAMPolicy`, and what each is in process.
enum Methods {
    // MARK: Publisher

    static let createTopic = RPC("Publisher/CreateTopic") { (emulator, topic: Topic) in
        try emulator.createTopic(topic)
    }
    static let updateTopic = RPC("Publisher/UpdateTopic") { (emulator, request: UpdateTopicRequest) in
        try emulator.updateTopic(request.topic ?? Topic(), fields: request.updateMask?.paths ?? [])
    }
    static let publish = RPC("Publisher/Publish") { (emulator, request: PublishRequest) in
        var response = PublishResponse()
        response.messageIds = try emulator.publish(request.messages, to: request.topic)
        return response
    }
    static let getTopic = RPC("Publisher/GetTopic") { (emulator, request: GetTopicRequest) in
        try emulator.topic(request.topic)
    }
    static let listTopics = RPC("Publisher/ListTopics") { (emulator, request: ListTopicsRequest) in
        var response = ListTopicsResponse()
        response.topics = try emulator.topics(in: id(request.project))
        return response
    }
    static let listTopicSubscriptions = RPC("Publisher/ListTopicSubscriptions") {
        (emulator, request: ListTopicSubscriptionsRequest) in
        var response = ListTopicSubscriptionsResponse()
        response.subscriptions = try emulator.subscriptions(of: request.topic)
        return response
    }
    static let listTopicSnapshots = RPC("Publisher/ListTopicSnapshots") {
        (emulator, request: ListTopicSnapshotsRequest) in
        var response = ListTopicSnapshotsResponse()
        response.snapshots = try emulator.snapshots(of: request.topic)
        return response
    }
    static let deleteTopic = RPC("Publisher/DeleteTopic") { (emulator, request: DeleteTopicRequest) in
        try emulator.deleteTopic(request.topic)
        return Empty()
    }
    static let detachSubscription = RPC("Publisher/DetachSubscription") {
        (emulator, request: DetachSubscriptionRequest) in
        try emulator.detachSubscription(request.subscription)
        return DetachSubscriptionResponse()
    }

    // MARK: Subscriber

    static let createSubscription = RPC("Subscriber/CreateSubscription") {
        (emulator, subscription: Subscription) in try emulator.createSubscription(subscription)
    }
    static let getSubscription = RPC("Subscriber/GetSubscription") {
        (emulator, request: GetSubscriptionRequest) in try emulator.subscription(request.subscription)
    }
    static let updateSubscription = RPC("Subscriber/UpdateSubscription") {
        (emulator, request: UpdateSubscriptionRequest) in
        try emulator.updateSubscription(
            request.subscription ?? Subscription(), fields: request.updateMask?.paths ?? [])
    }
    static let listSubscriptions = RPC("Subscriber/ListSubscriptions") {
        (emulator, request: ListSubscriptionsRequest) in
        var response = ListSubscriptionsResponse()
        response.subscriptions = try emulator.subscriptions(in: id(request.project))
        return response
    }
    static let deleteSubscription = RPC("Subscriber/DeleteSubscription") {
        (emulator, request: DeleteSubscriptionRequest) in
        try emulator.deleteSubscription(request.subscription)
        return Empty()
    }
    static let modifyAckDeadline = RPC("Subscriber/ModifyAckDeadline") {
        (emulator, request: ModifyAckDeadlineRequest) in
        try emulator.modifyAckDeadline(
            request.ackIds, on: request.subscription, seconds: request.ackDeadlineSeconds)
        return Empty()
    }
    static let acknowledge = RPC("Subscriber/Acknowledge") { (emulator, request: AcknowledgeRequest) in
        try emulator.acknowledge(request.ackIds, on: request.subscription)
        return Empty()
    }
    static let pull = RPC("Subscriber/Pull") { (emulator, request: PullRequest) in
        var response = PullResponse()
        response.receivedMessages = try emulator.pull(
            request.subscription, max: Int(request.maxMessages)
        ).map { ReceivedMessage($0) }
        return response
    }
    static let modifyPushConfig = RPC("Subscriber/ModifyPushConfig") {
        (emulator, request: ModifyPushConfigRequest) in
        try emulator.modifyPushConfig(request.pushConfig ?? PushConfig(), of: request.subscription)
        return Empty()
    }
    static let seek = RPC("Subscriber/Seek") { (emulator, request: SeekRequest) in
        if let time = request.time {
            try emulator.seek(request.subscription, to: time.instant)
        } else {
            try emulator.seek(request.subscription, toSnapshot: request.snapshot ?? "")
        }
        return SeekResponse()
    }

    // MARK: Snapshots

    static let createSnapshot = RPC("Subscriber/CreateSnapshot") {
        (emulator, request: CreateSnapshotRequest) in
        try emulator.createSnapshot(request.name, of: request.subscription, labels: request.labels)
    }
    static let getSnapshot = RPC("Subscriber/GetSnapshot") { (emulator, request: GetSnapshotRequest) in
        try emulator.snapshot(request.snapshot)
    }
    static let updateSnapshot = RPC("Subscriber/UpdateSnapshot") {
        (emulator, request: UpdateSnapshotRequest) in
        try emulator.updateSnapshot(request.snapshot ?? Snapshot(), fields: request.updateMask?.paths ?? [])
    }
    static let listSnapshots = RPC("Subscriber/ListSnapshots") { (emulator, request: ListSnapshotsRequest) in
        var response = ListSnapshotsResponse()
        response.snapshots = try emulator.snapshots(in: id(request.project))
        return response
    }
    static let deleteSnapshot = RPC("Subscriber/DeleteSnapshot") {
        (emulator, request: DeleteSnapshotRequest) in
        try emulator.deleteSnapshot(request.snapshot)
        return Empty()
    }

    // MARK: Policies

    static let getPolicy = RPC("IAMPolicy/GetIamPolicy") { (emulator, request: IAMv1.GetIamPolicyRequest) in
        try emulator.policy(of: request.resource)
    }
    static let setPolicy = RPC("IAMPolicy/SetIamPolicy") { (emulator, request: IAMv1.SetIamPolicyRequest) in
        try emulator.setPolicy(request.policy ?? IAMv1.Policy(), of: request.resource)
    }
    static let testPermissions = RPC("IAMPolicy/TestIamPermissions") {
        (emulator, request: IAMv1.TestIamPermissionsRequest) in
        var response = IAMv1.TestIamPermissionsResponse()
        response.permissions = try emulator.testPermissions(request.permissions, on: request.resource)
        return response
    }

    /// The last part of a name.
    static func id(_ name: String) -> String { name.split(separator: "/").last.map(String.init) ?? "" }
}
