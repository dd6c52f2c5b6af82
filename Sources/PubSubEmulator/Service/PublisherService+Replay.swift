import CloudCore

extension PublisherService {
    /// The names of a topic's snapshots, in order.
    func listTopicSnapshots(
        _ request: ListTopicSnapshotsRequest
    ) throws(Status) -> ListTopicSnapshotsResponse {
        try ResourceNames.check(request.topic, .topics, field: "topic")
        let limit = try Paging.limit(request.pageSize)
        let page = try host.perform { (broker, now) throws(Status) in
            try broker.listSnapshots(of: request.topic, after: request.pageToken, limit: limit, at: now)
        }
        var response = ListTopicSnapshotsResponse()
        response.snapshots = page.items
        response.nextPageToken = page.nextToken
        return response
    }

    /// Detaches a subscription from its topic; whoever receives from it ends with FAILED_PRECONDITION.
    func detachSubscription(
        _ request: DetachSubscriptionRequest
    ) throws(Status) -> DetachSubscriptionResponse {
        try ResourceNames.check(request.subscription, .subscriptions, field: "subscription")
        try host.perform { (broker, now) throws(Status) in
            try broker.detachSubscription(request.subscription, at: now)
        }
        return DetachSubscriptionResponse()
    }
}
