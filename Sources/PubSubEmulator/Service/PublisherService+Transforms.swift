import CloudCore

/// Publishing to topics with transforms: they are applied before messages are stored, and a publish with a message
/// that fails is a failed publish ("Choose between topic and subscription SMTs"), with INVALID_ARGUMENT and nothing
/// stored. A message that a transform filters is published as far as the publisher can tell, and goes nowhere: an
/// answer has an id for each message, but on no page that could be found does it say so. A schema is the
/// concern of what is stored, so of the transformed message; no page was found that says so either.
extension PublisherService {
    /// Publishes messages, to a topic with transforms or without.
    func publish(_ request: PublishRequest, _ answer: @escaping Answer<PublishResponse>) {
        let transforms =
            isDeferred ? host.perform { broker, _ in broker.transforms(ofTopic: request.topic) } : []
        if transforms.isEmpty { return answer(Result { () throws(Status) in try publish(request) }) }
        if let fault = PublishRules.fault(in: request.messages) { return answer(.failure(fault)) }
        if let quotas = host.quotas {
            do throws(Status) { try quotas.publish(request) } catch { return answer(.failure(error)) }
        }
        // Virtual time stands still while the functions run.
        let activity = host.timeline.beginActivity(.working)
        host.transformer.transform(request.messages.map(\.unpublished), with: transforms) { outcomes in
            answer(Result { () throws(Status) in try publish(request, outcomes) })
            activity.end()
        }
    }

    /// Whether there is a topic with transforms, so that a Publish may have to wait for them.
    var isDeferred: Bool { host.hasTransforms.load(ordering: .relaxed) }

    private func publish(
        _ request: PublishRequest, _ outcomes: [TransformOutcome]
    ) throws(Status) -> PublishResponse {
        var transformed: [PubsubMessage?] = []
        for (index, (message, outcome)) in zip(request.messages, outcomes).enumerated() {
            switch outcome {
            case .message(let data, let attributes):
                var message = message
                message.data = data
                message.attributes = attributes
                transformed.append(message)
            case .filtered: transformed.append(nil)
            case .failed(let reason):
                throw Status(.invalidArgument, "messages[\(index)]: a message transform failed: \(reason)")
            }
        }
        let remaining = transformed.compactMap(\.self)
        if !remaining.isEmpty, let fault = PublishRules.fault(in: remaining) {
            throw Status(fault.code, "After message transforms: \(fault.message)", details: fault.details)
        }
        let messages = transformed
        var response = PublishResponse()
        response.messageIds = try host.perform { (broker, now) throws(Status) in
            try broker.publish(transformed: messages, original: request.messages, to: request.topic, at: now)
        }
        return response
    }
}

extension PubsubMessage {
    /// The message without what only a published one has.
    fileprivate var unpublished: PubsubMessage {
        var message = self
        message.messageId = ""
        message.publishTime = nil
        return message
    }
}
