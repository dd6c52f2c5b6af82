import CloudCore

extension Emulator {
    /// Creates the topics and subscriptions that a variable asks for.
    ///
    /// - Throws: ALREADY_EXISTS or INVALID_ARGUMENT, naming the variable and the resource.
    public func create(_ project: ProjectVariable) throws(Status) {
        do throws(Status) {
            try createAll(project)
        } catch {
            throw Status(error.code, "\(project.variable): \(error.message)", details: error.details)
        }
    }

    private func createAll(_ project: ProjectVariable) throws(Status) {
        for spec in project.topics {
            let topic = "projects/\(project.project)/topics/\(spec.topic)"
            try createTopic(Topic(name: topic))
            for wanted in spec.subscriptions {
                let name = "projects/\(project.project)/subscriptions/\(wanted.subscription)"
                var subscription = Subscription(name: name, topic: topic)
                subscription.ackDeadlineSeconds = wanted.ackDeadlineSeconds ?? 0
                if let endpoint = wanted.pushEndpoint {
                    subscription.pushConfig = PushConfig()
                    subscription.pushConfig?.pushEndpoint = endpoint
                }
                try createSubscription(subscription)
            }
        }
    }
}
