import CloudCore

/// `google.pubsub.v1.Publisher`: from request to response, whichever front door the call came through.
struct PublisherService: Sendable {
    let host: BrokerHost

    /// Creates a topic, once its transforms have been looked at.
    func createTopic(_ topic: Topic, _ answer: @escaping Answer<Topic>) {
        host.checking(topic.messageTransforms, answer) { () throws(Status) in try createTopic(topic) }
    }

    private func createTopic(_ topic: Topic) throws(Status) -> Topic {
        try ResourceNames.check(topic.name, .topics, field: "name")
        let topic = try Settings.complete(topic)
        try host.perform { (broker, _) throws(Status) in
            if host.quotas != nil, broker.topics.slot(of: topic.name) == nil {
                try ResourceQuotas.check(
                    topic.name, broker.topics.names, ResourceQuotas.topicsPerProject, "topics")
            }
            try broker.createTopic(topic)
        }
        if !topic.messageTransforms.isEmpty { host.hasTransforms.store(true, ordering: .relaxed) }
        return topic
    }

    /// Changes the settings that the mask names, once transforms among them have been looked at.
    func updateTopic(_ request: UpdateTopicRequest, _ answer: @escaping Answer<Topic>) {
        let transforms = UpdateMasks.transforms(request.updateMask, request.topic?.messageTransforms)
        host.checking(transforms, answer) { () throws(Status) in try updateTopic(request) }
    }

    private func updateTopic(_ request: UpdateTopicRequest) throws(Status) -> Topic {
        let changes = request.topic ?? Topic()
        try ResourceNames.check(changes.name, .topics, field: "topic.name")
        return try host.perform { (broker, now) throws(Status) in
            let current = try broker.topic(changes.name)
            let updated = try Settings.complete(UpdateMasks.apply(request.updateMask, changes, to: current))
            try broker.updateTopic(updated, at: now)
            if !updated.messageTransforms.isEmpty { host.hasTransforms.store(true, ordering: .relaxed) }
            return updated
        }
    }

    /// The settings of a topic.
    func getTopic(_ request: GetTopicRequest) throws(Status) -> Topic {
        try ResourceNames.check(request.topic, .topics, field: "topic")
        return try host.perform { (broker, _) throws(Status) in try broker.topic(request.topic) }
    }

    /// The topics of a project, by name.
    func listTopics(_ request: ListTopicsRequest) throws(Status) -> ListTopicsResponse {
        try ResourceNames.checkProject(request.project, field: "project")
        let limit = try Paging.limit(request.pageSize)
        let page = try host.perform { (broker, _) throws(Status) in
            try broker.listTopics(in: request.project, after: request.pageToken, limit: limit)
        }
        var response = ListTopicsResponse()
        response.topics = page.items
        response.nextPageToken = page.nextToken
        return response
    }

    /// The names of a topic's subscriptions, in order.
    func listTopicSubscriptions(
        _ request: ListTopicSubscriptionsRequest
    ) throws(Status) -> ListTopicSubscriptionsResponse {
        try ResourceNames.check(request.topic, .topics, field: "topic")
        let limit = try Paging.limit(request.pageSize)
        let page = try host.perform { (broker, now) throws(Status) in
            broker.expire(at: now)
            return try broker.listSubscriptions(of: request.topic, after: request.pageToken, limit: limit)
        }
        var response = ListTopicSubscriptionsResponse()
        response.subscriptions = page.items
        response.nextPageToken = page.nextToken
        return response
    }

    /// Deletes a topic; its subscriptions stay.
    func deleteTopic(_ request: DeleteTopicRequest) throws(Status) -> Empty {
        try ResourceNames.check(request.topic, .topics, field: "topic")
        try host.perform { (broker, _) throws(Status) in try broker.deleteTopic(request.topic) }
        return Empty()
    }

    /// Publishes messages.
    func publish(_ request: PublishRequest) throws(Status) -> PublishResponse {
        var response = PublishResponse()
        do throws(Status) {
            if let fault = PublishRules.fault(in: request.messages) {
                // That there is no such topic is said before what is wrong with the messages.
                _ = try host.perform { (broker, _) throws(Status) in try broker.topicSlot(request.topic) }
                throw fault
            }
            if let quotas = host.quotas { try quotas.publish(request) }
            response.messageIds = try host.perform { (broker, now) throws(Status) in
                try broker.publish(request.messages, to: request.topic, at: now)
            }
        } catch {
            // Names that exist are good, so only others are checked.
            if error.code == .notFound { try ResourceNames.check(request.topic, .topics, field: "topic") }
            throw error
        }
        return response
    }
}

/// The size of a listing's pages.
enum Paging {
    /// The most items on a page.
    static func limit(_ pageSize: Int32) throws(Status) -> Int {
        guard pageSize >= 0 else {
            throw Settings.invalid("page_size", "is \(pageSize), must not be negative")
        }
        return pageSize == 0 ? Limits.defaultPageSize : min(Int(pageSize), Limits.maxPageSize)
    }
}
