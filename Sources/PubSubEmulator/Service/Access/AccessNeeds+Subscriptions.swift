// What the requests of `google.pubsub.v1.Subscriber` need. Who has messages pushed with the tokens of an account must
// be allowed to act as it (PushConfig.OidcToken in `google/pubsub/v1/pubsub.proto`).

extension Subscription: AccessControlled {
    var needs: [AccessNeed] {
        [
            .permission("pubsub.subscriptions.create", on: AccessNeed.project(of: name)),
            .permission("pubsub.topics.attachSubscription", on: topic),
        ] + PushConfig.needs(pushConfig)
    }
}

extension UpdateSubscriptionRequest: AccessControlled {
    var needs: [AccessNeed] {
        [.permission("pubsub.subscriptions.update", on: subscription?.name ?? "")]
            + PushConfig.needs(subscription?.pushConfig)
    }
}

extension ModifyPushConfigRequest: AccessControlled {
    var needs: [AccessNeed] {
        [.permission("pubsub.subscriptions.update", on: subscription)] + PushConfig.needs(pushConfig)
    }
}

extension PushConfig {
    fileprivate static func needs(_ config: PushConfig?) -> [AccessNeed] {
        guard let account = config?.oidcToken?.serviceAccountEmail, !account.isEmpty else { return [] }
        return [.acting(as: account)]
    }
}

extension GetSubscriptionRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.subscriptions.get", on: subscription)] }
}

extension ListSubscriptionsRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.subscriptions.list", on: project)] }
}

extension DeleteSubscriptionRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.subscriptions.delete", on: subscription)] }
}

extension AcknowledgeRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.subscriptions.consume", on: subscription)] }
}

extension ModifyAckDeadlineRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.subscriptions.consume", on: subscription)] }
}

extension PullRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.subscriptions.consume", on: subscription)] }
}

extension StreamingPullRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.subscriptions.consume", on: subscription)] }
}

extension CreateSnapshotRequest: AccessControlled {
    var needs: [AccessNeed] {
        // An empty name is made up, in the subscription's project.
        let project = AccessNeed.project(of: name.isEmpty ? subscription : name)
        return [
            .permission("pubsub.snapshots.create", on: project),
            .permission("pubsub.subscriptions.consume", on: subscription),
        ]
    }
}

extension GetSnapshotRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.snapshots.get", on: snapshot)] }
}

extension ListSnapshotsRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.snapshots.list", on: project)] }
}

extension UpdateSnapshotRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.snapshots.update", on: snapshot?.name ?? "")] }
}

extension DeleteSnapshotRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.snapshots.delete", on: snapshot)] }
}

extension SeekRequest: AccessControlled {
    var needs: [AccessNeed] {
        let consume = AccessNeed.permission("pubsub.subscriptions.consume", on: subscription)
        guard let snapshot, !snapshot.isEmpty else { return [consume] }
        return [consume, .permission("pubsub.snapshots.seek", on: snapshot)]
    }
}
