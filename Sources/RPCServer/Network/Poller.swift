import CloudCore
import CLinux
import Glibc

/// The epoll instance of one event loop, with an eventfd through which other threads wake it.
///
/// The datum of each registration packs the descriptor with a registration number, so that an event of a
/// connection that was closed in the same round is recognised although its descriptor may be in use again.
struct Poller: ~Copyable {
    /// What a descriptor is watched for, beside errors.
    enum Interest {
        case reading
        case readingAndWriting
        case writing
        /// Nothing but the peer's going away.
        case hangUp

        /// What a connection is watched for.
        ///
        /// A congested one that has written everything waits for neither bytes nor room: it is the server's
        /// turn, and being told of room again and again would only keep the loop busy.
        init(awaitsRoom: Bool, isCongested: Bool) {
            switch (awaitsRoom, isCongested) {
            case (false, false): self = .reading
            case (true, false): self = .readingAndWriting
            case (true, true): self = .writing
            case (false, true): self = .hangUp
            }
        }

        fileprivate var events: UInt32 {
            switch self {
            case .reading: EPOLLIN.rawValue
            case .readingAndWriting: EPOLLIN.rawValue | EPOLLOUT.rawValue
            case .writing: EPOLLOUT.rawValue
            case .hangUp: EPOLLRDHUP.rawValue
            }
        }
    }

    /// One event of a registration.
    struct Event {
        let registration: UInt32
        let isReadable: Bool
        let isWritable: Bool
        /// The peer is gone, or the descriptor is broken.
        let isBroken: Bool
    }

    /// The registration number of wake-ups by other threads.
    static let wakeRegistration: UInt32 = 0

    private let epoll: Int32
    private let waker: Waker
    private var events = [epoll_event](repeating: epoll_event(), count: 256)

    init(waker: Waker) throws(SystemError) {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        self.waker = waker
        guard epoll >= 0 else { throw .last("epoll_create1") }
        try control(EPOLL_CTL_ADD, waker.descriptor, Self.wakeRegistration, .reading)
    }

    deinit { close(epoll) }

    func add(_ descriptor: Int32, _ registration: UInt32, _ interest: Interest) throws(SystemError) {
        try control(EPOLL_CTL_ADD, descriptor, registration, interest)
    }

    func modify(_ descriptor: Int32, _ registration: UInt32, _ interest: Interest) throws(SystemError) {
        try control(EPOLL_CTL_MOD, descriptor, registration, interest)
    }

    /// Forgets a descriptor, which must still be open.
    func remove(_ descriptor: Int32) {
        var event = epoll_event()
        epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, &event)
    }

    /// Waits for events, at most `timeoutMilliseconds` (-1 for ever), and returns how many there are.
    mutating func wait(timeoutMilliseconds: Int32) -> Int {
        Int(max(0, epoll_wait(epoll, &events, Int32(events.count), timeoutMilliseconds)))
    }

    /// One of the events of the last wait; nil for a wake-up by another thread, which has then been noted.
    func event(at index: Int) -> Event? {
        let event = events[index]
        let registration = UInt32(truncatingIfNeeded: event.data.u64 >> 32)
        guard registration != Self.wakeRegistration else {
            waker.clear()
            return nil
        }
        let flags = event.events
        return Event(
            registration: registration,
            isReadable: flags & (EPOLLIN.rawValue | EPOLLRDHUP.rawValue) != 0,
            isWritable: flags & EPOLLOUT.rawValue != 0,
            isBroken: flags & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0)
    }

    private func control(
        _ operation: Int32, _ descriptor: Int32, _ registration: UInt32, _ interest: Interest
    ) throws(SystemError) {
        var event = epoll_event()
        event.events = interest.events
        event.data.u64 = UInt64(registration) << 32 | UInt64(UInt32(bitPattern: descriptor))
        guard epoll_ctl(epoll, operation, descriptor, &event) == 0 else { throw .last("epoll_ctl") }
    }
}

/// The eventfd that wakes one event loop.
final class Waker: Sendable {
    let descriptor: Int32

    init() throws(SystemError) {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard descriptor >= 0 else { throw .last("eventfd") }
    }

    deinit { close(descriptor) }

    /// Makes the loop's wait return. A full counter means that a wake-up is pending anyway.
    func wake() {
        var one: UInt64 = 1
        _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
    }

    func clear() {
        var count: UInt64 = 0
        _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
    }
}
