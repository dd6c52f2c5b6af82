import CloudCore
import Orchestration

/// The tracer: a publisher, a subscriber that passes messages on, and a director.
enum TestArchitecture {
    static let project = "test-project"

    static func tracer(strategy: Lifecycle.Strategy = .ephemeral) -> Architecture {
        var publisher = Service(name: "publisher", serviceAccount: "publisher-sa")
        publisher.deployment = Deployment(sourcePath: "services/publisher")
        var subscriber = Service(name: "subscriber", serviceAccount: "subscriber-sa")
        subscriber.deployment = Deployment(sourcePath: "services/subscriber")
        let resources = Resources(
            topics: [
                Topic(
                    name: "tracer-topic", producer: ServiceLink("publisher", key: "TOPIC_ID", method: .env)),
                Topic(
                    name: "verify-topic",
                    producer: ServiceLink("subscriber", key: "VERIFY_TOPIC_ID", method: .env)),
            ],
            subscriptions: [
                Subscription(
                    name: "tracer-sub", topic: "tracer-topic",
                    consumer: ServiceLink("subscriber", key: "SUBSCRIPTION_ID", method: .env))
            ])
        let director = DirectorSpec(
            name: "director", serviceAccount: "director-sa", commandTopic: ServiceLink("director-commands"),
            completionTopic: ServiceLink("director-events"),
            deployment: Deployment(sourcePath: "services/director"))
        return Architecture(
            name: "tracer", projectID: project, region: "europe-west1", serviceManager: director,
            dataflows: [
                Dataflow(
                    name: "tracer", services: [publisher, subscriber], resources: resources,
                    lifecycle: Lifecycle(strategy))
            ])
    }

    static func hydrated(_ architecture: Architecture = tracer()) throws -> HydratedArchitecture {
        try Hydration.hydrate(architecture)
    }

    static func topic(_ id: String) -> String { ProjectNames(project: project).topic(id) }
    static func subscription(_ id: String) -> String { ProjectNames(project: project).subscription(id) }
    static func member(_ id: String) -> String {
        "serviceAccount:\(id)@\(project).iam.gserviceaccount.com"
    }
}
