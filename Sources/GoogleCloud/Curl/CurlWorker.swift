import CCurl
import CloudCore
import Glibc
import Synchronization

/// A request on its way to the worker thread.
struct CurlSubmission: Sendable {
    let id: UInt64
    let request: HTTPRequest
    let continuation: CheckedContinuation<HTTPResponse, any Error>
}

/// The thread that owns libcurl's handles, and the mailbox through which it is spoken to.
final class CurlWorker: Sendable {
    private struct Mailbox {
        var submissions: [CurlSubmission] = []
        var cancellations: [UInt64] = []
        var inFlight = 0
        var isStopped = false
        var thread: pthread_t?
    }

    private let mailbox = Mutex(Mailbox())
    private let lastID = Atomic<UInt64>(0)
    private let multi: CurlMulti
    private let limits: CurlTransport.Limits

    init(limits: CurlTransport.Limits) {
        self.limits = limits
        multi = CurlMulti()
    }

    func nextID() -> UInt64 { lastID.wrappingAdd(1, ordering: .relaxed).newValue }

    /// Hands a request to the thread, from the task that waits for it.
    func submit(_ submission: CurlSubmission) {
        let refusal: (any Error)? = mailbox.withLock { mailbox in
            // Inside the lock: a cancellation from here on finds the submission in the mailbox.
            if Task.isCancelled { return CancellationError() }
            if mailbox.isStopped { return Status(.unavailable, "The HTTP transport is shut down.") }
            guard mailbox.inFlight < limits.transfers else {
                return Status(.resourceExhausted, "\(limits.transfers) HTTP requests are in flight already.")
            }
            if mailbox.thread == nil {
                mailbox.thread = startThread()
                if mailbox.thread == nil {
                    return Status(.unavailable, "No thread for HTTP could be started.")
                }
            }
            mailbox.inFlight += 1
            mailbox.submissions.append(submission)
            return nil
        }
        if let refusal { submission.continuation.resume(throwing: refusal) } else { multi.wakeUp() }
    }

    /// Ends a request whose task was cancelled; nothing happens when it has ended already.
    func cancel(_ id: UInt64) {
        let isRunning = mailbox.withLock { mailbox -> Bool in
            guard mailbox.thread != nil else { return false }
            mailbox.cancellations.append(id)
            return true
        }
        if isRunning { multi.wakeUp() }
    }

    /// Stops the thread and waits for its end.
    func shutdown() {
        let thread = mailbox.withLock { mailbox -> pthread_t? in
            mailbox.isStopped = true
            defer { mailbox.thread = nil }
            return mailbox.thread
        }
        guard let thread else { return }
        multi.wakeUp()
        pthread_join(thread, nil)
    }

    private func startThread() -> pthread_t? {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let failure = pthread_create(&thread, nil, runCurlWorker, context)
        guard failure == 0 else {
            Unmanaged<CurlWorker>.fromOpaque(context).release()
            return nil
        }
        return thread
    }

    // MARK: On the thread

    fileprivate func run() {
        var transfers = CurlTransfers(multi: multi, limits: limits)
        while true {
            let mail = mailbox.withLock { mailbox in
                defer {
                    mailbox.submissions = []
                    mailbox.cancellations = []
                }
                return mailbox
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
    Unmanaged<CurlWorker>.fromOpaque(context).takeRetainedValue().run()
    return nil
}

/// A multi handle. Its own functions are called on the worker thread, but for `wakeUp`.
final class CurlMulti: @unchecked Sendable {
    // Unchecked because a pointer is not Sendable: libcurl documents curl_multi_wakeup as callable from any
    // thread, and everything else is reached through CurlTransfers, which never leaves the worker thread.
    let handle: OpaquePointer?

    private static let libraryIsReady: Bool = curl_global_init(Int(REHEARSAL_CURL_GLOBAL_DEFAULT)) == 0

    init() { handle = Self.libraryIsReady ? curl_multi_init() : nil }

    deinit {
        if let handle { curl_multi_cleanup(handle) }
    }

    /// Makes the present or next `wait` return at once.
    func wakeUp() {
        if let handle { curl_multi_wakeup(handle) }
    }

    /// Waits until a transfer can go on, `wakeUp` is called, or the time is over.
    func wait(milliseconds: Int32) {
        guard let handle else { return }
        curl_multi_poll(handle, nil, 0, milliseconds, nil)
    }
}
