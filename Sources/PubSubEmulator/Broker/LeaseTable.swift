import CloudCore

/// A message of a subscription that has been handed over at least once and is not acknowledged.
struct Lease {
    /// Nil in a slot that is free.
    var message: StoredMessage?
    /// Names the lease while it stands. Without one 0, or how the last one ended, as far as that still matters:
    /// `expiredMark` and the former name, or `acknowledgedMark`.
    var sequence: UInt64 = 0
    /// When the lease, or the wait before the next delivery, ends.
    var deadline = Instant.distantFuture
    var consumer = ConsumerID.none
    /// The number of the delivery that goes on, or is next: 1 and one more for each that was given back or expired
    /// (ReceivedMessage.delivery_attempt in `google/pubsub/v1/pubsub.proto`).
    var attempts: Int32 = 1
    /// What it takes of its consumer's byte credit.
    var size: Int32 = 0
    var lane = SlotList.none
    /// In the lane, the list of returned messages, or the list of free slots.
    var links = SlotLinks()
    /// The ordering key, as a slot of the key table.
    var key = SlotList.none
    /// Among the messages of the key, in the order of their publishing.
    var keyLinks = SlotLinks()
    /// Whether the message has yet to go through its subscription's transforms.
    var isRaw = false
    /// What these have made of it, which is what receivers get; nil for the message itself.
    var transformed: StoredMessage?

    /// The message comes back because its deadline passed, or that of one before it on its key.
    static let expiredMark: UInt64 = 1 << 62
    /// The message is acknowledged, and kept for as long as one before it on its key is not.
    static let acknowledgedMark: UInt64 = 1 << 63

    /// Whether a lease stands: sequences begin at 1, marks are above all of them.
    var isLeased: Bool { sequence &- 1 < AckID.sequenceLimit }
    var isAcknowledgedEarly: Bool { sequence == Self.acknowledgedMark }
}

/// The leases of a subscription: a slab of slots, and deadlines in lanes.
///
/// A lane holds the leases of one duration in the order in which they were granted, which is the order of
/// their deadlines because time does not run backwards here. So granting, changing and ending a lease are
/// O(1); finding the next deadline looks at the head of each lane, and durations in use are few (whole
/// seconds up to 600, and the steps of a retry policy).
struct LeaseTable: ~Copyable {
    private struct Lane {
        var duration: Int64
        var list = SlotList()
    }

    private(set) var slots: ContiguousArray<Lease> = []
    private var free = SlotList()
    private var lanes: ContiguousArray<Lane> = []
    /// Messages that may be handed over again, in the order in which they came back.
    private(set) var returned = SlotList()
    /// Likewise, but to the transforms of the subscription before any receiver.
    private(set) var raw = SlotList()
    /// Leases that stand.
    private(set) var leasedCount = 0

    /// Slots in use.
    var count: Int { slots.count - free.count }
    var isFull: Bool { count >= AckID.slotLimit }

    subscript(slot: Int32) -> Lease {
        @inline(__always) _read { yield slots[Int(slot)] }
        @inline(__always) _modify { yield &slots[Int(slot)] }
    }

    /// Takes a free slot for a message.
    mutating func insert(_ message: StoredMessage, size: Int32) -> Int32 {
        if let slot = free.last {
            free.remove(slot, in: &slots, \.links)
            slots[Int(slot)].message = message
            slots[Int(slot)].size = size
            return slot
        }
        slots.append(Lease(message: message, size: size))
        return Int32(slots.count - 1)
    }

    /// Frees a slot, wherever it is.
    mutating func remove(_ slot: Int32) {
        end(slot)
        slots[Int(slot)].message = nil
        slots[Int(slot)].sequence = 0
        slots[Int(slot)].attempts = 1
        slots[Int(slot)].isRaw = false
        slots[Int(slot)].transformed = nil
        free.append(slot, in: &slots, \.links)
        if free.count == slots.count, slots.count > 1024 {
            slots = []
            free = SlotList()
            lanes = []
        }
    }

