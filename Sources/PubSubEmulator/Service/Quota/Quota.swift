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
