// modules: CloudCore
// sources: Sources/PubSubEmulator/Startup/ProjectVariable.swift

/// Any text is either refused, or names a project, topics and subscriptions that hold together.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: data, count: count), as: UTF8.self)
    guard let variable = try? ProjectVariable(text, variable: "V") else { return 0 }
    precondition(!variable.project.isEmpty)
    for topic in variable.topics {
        precondition(!topic.topic.isEmpty)
        for subscription in topic.subscriptions {
            precondition(!subscription.subscription.isEmpty)
            precondition((10...600).contains(subscription.ackDeadlineSeconds ?? 10))
            precondition(subscription.pushEndpoint?.contains("://") ?? true)
        }
    }
    return 0
}
