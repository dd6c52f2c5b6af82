import CloudCore

extension Emulator {
    /// Creates the topics and subscriptions that a variable asks for.
    ///
    /// - Parameter skipsExisting: whether what exists already, because it was kept or imported, is left as it is.
    /// - Throws: ALREADY_EXISTS or INVALID_ARGUMENT, naming the variable and the resource.
    public func create(_ project: ProjectVariable, skipsExisting: Bool = false) throws(Status) {
        do throws(Status) {
            try createAll(project, skipsExisting)
        } catch {
            throw Status(error.code, "\(project.variable): \(error.message)", details: error.details)
        }
    }

    private func createAll(_ project: ProjectVariable, _ skipsExisting: Bool) throws(Status) {
        for spec in project.topics {
            let topic = "projects/\(project.project)/topics/\(spec.topic)"
            try skipping(skipsExisting) { () throws(Status) in try createTopic(Topic(name: topic)) }
            for wanted in spec.subscriptions {
                let name = "projects/\(project.project)/subscriptions/\(wanted.subscription)"
                var subscription = Subscription(name: name, topic: topic)
                subscription.ackDeadlineSeconds = wanted.ackDeadlineSeconds ?? 0
                if let endpoint = wanted.pushEndpoint {
                    subscription.pushConfig = PushConfig()
                    subscription.pushConfig?.pushEndpoint = endpoint
                }
                try skipping(skipsExisting) { [subscription] () throws(Status) in
                    try createSubscription(subscription)
                }
            }
        }
    }

    private func skipping<R>(_ skipsExisting: Bool, _ create: () throws(Status) -> R) throws(Status) {
        do throws(Status) {
            _ = try create()
        } catch {
            guard skipsExisting, error.code == .alreadyExists else { throw error }
        }
    }
}
