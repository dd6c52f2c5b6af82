import CCurl
import CloudCore
import Glibc
import Synchronization

/// A request on its way to the worker thread.
struct CurlSubmission: Sendable {
    let id: UInt64
    let request: HTTPRequest
    /// Told once what became of the request.
    let completion: @Sendable (Result<HTTPResponse, any Error>) -> Void
}

/// The thread that owns libcurl's handles, and the mailbox through which it is spoken to.
final class CurlWorker: Sendable {
    private struct Mailbox {
        var submissions: [CurlSubmission] = []
        var cancellations: [UInt64] = []
        var inFlight = 0
        var isStopped = false
        var thread: pthread_t?
        /// Made with the thread.
        var multi: CurlMulti?
    }

    private let mailbox = Mutex(Mailbox())
    private let lastID = Atomic<UInt64>(0)
    private let limits: CurlTransport.Limits
    private let certificateAuthorities: String?

    init(limits: CurlTransport.Limits, certificateAuthorities: String?) {
        self.limits = limits
        self.certificateAuthorities = certificateAuthorities
    }

    func nextID() -> UInt64 { lastID.wrappingAdd(1, ordering: .relaxed).newValue }

    /// Hands a request to the thread.
    ///
    /// - Parameter isCancelled: whether nobody waits for it any more, asked where no cancellation can be missed.
    func submit(_ submission: CurlSubmission, isCancelled: () -> Bool = { false }) {
        let (refusal, multi) = mailbox.withLock { mailbox -> ((any Error)?, CurlMulti?) in
            // Inside the lock: a cancellation from here on finds the submission in the mailbox.
            if isCancelled() { return (CancellationError(), nil) }
            if let refusal = start(&mailbox) { return (refusal, nil) }
            mailbox.inFlight += 1
            mailbox.submissions.append(submission)
            return (nil, mailbox.multi)
        }
        if let refusal { submission.completion(.failure(refusal)) } else { multi?.wakeUp() }
    }

    /// Sees to it that the thread runs and takes one more request; why not otherwise.
    private func start(_ mailbox: inout Mailbox) -> Status? {
        if mailbox.isStopped { return Status(.unavailable, "The HTTP transport is shut down.") }
        guard mailbox.inFlight < limits.transfers else {
            return Status(.resourceExhausted, "\(limits.transfers) HTTP requests are in flight already.")
        }
        if mailbox.thread != nil { return nil }
        if mailbox.multi == nil { mailbox.multi = CurlMulti() }
        guard let multi = mailbox.multi else {
            return Status(
                .unavailable,
                "\(CurlLibrary.name) cannot be loaded, without which nothing is sent; install libcurl.")
        }
        mailbox.thread = startThread(multi)
        return mailbox.thread == nil ? Status(.unavailable, "No thread for HTTP could be started.") : nil
    }

    /// Ends a request whose task was cancelled; nothing happens when it has ended already.
    func cancel(_ id: UInt64) {
        let multi = mailbox.withLock { mailbox -> CurlMulti? in
            guard mailbox.thread != nil else { return nil }
            mailbox.cancellations.append(id)
            return mailbox.multi
        }
        multi?.wakeUp()
    }

    /// Stops the thread and waits for its end.
    func shutdown() {
        let (thread, multi) = mailbox.withLock { mailbox -> (pthread_t?, CurlMulti?) in
            mailbox.isStopped = true
            defer { mailbox.thread = nil }
            return (mailbox.thread, mailbox.multi)
        }
        guard let thread else { return }
        multi?.wakeUp()
        pthread_join(thread, nil)
    }

    private func startThread(_ multi: CurlMulti) -> pthread_t? {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(CurlThread(worker: self, multi: multi)).toOpaque()
        let failure = pthread_create(&thread, nil, runCurlWorker, context)
        guard failure == 0 else {
            Unmanaged<CurlThread>.fromOpaque(context).release()
            return nil
        }
        return thread
    }

    // MARK: On the thread

    fileprivate func run(_ multi: CurlMulti) {
        var transfers = CurlTransfers(multi: multi, limits: limits, authorities: certificateAuthorities)
        while true {
            let mail = mailbox.withLock { mailbox in
                defer {
                    mailbox.submissions = []
                    mailbox.cancellations = []
                }
                return (
                    submissions: mailbox.submissions, cancellations: mailbox.cancellations,
                    isStopped: mailbox.isStopped
                )
            }
            for submission in mail.submissions { count(ended: transfers.start(submission)) }
            for id in mail.cancellations { count(ended: transfers.cancel(id)) }
            if mail.isStopped { return transfers.abandonAll() }
            count(ended: transfers.perform())
            multi.wait(milliseconds: 60_000)
        }
    }

    private func count(ended: Int) {
        guard ended > 0 else { return }
        mailbox.withLock { $0.inFlight -= ended }
    }
}

private func runCurlWorker(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    let thread = Unmanaged<CurlThread>.fromOpaque(context).takeRetainedValue()
    thread.worker.run(thread.multi)
    return nil
}

/// What the thread is given.
private final class CurlThread {
    let worker: CurlWorker
    let multi: CurlMulti

    init(worker: CurlWorker, multi: CurlMulti) {
        self.worker = worker
        self.multi = multi
    }
}

/// A multi handle. Its own functions are called on the worker thread, but for `wakeUp`.
final class CurlMulti: @unchecked Sendable {
    // Unchecked because a pointer is not Sendable: libcurl documents curl_multi_wakeup as callable from any
    // thread, and everything else is reached through CurlTransfers, which never leaves the worker thread.
    let handle: OpaquePointer
    let curl: CurlLibrary

    /// Loads the library with the first of them; nil where that fails.
    init?() {
        guard let curl = CurlLibrary.shared, let handle = curl.call.multi_init() else { return nil }
        self.curl = curl
        self.handle = handle
    }

    deinit { _ = curl.call.multi_cleanup(handle) }

    /// Makes the present or next `wait` return at once.
    func wakeUp() { _ = curl.call.multi_wakeup(handle) }

    /// Waits until a transfer can go on, `wakeUp` is called, or the time is over.
    func wait(milliseconds: Int32) { _ = curl.call.multi_poll(handle, nil, 0, milliseconds, nil) }
}
