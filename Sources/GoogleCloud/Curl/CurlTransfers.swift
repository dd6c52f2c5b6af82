import CCurl
import CloudCore

/// The transfers of a worker thread, which never leave it.
struct CurlTransfers {
    private let multi: CurlMulti
    private var curl: CurlLibrary { multi.curl }
    private let limits: CurlTransport.Limits
    private let authorities: String?
    private var active: [UInt64: CurlTransfer] = [:]
    private var idleHandles: [OpaquePointer] = []

    /// Handles kept for reuse: making one costs more than a request on an open connection.
    private static let maxIdleHandles = 16

    init(multi: CurlMulti, limits: CurlTransport.Limits, authorities: String?) {
        self.multi = multi
        self.limits = limits
        self.authorities = authorities
    }

    /// Starts a transfer; the number of transfers that ended by it, 1 when it cannot be started.
    mutating func start(_ submission: CurlSubmission) -> Int {
        guard let easy = idleHandles.popLast() ?? curl.call.easy_init() else {
            submission.completion(.failure(Status(.unavailable, "libcurl could not be set up.")))
            return 1
        }
        let transfer = CurlTransfer(submission, curl, easy: easy, limits: limits)
        guard transfer.configure(authorities: authorities),
            curl.call.multi_add_handle(multi.handle, easy) == 0
        else {
            transfer.finish(throwing: Status(.unavailable, "libcurl refused the request."))
            recycle(easy)
            return 1
        }
        active[submission.id] = transfer
        return 0
    }

    /// Ends a cancelled transfer; the number of transfers that ended by it.
    mutating func cancel(_ id: UInt64) -> Int {
        guard let transfer = active[id] else { return 0 }
        release(transfer)
        transfer.finish(throwing: CancellationError())
        return 1
    }

    /// Moves all transfers on as far as they can go without waiting; the number that ended.
    mutating func perform() -> Int {
        var running: Int32 = 0
        _ = curl.call.multi_perform(multi.handle, &running)
        var ended = 0
        var left: Int32 = 0
        while let message = curl.call.multi_info_read(multi.handle, &left) {
            guard message.pointee.kind == REHEARSAL_CURLMSG_DONE, let easy = message.pointee.easy,
                let context = rehearsal_private(curl.variadic, easy)
            else { continue }
            // The message is gone once its handle is removed.
            let result = message.pointee.data.result
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            let outcome = transfer.outcome(of: result)
            release(transfer)
            transfer.finish(outcome)
            ended += 1
        }
        return ended
    }

    /// Ends everything: the transport is shut down.
    mutating func abandonAll() {
        for transfer in active.values {
            release(transfer)
            transfer.finish(throwing: Status(.unavailable, "The HTTP transport was shut down."))
        }
        for easy in idleHandles { curl.call.easy_cleanup(easy) }
        idleHandles = []
    }

    private mutating func release(_ transfer: CurlTransfer) {
        active[transfer.id] = nil
        _ = curl.call.multi_remove_handle(multi.handle, transfer.easy)
        recycle(transfer.easy)
    }

    private mutating func recycle(_ easy: OpaquePointer) {
        if idleHandles.count < Self.maxIdleHandles {
            curl.call.easy_reset(easy)
            idleHandles.append(easy)
        } else {
            curl.call.easy_cleanup(easy)
        }
    }
}
