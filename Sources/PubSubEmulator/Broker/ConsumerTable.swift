import CloudCore

/// Names a receiver that waits for messages. Numbers of former consumers are not taken for those of new ones.
struct ConsumerID: Hashable, Sendable {
    var index: Int32
    var generation: UInt32

    static let none = ConsumerID(index: SlotList.none, generation: 0)
}

/// What a standing consumer asks for.
struct ConsumerOptions: Sendable {
    /// The most messages that may be outstanding; nil for no limit.
    var maxOutstandingMessages: Int?
    /// Bytes outstanding from which on nothing more is delivered; nil for no limit.
    var maxOutstandingBytes: Int?
    /// The length of leases granted to the consumer; nil for the subscription's.
    var ackDeadline: Duration?
    /// Whether no more than one message of an ordering key may be outstanding.
    var takesOneOfKey = false
}

/// A receiver that waits for messages of one subscription.
struct Consumer {
    var generation: UInt32 = 0
    /// The subscription's slot, none while the consumer's slot is free.
    var subscription = SlotList.none
    /// Whether it goes after one delivery, as a Pull that waits does.
    var isOneShot = false
    var maxMessages = Int.max
    var maxBytes = Int.max
    /// The length of its leases in nanoseconds; nil for the subscription's.
    var leaseDuration: Int64?
    /// Whether no more than one message of an ordering key may be outstanding.
    var takesOneOfKey = false
    var outstandingMessages = 0
    var outstandingBytes = 0
    /// Whether a batch is on its way to it, which it has not yet asked to follow up.
    var isBusy = false
    var isReady = false
    /// Ordering keys with messages for this consumer alone, because it has earlier ones of theirs.
    var keys = SlotList()
    /// Among the subscription's ready consumers, or the free slots.
    var readyLinks = SlotLinks()
    /// Among all of the subscription's consumers.
    var links = SlotLinks()

    var hasCredit: Bool { outstandingMessages < maxMessages && outstandingBytes < maxBytes }
}

/// All consumers of a broker.
struct ConsumerTable: ~Copyable {
    private var consumers: ContiguousArray<Consumer> = []
    private var free = SlotList()
    private var generations: UInt32 = 0

    /// The number of the consumer that came last.
    var lastGeneration: UInt32 { generations }

    /// All slots, free ones among them.
    var all: ContiguousArray<Consumer> { consumers }

    /// Consumers there are.
    var count: Int { consumers.count - free.count }

    subscript(index: Int32) -> Consumer {
        @inline(__always) _read { yield consumers[Int(index)] }
        @inline(__always) _modify { yield &consumers[Int(index)] }
    }

    /// Whether the consumer has not gone.
    func contains(_ id: ConsumerID) -> Bool {
        id.index >= 0 && Int(id.index) < consumers.count
            && consumers[Int(id.index)].generation == id.generation
            && consumers[Int(id.index)].subscription != SlotList.none
    }

    func id(of index: Int32) -> ConsumerID {
        ConsumerID(index: index, generation: consumers[Int(index)].generation)
    }

    mutating func insert(_ consumer: Consumer, into all: inout SlotList) -> ConsumerID {
        let index: Int32
        if let slot = free.last {
            free.remove(slot, in: &consumers, \.readyLinks)
            index = slot
        } else {
            consumers.append(Consumer())
            index = Int32(consumers.count - 1)
        }
        generations &+= 1
        consumers[Int(index)] = consumer
        consumers[Int(index)].generation = generations
        all.append(index, in: &consumers, \.links)
        return ConsumerID(index: index, generation: generations)
    }

    mutating func remove(_ index: Int32, from all: inout SlotList, ready: inout SlotList) {
        makeUnready(index, &ready)
        all.remove(index, in: &consumers, \.links)
        consumers[Int(index)] = Consumer()
        free.append(index, in: &consumers, \.readyLinks)
    }

    /// Puts a consumer that can take a message among the ready ones: first when it has keys of its own, so that
    /// those who do are found, else last.
    @inline(__always) mutating func makeReadyIfAble(_ index: Int32, _ ready: inout SlotList) {
        let consumer = consumers[Int(index)]
        guard !consumer.isReady, !consumer.isBusy, consumer.hasCredit else { return }
        consumers[Int(index)].isReady = true
        if consumer.keys.isEmpty {
            ready.append(index, in: &consumers, \.readyLinks)
        } else {
            ready.prepend(index, in: &consumers, \.readyLinks)
        }
    }

    /// Puts a ready consumer where it belongs, after its keys have become some or none.
    mutating func replace(_ index: Int32, _ ready: inout SlotList) {
        guard consumers[Int(index)].isReady else { return }
        makeUnready(index, &ready)
        makeReadyIfAble(index, &ready)
    }

    @inline(__always) mutating func makeUnready(_ index: Int32, _ ready: inout SlotList) {
        guard consumers[Int(index)].isReady else { return }
        consumers[Int(index)].isReady = false
        ready.remove(index, in: &consumers, \.readyLinks)
    }

    /// Gives a consumer back the credit of one message, if it is still there.
    @inline(__always) mutating func giveBack(_ id: ConsumerID, bytes: Int32, _ ready: inout SlotList) {
        guard id != .none, contains(id) else { return }
        consumers[Int(id.index)].outstandingMessages -= 1
        consumers[Int(id.index)].outstandingBytes -= Int(bytes)
        makeReadyIfAble(id.index, &ready)
    }
}