    /// Lets a lease stand in `slot` for `duration` nanoseconds.
    mutating func grant(
        _ slot: Int32, sequence: UInt64, consumer: ConsumerID, duration: Int64, at now: Instant
    ) {
        slots[Int(slot)].sequence = sequence
        slots[Int(slot)].consumer = consumer
        leasedCount += 1
        enterLane(slot, duration, now)
    }

    /// Lets the message of `slot`, whose lease has ended, wait for `duration` nanoseconds.
    mutating func delay(_ slot: Int32, duration: Int64, at now: Instant) { enterLane(slot, duration, now) }

    /// Gives a lease or wait another end, `duration` nanoseconds from now.
    mutating func extend(_ slot: Int32, duration: Int64, at now: Instant) {
        leaveLane(slot)
        enterLane(slot, duration, now)
    }

    /// Lets the message of `slot`, whose lease has ended, be handed over again.
    mutating func makeAvailable(_ slot: Int32) {
        if slots[Int(slot)].isRaw { return raw.append(slot, in: &slots, \.links) }
        returned.append(slot, in: &slots, \.links)
    }

    /// Takes `slot` out of the returned messages, to be granted again or removed.
    mutating func takeReturned(_ slot: Int32) {
        if slots[Int(slot)].isRaw { return raw.remove(slot, in: &slots, \.links) }
        returned.remove(slot, in: &slots, \.links)
    }

    /// Ends the lease or wait in `slot`; the slot stays in use.
    mutating func end(_ slot: Int32) {
        leaveLane(slot)
        if slots[Int(slot)].isLeased {
            slots[Int(slot)].sequence = 0
            slots[Int(slot)].consumer = .none
            leasedCount -= 1
        }
    }

    /// Begins to count deliveries anew.
    mutating func resetAttempts() {
        for slot in slots.indices { slots[slot].attempts = 1 }
    }

    /// The earliest end of a lease or wait.
    var earliest: Instant? {
        var earliest: Instant?
        for lane in lanes {
            guard let slot = lane.list.first else { continue }
            let deadline = slots[Int(slot)].deadline
            if earliest.map({ deadline < $0 }) ?? true { earliest = deadline }
        }
        return earliest
    }

    /// The slot whose lease or wait ends first, if that is not after `now`.
    func due(at now: Instant) -> Int32? {
        var due: (slot: Int32, deadline: Instant)?
        for lane in lanes {
            guard let slot = lane.list.first else { continue }
            let deadline = slots[Int(slot)].deadline
            if deadline <= now, due.map({ deadline < $0.deadline }) ?? true { due = (slot, deadline) }
        }
        return due?.slot
    }

    // MARK: Ordering keys

    /// Puts a slot behind those of its key that were handed over before.
    mutating func append(_ slot: Int32, to list: inout SlotList, ofKey key: Int32) {
        slots[Int(slot)].key = key
        list.append(slot, in: &slots, \.keyLinks)
    }

    /// Takes a slot out of those of its key.
    mutating func remove(_ slot: Int32, fromKey list: inout SlotList) {
        slots[Int(slot)].key = SlotList.none
        list.remove(slot, in: &slots, \.keyLinks)
    }

    // MARK: Lanes

    private mutating func enterLane(_ slot: Int32, _ duration: Int64, _ now: Instant) {
        let lane = laneIndex(for: duration)
        slots[Int(slot)].deadline = now.adding(nanoseconds: duration)
        slots[Int(slot)].lane = Int32(lane)
        lanes[lane].list.append(slot, in: &slots, \.links)
    }

    private mutating func leaveLane(_ slot: Int32) {
        let lane = slots[Int(slot)].lane
        guard lane != SlotList.none else { return }
        lanes[Int(lane)].list.remove(slot, in: &slots, \.links)
        slots[Int(slot)].lane = SlotList.none
    }

    private mutating func laneIndex(for duration: Int64) -> Int {
        var empty: Int?
        for index in lanes.indices {
            if lanes[index].duration == duration { return index }
            if lanes[index].list.isEmpty { empty = index }
        }
        if let empty {
            lanes[empty].duration = duration
            return empty
        }
        lanes.append(Lane(duration: duration))
        return lanes.count - 1
    }
}
