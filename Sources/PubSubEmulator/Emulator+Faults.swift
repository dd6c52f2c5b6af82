import CloudCore
import RPCServer

extension Emulator {
    /// The methods whose answers have a batch of messages.
    static let batchMethods: Set<String> = [
        "/google.pubsub.v1.Subscriber/Pull", "/google.pubsub.v1.Subscriber/StreamingPull",
    ]

    /// Puts a fault rule behind the others; returns its number. Rules hold for calls in process and over the network.
    ///
    /// - Throws: RESOURCE_EXHAUSTED when there are a thousand.
    @discardableResult public func addFault(_ rule: FaultRule) throws(Status) -> Int {
        try interceptor.add([rule])[0]
    }

    /// The fault rules, with the number of calls that each has matched and struck.
    public var faults: [FaultPlan.Entry] { interceptor.rules }

    /// Removes a fault rule by its number.
    ///
    /// - Throws: NOT_FOUND.
    public func removeFault(_ id: Int) throws(Status) { try interceptor.remove(id) }

    /// Removes all fault rules.
    public func removeFaults() { interceptor.removeAll() }

    /// Runs a call in process, which meets the fault rules and is recorded as one over the network would be.
    @inline(__always) func call<Request: Message, Response>(
        _ method: StaticString, of package: StaticString = "google.pubsub.v1",
        _ resource: @autoclosure () -> String, _ request: Request,
        _ body: (Request) throws(Status) -> Response
    ) throws(Status) -> Response {
        if let quotas = host.quotas { try quotas.begin("\(method)", resource()) }
        guard interceptor.isActive else { return try body(request) }
        return try interceptor.call("/\(package).\(method)", resource(), request, body)
    }

    /// The request of a pull in process, for rules and records.
    func pullRequest(_ subscription: String, max: Int) -> PullRequest {
        var request = PullRequest()
        request.subscription = subscription
        request.maxMessages = Int32(clamping: max)
        request.returnImmediately = true
        return request
    }
}
