extension Emulator {
    /// Has `permission` asked whether a message may be forwarded to a dead letter topic; nil forwards all, as at first.
    ///
    /// What may not be forwarded is delivered again. The permission is for a cloud that enforces policies, where the
    /// service agent needs to publish to the topic and to acknowledge on the subscription.
    public func setDeadLetterPermission(_ permission: DeadLetterPermission?) {
        host.perform { broker, _ in broker.context.deadLetterPermission = permission }
    }
}
