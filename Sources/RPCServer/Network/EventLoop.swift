import CloudCore
import Glibc

/// What can be asked of an event loop from other threads.
enum LoopMail<Mail: Sendable>: Sendable {
    /// Something for the handler of one connection, if it still exists.
    case connection(UInt32, Mail)
    /// Stop listening, let the connections drain for so many nanoseconds, then end.
    case stop(drainNanoseconds: Int64)
}

/// One thread's loop over a listening socket and its connections.
///
/// Each round waits for events, reads and serves every ready connection, serves the mail, and then writes
/// once to every connection that has something to say. Made and used on that one thread.
final class EventLoop<Handler: ConnectionHandler> {
    typealias Mail = LoopMail<Handler.Mail>

    private var poller: Poller
    private var listener: ListeningSocket?
    private let mailbox: Mailbox<Mail>
    private let timers = LoopTimers()
    private let maxConnections: Int
    private let makeHandler: (UInt32, LoopTimers) -> Handler

    private var connections: [UInt32: Connection<Handler>] = [:]
    private var dirty: [Connection<Handler>] = []
    /// Those that go on writing in the next round: in between, others have their turn.
    private var continuing: [Connection<Handler>] = []
    private var batch: [Mail] = []
    private var nextRegistration: UInt32 = 2
    private var drainDeadline: Int64?
    private var nextSweep: Int64 = 0
    private let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 64)

    private static var listenerRegistration: UInt32 { 1 }
    private static var sweepInterval: Int64 { 1_000_000_000 }

    init(
        listener: ListeningSocket, waker: Waker, mailbox: Mailbox<Mail>, maxConnections: Int,
        makeHandler: @escaping (UInt32, LoopTimers) -> Handler
    ) throws(SystemError) {
        poller = try Poller(waker: waker)
        try poller.add(listener.descriptor, Self.listenerRegistration, .reading)
        self.listener = listener
        self.mailbox = mailbox
        self.maxConnections = maxConnections
        self.makeHandler = makeHandler
    }

    deinit { scratch.deallocate() }

    /// Runs until it has been told to stop and every connection is closed.
    func run() {
        mailbox.bindToCurrentThread()
        while !(drainDeadline != nil && connections.isEmpty) { runRound() }
        _ = mailbox.close()
    }

    private func runRound() {
        let count = poller.wait(timeoutMilliseconds: waitMilliseconds)
        let now = MonotonicClock.now
        for index in 0..<count {
            if let event = poller.event(at: index) { handle(event, now: now) }
        }
        fireTimers(now: now)
        if now >= nextSweep { sweep(now: now) }
        serveMailAndFlush(now: now)
        MemoryPolicy.followGrowth()
        if let drainDeadline, now >= drainDeadline { closeAll() }
    }

    private var waitMilliseconds: Int32 {
        if !dirty.isEmpty { return 0 }
        var deadline = timers.earliest ?? .max
        if !connections.isEmpty { deadline = min(deadline, nextSweep) }
        if let drainDeadline { deadline = min(deadline, drainDeadline) }
        guard deadline != .max else { return -1 }
        // Rounded up: waking early would only mean waiting again.
        return Int32(clamping: max(0, (deadline - MonotonicClock.now + 999_999) / 1_000_000))
    }

    // MARK: Events

    private func handle(_ event: Poller.Event, now: Int64) {
        guard event.registration != Self.listenerRegistration else { return acceptAll(now: now) }
        guard let connection = connections[event.registration] else { return }
        if event.isReadable || event.isBroken {
            connection.read(into: scratch, now: now)
        }
        if event.isWritable { connection.awaitsRoom = false }
        markDirty(connection)
    }

    private func markDirty(_ connection: Connection<Handler>) {
        guard !connection.isDirty else { return }
        connection.isDirty = true
        dirty.append(connection)
    }

    private func acceptAll(now: Int64) {
        while let descriptor = acceptOne() {
            guard connections.count < maxConnections, drainDeadline == nil else {
                Glibc.close(descriptor)
                continue
            }
            register(descriptor)
            if nextSweep == 0 { nextSweep = now + Self.sweepInterval }
        }
    }

    private func acceptOne() -> Int32? {
        // Out of descriptors or memory: the connection stays in the backlog until the next round.
        (try? listener?.accept()) ?? nil
    }

    private func register(_ descriptor: Int32) {
        let registration = freeRegistration()
        let connection = Connection(
            descriptor: descriptor, registration: registration, handler: makeHandler(registration, timers))
        do {
            try poller.add(descriptor, registration, .reading)
            connections[registration] = connection
        } catch {
            Glibc.close(descriptor)
        }
    }

    private func freeRegistration() -> UInt32 {
        while nextRegistration < 2 || connections[nextRegistration] != nil { nextRegistration &+= 1 }
        defer { nextRegistration &+= 1 }
        return nextRegistration
    }

    private func fireTimers(now: Int64) {
        while let due = timers.pop(notAfter: now) {
            guard let connection = connections[due.registration] else { continue }
            connection.handler.timerFired(due.token, now: now)
            markDirty(connection)
        }
    }

    private func sweep(now: Int64) {
        nextSweep = now + Self.sweepInterval
        for connection in connections.values where !connection.isLingering {
            connection.handler.sweep(now: now)
            markDirty(connection)
        }
        for connection in connections.values.filter({ $0.hasLingered(now: now) }) { close(connection) }
    }

    // MARK: Mail and output

    /// Serves mail and writes, until neither has caused more mail.
    private func serveMailAndFlush(now: Int64) {
        while true {
            mailbox.drain(into: &batch)
            if batch.isEmpty, dirty.isEmpty { break }
            for mail in batch { serve(mail, now: now) }
            batch.removeAll(keepingCapacity: true)
            flushDirty(now: now)
        }
        guard !continuing.isEmpty else { return }
        for connection in continuing where connections[connection.registration] === connection {
            markDirty(connection)
        }
        continuing.removeAll(keepingCapacity: true)
    }

    private func serve(_ mail: Mail, now: Int64) {
        switch mail {
        case .connection(let registration, let item):
            guard let connection = connections[registration] else { return }
            connection.handler.deliver(item, now: now)
            connection.flushEarly()
            markDirty(connection)
        case .stop(let drainNanoseconds):
            stopListening()
            drainDeadline = now + drainNanoseconds
            for connection in connections.values {
                connection.handler.beginDrain(now: now)
                markDirty(connection)
            }
        }
    }

    private func flushDirty(now: Int64) {
        var round: [Connection<Handler>] = []
        swap(&round, &dirty)
        for connection in round {
            connection.isDirty = false
            flush(connection, now: now)
        }
    }

    private func flush(_ connection: Connection<Handler>, now: Int64) {
        if connection.isLingering {
            if connection.peerHasEnded || connection.isBroken { close(connection) }
            return
        }
        let awaitedRoom = connection.awaitsRoom
        if !awaitedRoom, connection.flush(now: now) { continuing.append(connection) }
        if !connection.handler.isCongested, connection.hasUnconsumedInput, !connection.awaitsRoom {
            connection.retake(now: now)
            if connection.hasOutput, connection.flush(now: now) { continuing.append(connection) }
        }
        if connection.isBroken || (connection.handler.wantsClose && !connection.hasOutput) {
            return end(connection, now: now)
        }
        updateInterest(of: connection)
    }

    private func updateInterest(of connection: Connection<Handler>) {
        let interest = Poller.Interest(
            awaitsRoom: connection.awaitsRoom, isCongested: connection.handler.isCongested)
        guard interest != connection.interest else { return }
        connection.interest = interest
        do {
            try poller.modify(connection.descriptor, connection.registration, interest)
        } catch {
            close(connection)
        }
    }

    /// Closes a connection whose handler has said everything; one whose peer may still be sending lingers, since
    /// closing it with unread bytes would reset it, and the peer might never see the last answer.
    private func end(_ connection: Connection<Handler>, now: Int64) {
        if connection.isBroken || connection.peerHasEnded || drainDeadline != nil { return close(connection) }
        connection.beginLinger(now: now)
    }

    private func close(_ connection: Connection<Handler>) {
        guard connections.removeValue(forKey: connection.registration) != nil else { return }
        poller.remove(connection.descriptor)
        Glibc.close(connection.descriptor)
        connection.handler.closed()
    }

    private func closeAll() {
        for connection in Array(connections.values) { close(connection) }
    }

    private func stopListening() {
        guard let listener else { return }
        poller.remove(listener.descriptor)
        self.listener = nil
    }
}
