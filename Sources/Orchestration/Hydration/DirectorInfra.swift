/// The director's own dataflow: the topics and the subscription through which it is commanded.
enum DirectorInfra {
    /// Names the two topics if the architecture does not, and adds the dataflow `<director>-infra`.
    static func add(to architecture: inout Architecture) {
        nameTopics(in: &architecture)
        let director = architecture.serviceManager
        let name = director.infraDataflowName
        var flow = architecture.dataflows[name] ?? Dataflow(name: name, lifecycle: Lifecycle(.permanent))
        if flow.description.isEmpty {
            flow.description = "Command channel of the Service Director \(director.name)."
        }
        let key = director.completionTopic.lookup.key
        let completionLink = ServiceLink(
            director.name, key: key.isEmpty ? DirectorChannel.completionTopicKey : key,
            method: director.completionTopic.lookup.method)
        let commandLink = ServiceLink(
            director.name, key: DirectorChannel.commandSubscriptionKey,
            method: director.commandTopic.lookup.method)
        // A file may declare the channel itself, in any dataflow; a hydrated one always does.
        let topics = Set(architecture.dataflows.values.flatMap(\.resources.topics).map(\.name))
        let subscriptions = Set(architecture.dataflows.values.flatMap(\.resources.subscriptions).map(\.name))
        if !topics.contains(director.commandTopic.name) {
            flow.resources.topics.append(Topic(name: director.commandTopic.name))
        }
        if !topics.contains(director.completionTopic.name) {
            flow.resources.topics.append(Topic(name: director.completionTopic.name, producer: completionLink))
        }
        let subscription = subscriptionName(architecture)
        if !subscriptions.contains(subscription) {
            flow.resources.subscriptions.append(
                Subscription(name: subscription, topic: director.commandTopic.name, consumer: commandLink))
        }
        architecture.dataflows[flow.name] = flow
    }

    /// Older files name the channel in the director's variables; a name in its own key wins over those.
    static func nameTopics(in architecture: inout Architecture) {
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

    /// The subscription that the director consumes, as the user wrote it or as made from the topic's name.
    static func subscriptionName(_ architecture: Architecture) -> String {
        let environment = architecture.serviceManager.deployment?.environment ?? [:]
        return environment[DirectorChannel.commandSubscriptionVariable]
            ?? architecture.serviceManager.commandTopic.name + DirectorChannel.subscriptionSuffix
    }
}
