import CloudCore
import PubSubEmulator
import RPCServer

/// Checks the callers of Pub/Sub by the policies of the cloud.
struct PubSubAccess: AccessChecker {
    let host: ControlPlaneHost

    func check(_ permission: String, on resource: String, _ context: CallContext) throws(Status) {
        let caller = host.caller(context)
        try host.perform { (plane, now) throws(Status) in
            try plane.authorize(permission, on: resource, by: caller, at: now)
        }
    }

    func checkActing(as account: String, _ context: CallContext) throws(Status) {
        let caller = host.caller(context)
        try host.perform { (plane, now) throws(Status) in
            _ = try plane.authorizeActing(as: account, by: caller, at: now)
        }
    }

    /// Whether Pub/Sub's service agent may forward from a subscription to a dead letter topic. It needs
    /// `roles/pubsub.publisher` on the topic and `roles/pubsub.subscriber` on the subscription
    /// ("Dead-letter topics" in the Pub/Sub documentation).
    func mayForward(from subscription: String, to topic: String) -> Bool {
        let needed = [("pubsub.topics.publish", topic), ("pubsub.subscriptions.consume", subscription)]
        do throws(Status) {
            try host.perform { (plane, now) throws(Status) in
                let agent = Caller(email: plane.project.serviceAgent("pubsub"))
                for (permission, resource) in needed {
                    try plane.authorize(permission, on: resource, by: agent, at: now)
                }
            }
            return true
        } catch {
            return false
        }
    }
}

extension LocalProject {
    /// The email address of the agent that a service of Google acts as in this project, for example of `pubsub`.
    func serviceAgent(_ service: String) -> String {
        "service-\(number)@gcp-sa-\(service).iam.gserviceaccount.com"
    }
}
