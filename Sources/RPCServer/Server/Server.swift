import CloudCore
import Dispatch
import Synchronization

/// A running server: one port that speaks gRPC (HTTP/2 by prior knowledge) and REST (HTTP/1.1 and HTTP/2).
///
/// It serves from one event-loop thread. Releasing it stops it without waiting.
public final class Server: Sendable {
    /// The port that the server listens on.
    public let port: UInt16
    /// The host that the server was asked to listen on.
    public let host: String

    private let mailbox: Mailbox<LoopMail<NetworkCall>>
    private let end = Latch()
    private let drainTimeout: Duration

    /// Starts to listen and to serve.
    ///
    /// - Parameters:
    ///   - methods: what is served, over gRPC and by its HTTP rules over REST.
    ///   - routes: further HTTP requests that are served as they are.
    ///   - host: the address or name to bind to; the loopback address unless told otherwise.
    ///   - port: the port to bind to; 0 picks a free one.
    ///   - interceptor: has calls meet fault rules, and records them; nil for neither.
    ///   - gateway: what serves requests for hosts of its own; nil for nothing.
    ///   - log: where the answers of a test run are kept; nil for nowhere.
    ///   - missing: the refusal of a path, given after its host, that is not served; nil for NOT_FOUND.
    /// - Throws: `SystemError` when the port cannot be had.
    public init(
        methods: [RPCMethod], routes: [HTTPRoute] = [], host: String = "127.0.0.1", port: UInt16 = 0,
        limits: ServerLimits = ServerLimits(), interceptor: Interceptor? = nil,
        gateway: HTTPGateway? = nil, log: HTTPExchangeLog? = nil,
        missing: @escaping @Sendable (String, Substring) -> Status? = { _, _ in nil }
    ) throws(SystemError) {
        let listener = try ListeningSocket(host: host, port: port)
        let waker = try Waker()
        let mailbox = Mailbox<LoopMail<NetworkCall>>(waker: waker)
        let services = Services(
            methods: MethodTable(methods),
            rest: RESTService(
                methods: methods, routes: routes, limits: limits, interceptor: interceptor,
                gateway: gateway, log: log, missing: missing),
            limits: limits, mailbox: mailbox, localPort: listener.port, interceptor: interceptor)
        self.port = listener.port
        self.host = host
        self.mailbox = mailbox
        drainTimeout = limits.drainTimeout
        try Self.startLoop(listener, waker, services, end)
    }

    deinit { mailbox.post(.stop(drainNanoseconds: 0)) }

    /// Starts the loop's thread, and returns once it serves or has failed to.
    private static func startLoop(
        _ listener: ListeningSocket, _ waker: Waker, _ services: Services, _ end: Latch
    ) throws(SystemError) {
        let started = DispatchSemaphore(value: 0)
        let failure = Mutex<SystemError?>(nil)
        try SystemThread.start {
            do throws(SystemError) {
                let loop = try EventLoop<FrontDoor>(
                    listener: listener, waker: waker, mailbox: services.mailbox,
                    maxConnections: services.limits.maxConnections
                ) { registration, timers in
                    FrontDoor(services: services, registration: registration, timers: timers)
                }
                started.signal()
                loop.run()
            } catch {
                failure.withLock { $0 = error }
                started.signal()
            }
            end.open()
        }
        started.wait()
        if let error = failure.withLock({ $0 }) { throw error }
    }

    /// Stops listening, lets calls in progress finish within `ServerLimits.drainTimeout`, and closes all
    /// connections. Waiting calls and streams end with UNAVAILABLE at once.
    public func stop() async {
        mailbox.post(.stop(drainNanoseconds: drainTimeout.clampedNanoseconds))
        await end.wait()
    }

    /// The same for a program that has nothing else to do: blocks the calling thread.
    public func stopAndWait() {
        mailbox.post(.stop(drainNanoseconds: drainTimeout.clampedNanoseconds))
        end.waitBlocking()
    }
}
