import CloudCore
import RPCServer

/// A Pub/Sub emulator: the state that is used in process, and served to clients of Google's API.
///
/// ```swift
/// let emulator = Emulator()
/// try emulator.createTopic("orders")
/// try emulator.createSubscription("billing", topic: "orders")
/// try emulator.publish("hello", to: "orders")
/// for try await received in emulator.receive(from: "billing") {
///     print(received.message.text)
///     try received.ack()
/// }
/// ```
///
/// Topics and subscriptions are given by full name (`projects/p/topics/t`), or by id within `project`. All
/// functions may be called from any thread. None of them blocks, but for settings with message transforms and for
/// publishing to a topic with some: these wait for the functions to be compiled or run.
public final class Emulator: Sendable {
    /// The project that ids without one are in.
    public let project: String
    /// The time that ack deadlines, backoff, retention and expiration go by.
    public let timeline: any Timeline
    /// Has calls meet fault rules, and records them; in process, and of the servers that serve this emulator.
    public let interceptor: Interceptor
    let host: BrokerHost
    let marks = MarkTable<EmulatorMark>()
    /// What comes before an id: joining two strings costs a third of interpolating three.
    private let topicPrefix: String
    private let subscriptionPrefix: String

    /// Makes an emulator without topics.
    ///
    /// - Parameters:
    ///   - project: the project that ids without one are in.
    ///   - timeline: the machine's clock, or a virtual one.
    ///   - recordsHistory: whether what happens to each message can be asked for afterwards, for the latest
    ///     10,000 messages. It costs time and memory on each delivery.
    ///   - historyLimit: how many messages are remembered if that is not 10,000, up to 1,000,000.
    ///   - seed: where ids and the random choices of fault rules begin; the same seed and calls give the same.
    ///   - http: what carries the requests of push subscriptions; without it, none can be created.
    ///   - exports: what takes the rows and objects of export subscriptions; without it, none can be created.
    ///   - transformer: what runs the functions of message transforms: Node.js, started when it is first needed.
    ///   - isStrict: whether calls that exceed the service's quotas are refused with RESOURCE_EXHAUSTED.
    public init(
        project: String = "test-project", timeline: any Timeline = RealTimeline.shared,
        recordsHistory: Bool = true, historyLimit: Int = MessageHistory.defaultLimit, seed: UInt64 = 0,
        http: (any OutgoingHTTP)? = nil, exports: (any ExportSink)? = nil,
        transformer: any MessageTransformer = NodeTransformer(), isStrict: Bool = false
    ) {
        self.project = project
        topicPrefix = "projects/\(project)/topics/"
        subscriptionPrefix = "projects/\(project)/subscriptions/"
        self.timeline = timeline
        interceptor = Interceptor(timeline: timeline, batchMethods: Self.batchMethods, seed: seed)
        host = BrokerHost(
            timeline: timeline, recordsHistory: recordsHistory,
            outlets: Outlets(http: http, exports: exports), transformer: transformer, isStrict: isStrict)
        host.perform { broker, _ in
            if recordsHistory { broker.context.history = MessageHistory(limit: historyLimit) }
            broker.beginIDs(seed: seed)
        }
    }

    /// The full name of a topic.
    public func topicName(_ topic: String) -> String {
        Self.isFullName(topic) ? topic : topicPrefix + topic
    }

    /// The full name of a subscription.
    public func subscriptionName(_ subscription: String) -> String {
        Self.isFullName(subscription) ? subscription : subscriptionPrefix + subscription
    }

    private static func isFullName(_ name: String) -> Bool {
        for byte in name.utf8 where byte == UInt8(ascii: "/") { return true }
        return false
    }

    /// The methods of `google.pubsub.v1` on this emulator's state, for a server to serve.
    public var methods: [RPCMethod] {
        let methods = PubSubMethods.rows(for: host).map(\.method)
        guard let quotas = host.quotas else { return methods }
        return methods.map { method in
            let name = method.path.split(separator: ".").last.map(String.init) ?? method.path
            return method.guarded { (resource) throws(Status) in try quotas.begin(name, resource) }
        }
    }

    /// The gRPC paths of the methods, and whether they are there or answer UNIMPLEMENTED.
    public static let support: [(path: String, isSupported: Bool)] = PubSubMethods.rows(
        for: BrokerHost(timeline: RealTimeline.shared, recordsHistory: false)
    ).map { ($0.method.path, $0.isSupported) }

    var publisher: PublisherService { PublisherService(host: host) }
    var subscriber: SubscriberService { SubscriberService(host: host) }
}
