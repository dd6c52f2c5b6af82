/// The director's own dataflow: the topics and the subscription through which it is commanded.
enum DirectorInfra {
    /// Names the two topics if the architecture does not, and adds the dataflow `<director>-infra`.
    static func add(to architecture: inout Architecture) {
        nameTopics(in: &architecture)
        let director = architecture.serviceManager
        var flow = Dataflow(name: director.infraDataflowName, lifecycle: Lifecycle(.permanent))
        flow.description = "Command channel of the Service Director \(director.name)."
        var completion = director.completionTopic
        if completion.lookup.key.isEmpty { completion.lookup.key = DirectorChannel.completionTopicKey }
        let completionLink = ServiceLink(
            director.name, key: completion.lookup.key, method: completion.lookup.method)
        let commandLink = ServiceLink(
            director.name, key: DirectorChannel.commandSubscriptionKey,
            method: director.commandTopic.lookup.method)
        flow.resources.topics = [
            Topic(name: director.commandTopic.name),
            Topic(name: director.completionTopic.name, producer: completionLink),
        ]
        flow.resources.subscriptions = [
            Subscription(
                name: subscriptionName(architecture), topic: director.commandTopic.name, consumer: commandLink
            )
        ]
        architecture.dataflows[flow.name] = flow
    }

    /// Older files name the channel in the director's variables; a name in its own key wins over those.
    private static func nameTopics(in architecture: inout Architecture) {
        let environment = architecture.serviceManager.deployment?.environment ?? [:]
        let name = architecture.serviceManager.name
        if architecture.serviceManager.commandTopic.name.isEmpty {
            architecture.serviceManager.commandTopic.name =
                environment[DirectorChannel.commandTopicVariable] ?? name
                + DirectorChannel.defaultCommandSuffix
        }
        if architecture.serviceManager.completionTopic.name.isEmpty {
            architecture.serviceManager.completionTopic.name =
                environment[DirectorChannel.completionTopicVariable]
                ?? name + DirectorChannel.defaultCompletionSuffix
        }
    }

    private static func subscriptionName(_ architecture: Architecture) -> String {
        let environment = architecture.serviceManager.deployment?.environment ?? [:]
        return environment[DirectorChannel.commandSubscriptionVariable]
            ?? architecture.serviceManager.commandTopic.name + DirectorChannel.subscriptionSuffix
    }
}
