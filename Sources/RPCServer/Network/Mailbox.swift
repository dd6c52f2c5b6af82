import Glibc
import Synchronization

/// What other threads (and the loop itself) want done on the loop's thread, in order.
///
/// The loop empties the box before it waits, so mail that the loop sends to itself needs no wake-up; of mail
/// from other threads only the first until the next emptying writes to the eventfd.
final class Mailbox<Mail: Sendable>: Sendable {
    private struct State {
        var mail: [Mail] = []
        var wakeIsPending = false
        var isClosed = false
    }

    private let state = Mutex(State())
    private let waker: Waker
    private let loopThread = Atomic<UInt>(0)

    init(waker: Waker) { self.waker = waker }

    /// Makes the calling thread the one whose mail needs no wake-up.
    func bindToCurrentThread() { loopThread.store(UInt(pthread_self()), ordering: .relaxed) }

    /// Puts mail into the box; false when the loop has ended and will not read it.
    @discardableResult
    func post(_ item: Mail) -> Bool {
        let isOwnThread = loopThread.load(ordering: .relaxed) == UInt(pthread_self())
        let (isOpen, wake) = state.withLock { state -> (Bool, Bool) in
            guard !state.isClosed else { return (false, false) }
            state.mail.append(item)
            guard !isOwnThread, !state.wakeIsPending else { return (true, false) }
            state.wakeIsPending = true
            return (true, true)
        }
        if wake { waker.wake() }
        return isOpen
    }

    /// Swaps the mail into `batch`, which must be empty: its capacity serves the next mail.
    func drain(into batch: inout [Mail]) {
        state.withLock { state in
            swap(&state.mail, &batch)
            state.wakeIsPending = false
        }
    }

    /// Refuses mail from now on, and returns what is left.
    func close() -> [Mail] {
        state.withLock { state in
            state.isClosed = true
            defer { state.mail = [] }
            return state.mail
        }
    }
}
