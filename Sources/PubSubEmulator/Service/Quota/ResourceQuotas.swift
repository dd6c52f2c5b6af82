import CloudCore

/// How many resources there may be under `--strict` ("Pub/Sub quotas and limits", resource limits; the figures are from
/// memory, as the table could not be found, and so is that the code is RESOURCE_EXHAUSTED).
enum ResourceQuotas {
    static let topicsPerProject = 10_000
    static let subscriptionsPerProject = 10_000
    static let subscriptionsPerTopic = 10_000
    static let snapshotsPerProject = 5_000

    /// Checks that there is room for another resource among `names`, which its name goes to.
    static func check(_ name: String, _ names: SortedNames, _ limit: Int, _ what: String) throws(Status) {
        let parts = name.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        let project = parts.prefix(2).joined(separator: "/")
        let page = names.page(prefix: project + "/", after: "", limit: limit)
        if page.entries.count >= limit { throw exhausted("\(project) has", limit, what, project) }
    }

    /// Checks that a topic has room for another subscription.
    static func check(_ topic: String, subscriptions: Int) throws(Status) {
        guard subscriptions >= subscriptionsPerTopic else { return }
        throw exhausted("\(topic) has", subscriptionsPerTopic, "subscriptions", topic)
    }

    private static func exhausted(
        _ subject: String, _ limit: Int, _ what: String, _ resource: String
    ) -> Status {
        let text = "\(subject) the most \(what) that it may have, \(limit)"
        return Status(
            .resourceExhausted, "\(text); delete some first.",
            details: [.quotaFailure([.init(subject: resource, description: text)])])
    }
}
