import CloudCore

/// A documented quota ("Pub/Sub quotas and limits"; where the page could not be found as it is today, the figure is
/// that of an earlier one).
struct Quota: Sendable {
    /// The name that people see, for example in the console.
    var title: String
    var limitTitle: String
    /// The metric and the limit as programs see them.
    var metric: String
    var limit: String
    var units: Int64
    var period: Duration

    /// Everything but publishing, pulling and acknowledging. Its names and figure are as the service's errors have
    /// them (teslamotors/fleet-telemetry #289).
    static let administrator = Quota(
        title: "Administrator operations", limitTitle: "Administrator operations per minute",
        metric: "administrator", limit: "administratorPerMinutePerProject", units: 6_000,
        period: .seconds(60))

    /// Published kB, for a large region. Its titles are as the service's errors have them (GoogleCloudPlatform/pubsub
    /// #245); the names for programs are from memory.
    static let publisher = Quota(
        title: "Regional publisher throughput, kB",
        limitTitle: "Regional publisher throughput, kB per minute per region", metric: "regionalpublisher",
        limit: "regionalpublisherPerMinutePerProjectPerRegion", units: 12_000_000, period: .seconds(60))

    /// Bytes with one ordering key, 1 MB/s. What the service does beyond is nowhere said.
    static let orderingKey = Quota(
        title: "Publisher throughput per ordering key, B",
        limitTitle: "Publisher throughput per ordering key, B per second", metric: "orderingkey",
        limit: "orderingkeyPerSecond", units: 1_000_000, period: .seconds(1))

    /// kB that Pull returns, in a large region, whose figure is twice that of what is published. The names are made after
    /// those of the other quotas, of which the documentation has `regionalpushsubscriber`.
    static let pull = Quota(
        title: "Regional pull subscriber throughput, kB",
        limitTitle: "Regional pull subscriber throughput, kB per minute per region",
        metric: "regionalpullsubscriber", limit: "regionalpullsubscriberPerMinutePerProjectPerRegion",
        units: 24_000_000, period: .seconds(60))

    /// kB that streams return, likewise.
    static let streamingPull = Quota(
        title: "Regional streaming pull subscriber throughput, kB",
        limitTitle: "Regional streaming pull subscriber throughput, kB per minute per region",
        metric: "regionalstreamingpullsubscriber",
        limit: "regionalstreamingpullsubscriberPerMinutePerProjectPerRegion", units: 24_000_000,
        period: .seconds(60))

    /// Messages that subscriptions with exactly-once delivery return, in us-central1 (of the names, encoredev/encore #2157
    /// has the title).
    static let exactlyOncePull = Quota(
        title: "Exactly once subscriber pull operations",
        limitTitle: "Exactly once subscriber pull operations per minute per region",
        metric: "exactlyoncepull", limit: "exactlyoncepullPerMinutePerProjectPerRegion", units: 1_000_000,
        period: .seconds(60))

    /// Acknowledgements and changes of deadlines of such messages, each id one. Those of other subscriptions have no quota.
    static let exactlyOnceAck = Quota(
        title: "Exactly once subscriber ack operations",
        limitTitle: "Exactly once subscriber ack operations per minute per region",
        metric: "exactlyonceack", limit: "exactlyonceackPerMinutePerProjectPerRegion", units: 10_000_000,
        period: .seconds(60))

    /// The units of a request or response of that size: at least 1 kB, and each begun one.
    static func kilobytes(_ bytes: Int) -> Int64 { Int64(max(1, (bytes + 999) / 1_000)) }

    /// What a call ends with that exceeds the quota: the service's text and ErrorInfo, with how long to wait.
    func exceeded(by consumer: String, retryAfter delay: Duration) -> Status {
        let service = "pubsub.googleapis.com"
        let text =
            "Quota exceeded for quota metric '\(title)' and limit '\(limitTitle)' of service '\(service)' "
            + "for consumer '\(consumer)'."
        return Status(
            .resourceExhausted, text,
            details: [
                .errorInfo(
                    reason: "RATE_LIMIT_EXCEEDED", domain: "googleapis.com",
                    metadata: [
                        "consumer": consumer, "service": service, "quota_metric": "\(service)/\(metric)",
                        "quota_limit": limit, "quota_limit_value": "\(units)", "quota_location": "global",
                    ]),
                .quotaFailure([.init(subject: consumer, description: text)]),
                .retryInfo(delay: delay),
            ])
    }
}
