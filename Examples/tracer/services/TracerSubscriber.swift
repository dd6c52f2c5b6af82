import CloudCore
import GoogleCloud
import Orchestration

/// Publishes what it receives to another topic. A message that cannot be passed on is given back, to be
/// delivered again.
///
/// Variables: `PROJECT_ID`, `SUBSCRIPTION_ID`, `VERIFY_TOPIC_ID`.
enum TracerSubscriber {
    static func run(_ environment: ServiceEnvironment) async throws {
        let names = ProjectNames(project: try environment.require("PROJECT_ID"))
        let subscription = names.subscription(try environment.require("SUBSCRIPTION_ID"))
        let verifyTopic = names.topic(try environment.require("VERIFY_TOPIC_ID"))
        let pubsub = environment.clients.pubsub
        while true {
            try Task.checkCancellation()
            for message in try await pubsub.pull(subscription, maxMessages: 10) {
                do {
                    let copy = OutgoingMessage(data: message.data, attributes: message.attributes)
                    _ = try await pubsub.publish([copy], to: verifyTopic)
                    try await pubsub.acknowledge([message.ackID], subscription)
                    environment.log("passed on \(String(decoding: message.data, as: UTF8.self))")
                } catch let status as Status {
                    environment.log("could not pass on \(message.messageID): \(status)")
                    try await pubsub.modifyAckDeadline([message.ackID], seconds: 0, subscription)
                }
            }
        }
    }
}
