import CloudCore
import Synchronization

/// The quotas of an emulator under `--strict`: the meter behind its lock, on the emulator's timeline.
final class QuotaGate: Sendable {
    /// What is not an administrator operation: its bytes are metered instead, if at all.
    private static let dataMethods: Set<String> = [
        "Publisher/Publish", "Subscriber/Pull", "Subscriber/StreamingPull", "Subscriber/Acknowledge",
        "Subscriber/ModifyAckDeadline",
    ]

    private let timeline: any Timeline
    private let meter = Mutex(QuotaMeter())
    let streams = OpenStreams()

    init(_ timeline: any Timeline) { self.timeline = timeline }

    /// Charges a call of a method on a resource, unless it is one that moves messages.
    ///
    /// - Parameter method: the end of its gRPC path, as `Publisher/GetTopic`.
    /// - Throws: RESOURCE_EXHAUSTED.
    func begin(_ method: String, _ resource: String) throws(Status) {
        if Self.dataMethods.contains(method) { return }
        try charge { (meter, now) throws(Status) in try meter.administer(resource, at: now) }
    }

    /// Charges a publish.
    ///
    /// - Throws: RESOURCE_EXHAUSTED.
    func publish(_ request: PublishRequest) throws(Status) {
        var bytes = 0
        for message in request.messages {
            bytes += message.data.count + message.orderingKey.utf8.count
            for (key, value) in message.attributes.entries { bytes += key.utf8.count + value.utf8.count }
        }
        let (key, total) = (request.messages.first?.orderingKey ?? "", bytes)
        try charge { (meter, now) throws(Status) in
            try meter.publish(bytes: total, orderingKey: key, to: request.topic, at: now)
        }
    }

    func charge(_ body: (inout QuotaMeter, Instant) throws(Status) -> Void) throws(Status) {
        let outcome = meter.withLock { meter -> Result<Void, Status> in
            do throws(Status) {
                return .success(try body(&meter, timeline.now))
            } catch {
                return .failure(error)
            }
        }
        try outcome.get()
    }
}
