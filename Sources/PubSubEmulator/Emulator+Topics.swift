import CloudCore

extension Emulator {
    /// Creates a topic.
    ///
    /// - Returns: the topic as the service returns it.
    /// - Throws: INVALID_ARGUMENT, ALREADY_EXISTS, or UNIMPLEMENTED for settings that are not supported.
    @discardableResult public func createTopic(_ topic: Topic) throws(Status) -> Topic {
        var topic = topic
        topic.name = topicName(topic.name)
        return try call("Publisher/CreateTopic", topic.name, topic) { (request) throws(Status) in
            try PendingAnswer.wait { publisher.createTopic(request, $0) }
        }
    }

    /// Creates a topic with the default settings.
    ///
    /// - Throws: INVALID_ARGUMENT, ALREADY_EXISTS.
    @discardableResult public func createTopic(_ topic: String) throws(Status) -> Topic {
        try createTopic(Topic(name: topic))
    }

    /// A topic's settings.
    ///
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND.
    public func topic(_ topic: String) throws(Status) -> Topic {
        var request = GetTopicRequest()
        request.topic = topicName(topic)
        return try call("Publisher/GetTopic", request.topic, request, publisher.getTopic)
    }

    /// All topics of a project, by name; of the emulator's own project unless given.
    ///
    /// - Throws: INVALID_ARGUMENT.
    public func topics(in project: String? = nil) throws(Status) -> [Topic] {
        var request = ListTopicsRequest()
        request.project = "projects/\(project ?? self.project)"
        return try allPages { (token) throws(Status) in
            request.pageToken = token
            let page = try call("Publisher/ListTopics", request.project, request, publisher.listTopics)
            return (page.topics, page.nextPageToken)
        }
    }

    /// Changes the settings of a topic that `fields` names, in snake_case, to those of `topic`.
    ///
    /// - Returns: the topic as it is now.
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND, or UNIMPLEMENTED for settings that are not supported.
    @discardableResult public func updateTopic(_ topic: Topic, fields: [String]) throws(Status) -> Topic {
        var request = UpdateTopicRequest()
        request.topic = topic
        request.topic?.name = topicName(topic.name)
        request.updateMask = FieldMask(fields)
        return try call("Publisher/UpdateTopic", request.topic?.name ?? "", request) {
            (request) throws(Status) in try PendingAnswer.wait { publisher.updateTopic(request, $0) }
        }
    }

    /// Deletes a topic. Its subscriptions stay, with what they hold.
    ///
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND.
    public func deleteTopic(_ topic: String) throws(Status) {
        var request = DeleteTopicRequest()
        request.topic = topicName(topic)
        _ = try call("Publisher/DeleteTopic", request.topic, request, publisher.deleteTopic)
    }

    /// Publishes messages, 1 to 1,000.
    ///
    /// - Returns: their ids, in order.
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND.
    @discardableResult public func publish(
        _ messages: [PubsubMessage], to topic: String
    ) throws(Status) -> [String] {
        var request = PublishRequest()
        request.topic = topicName(topic)
        request.messages = messages
        return try call("Publisher/Publish", request.topic, request) { (request) throws(Status) in
            if publisher.isDeferred { return try PendingAnswer.wait { publisher.publish(request, $0) } }
            return try publisher.publish(request)
        }.messageIds
    }

    /// Publishes one message.
    ///
    /// - Returns: its id.
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND.
    @discardableResult public func publish(_ message: PubsubMessage, to topic: String) throws(Status)
        -> String
    {
        try publish([message], to: topic)[0]
    }

    /// Publishes a text.
    ///
    /// - Returns: the message's id.
    /// - Throws: INVALID_ARGUMENT, NOT_FOUND.
    @discardableResult public func publish(
        _ text: String, attributes: StringMap = [:], orderingKey: String = "", to topic: String
    ) throws(Status) -> String {
        try publish(PubsubMessage(text, attributes: attributes, orderingKey: orderingKey), to: topic)
    }
}
