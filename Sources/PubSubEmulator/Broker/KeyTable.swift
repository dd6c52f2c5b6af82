import CloudCore

/// What a subscription with message ordering holds of one ordering key.
///
/// Its messages stand in the order of their publishing: first those that have been handed over, as a list of
/// lease slots of which the foremost may be leased or acknowledged early and the rest have come back, then those
/// that wait.
struct OrderingKey {
    /// Where a key stands while messages may be taken from it.
    enum Queue: UInt8 {
        case none
        /// Messages have come for a consumer that has others of the key: to be put into its queue.
        case arrived
        /// Nothing is outstanding: whoever is next takes them.
        case shared
        /// Nothing is outstanding, and what is next has yet to go through the subscription's transforms.
        case raw
        /// Others are outstanding with a consumer, which alone may take more.
        case held
    }

    var name = ""
    var waiting = RingBuffer<StoredMessage>()
    /// Handed over at least once.
    var slots = SlotList()
    /// The first of them that has come back.
    var firstReturned = SlotList.none
    /// The standing consumer that messages of the key were last handed to.
    var holder = ConsumerID.none
    var queue = Queue.none
    /// In its queue, or among the free keys.
    var links = SlotLinks()

    /// Whether a message of the key is leased, which holds all later ones back from everybody else.
    var isOutstanding: Bool { slots.head != firstReturned }
    var isEmpty: Bool { slots.isEmpty && waiting.isEmpty }
}

/// The ordering keys of a subscription that hold messages. A key without messages takes no memory.
struct KeyTable: ~Copyable {
    private var indices: [String: Int32] = [:]
    private(set) var keys: ContiguousArray<OrderingKey> = []
    private var free = SlotList()
    /// Keys from which anybody may take messages, in the order in which they became so.
    private(set) var ready = SlotList()
    /// Keys to be put into the queues of their holders.
    private(set) var arrived = SlotList()
    /// Keys from which the subscription's transforms may take messages.
    private(set) var raw = SlotList()
    /// Messages of all keys that have never been handed over.
    private(set) var waitingCount = 0
    private var formerHolders = FormerHolders()

    /// Keys that hold messages.
    var count: Int { indices.count }

    subscript(key: Int32) -> OrderingKey {
        @inline(__always) _read { yield keys[Int(key)] }
        @inline(__always) _modify { yield &keys[Int(key)] }
    }

    /// Lets a message wait behind those of its key.
    mutating func append(_ message: StoredMessage, raw isRaw: Bool) {
        let key = index(of: message.orderingKey)
        keys[Int(key)].waiting.append(message)
        waitingCount += 1
        guard keys[Int(key)].queue == .none, keys[Int(key)].firstReturned == SlotList.none else { return }
        if !keys[Int(key)].isOutstanding {
            enter(isRaw ? .raw : .shared, key)
        } else if keys[Int(key)].holder != .none {
            enter(.arrived, key)
        }
    }

    /// Takes the first message that has never been handed over.
    mutating func popWaiting(_ key: Int32) -> StoredMessage? {
        guard let message = keys[Int(key)].waiting.popFirst() else { return nil }
        waitingCount -= 1
        return message
    }

    /// Replaces the messages of a key that have never been handed over.
    mutating func setWaiting(_ messages: RingBuffer<StoredMessage>, ofKey key: Int32) {
        waitingCount += messages.count - keys[Int(key)].waiting.count
        keys[Int(key)].waiting = messages
    }

    /// Puts a key that is in no queue into one of this table's.
    mutating func enter(_ queue: OrderingKey.Queue, _ key: Int32) {
        keys[Int(key)].queue = queue
        if queue == .shared {
            ready.append(key, in: &keys, \.links)
        } else if queue == .arrived {
            arrived.append(key, in: &keys, \.links)
        } else if queue == .raw {
            raw.append(key, in: &keys, \.links)
        }
    }

    /// Puts a key that is in no queue into that of its holder.
    mutating func enter(_ key: Int32, queueOfHolder list: inout SlotList) {
        keys[Int(key)].queue = .held
        list.append(key, in: &keys, \.links)
    }

    /// Takes a key out of its queue, unless that is its holder's.
    mutating func leave(_ key: Int32) {
        if keys[Int(key)].queue == .shared {
            ready.remove(key, in: &keys, \.links)
        } else if keys[Int(key)].queue == .arrived {
            arrived.remove(key, in: &keys, \.links)
        } else if keys[Int(key)].queue == .raw {
            raw.remove(key, in: &keys, \.links)
        } else {
            return
        }
        keys[Int(key)].queue = .none
    }

    /// Takes a key out of the queue of its holder.
    mutating func leave(_ key: Int32, queueOfHolder list: inout SlotList) {
        keys[Int(key)].queue = .none
        list.remove(key, in: &keys, \.links)
    }

    /// Forgets a key that holds nothing any more and is in no queue.
    mutating func remove(_ key: Int32) {
        formerHolders.note(keys[Int(key)].holder, of: keys[Int(key)].name)
        indices[keys[Int(key)].name] = nil
        keys[Int(key)] = OrderingKey()
        free.append(key, in: &keys, \.links)
        if indices.isEmpty, keys.count > 1024 {
            indices = [:]
            keys = []
            free = SlotList()
        }
    }

    /// The slot of a key, which it gets if it has none.
    mutating func index(of name: String) -> Int32 {
        if let index = indices[name] { return index }
        let index: Int32
        if let slot = free.last {
            free.remove(slot, in: &keys, \.links)
            index = slot
        } else {
            keys.append(OrderingKey())
            index = Int32(keys.count - 1)
        }
        keys[Int(index)].name = name
        keys[Int(index)].holder = formerHolders.holder(of: name)
        indices[name] = index
        return index
    }
}
