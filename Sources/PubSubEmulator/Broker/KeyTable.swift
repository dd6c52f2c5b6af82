import CloudCore

/// What a subscription with message ordering holds of one ordering key.
///
/// Its messages stand in the order of their publishing: first those that have been handed over, as a list of
/// lease slots of which the foremost may be leased and the rest have come back, then those that wait.
struct OrderingKey {
    var name = ""
    var waiting = RingBuffer<StoredMessage>()
    /// Handed over at least once.
    var slots = SlotList()
    /// The first of them that has come back.
    var firstReturned = SlotList.none
    /// Whether the key is among those from which messages may be taken.
    var isReady = false
    /// Whether what is to be taken next has yet to go through the subscription's transforms.
    var isRaw = false
    /// Among the ready keys, or the free ones.
    var links = SlotLinks()

    /// Whether a message of the key is leased, which holds all later ones back.
    var isOutstanding: Bool { slots.head != firstReturned }
    var isEmpty: Bool { slots.isEmpty && waiting.isEmpty }
}

/// The ordering keys of a subscription that hold messages. A key without messages takes no memory.
struct KeyTable: ~Copyable {
    private var indices: [String: Int32] = [:]
    private(set) var keys: ContiguousArray<OrderingKey> = []
    private var free = SlotList()
    /// Keys from which messages may be taken, in the order in which they became so.
    private(set) var ready = SlotList()
    /// Likewise, but by the transforms of the subscription before any receiver.
    private(set) var raw = SlotList()
    /// Messages of all keys that have never been handed over.
    private(set) var waitingCount = 0

    /// Keys that hold messages.
    var count: Int { indices.count }

    subscript(key: Int32) -> OrderingKey {
        @inline(__always) _read { yield keys[Int(key)] }
        @inline(__always) _modify { yield &keys[Int(key)] }
    }

    /// Lets a message wait behind those of its key.
    mutating func append(_ message: StoredMessage, raw: Bool) {
        let key = index(of: message.orderingKey)
        keys[Int(key)].waiting.append(message)
        waitingCount += 1
        if !keys[Int(key)].isOutstanding, keys[Int(key)].firstReturned == SlotList.none {
            makeReady(key, raw: raw)
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

    mutating func makeReady(_ key: Int32, raw isRaw: Bool) {
        if keys[Int(key)].isReady {
            if keys[Int(key)].isRaw == isRaw { return }
            makeUnready(key)
        }
        keys[Int(key)].isReady = true
        keys[Int(key)].isRaw = isRaw
        if isRaw { return raw.append(key, in: &keys, \.links) }
        ready.append(key, in: &keys, \.links)
    }

    mutating func makeUnready(_ key: Int32) {
        guard keys[Int(key)].isReady else { return }
        keys[Int(key)].isReady = false
        if keys[Int(key)].isRaw { return raw.remove(key, in: &keys, \.links) }
        ready.remove(key, in: &keys, \.links)
    }

    /// Forgets a key that holds nothing any more.
    mutating func removeIfEmpty(_ key: Int32) {
        guard keys[Int(key)].isEmpty else { return }
        makeUnready(key)
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
        indices[name] = index
        return index
    }
}
