/// The messages of a subscription that have never been handed over, oldest first: grows at the end and shrinks at the
/// front, both in O(1) amortised, and gives memory back.
///
/// Unlike a `RingBuffer` it has memory of its own and not an object that may be shared: a message to a thousand
/// subscriptions is a thousand appends, and what each costs is the memory that it has to look at.
struct Backlog: ~Copyable {
    typealias Reference = Unmanaged<StoredMessage>

    /// A power of two places, or none; each that is in use owns a reference.
    private var places: UnsafeMutablePointer<Reference>?
    private var capacity = 0
    private var head = 0
    private(set) var count = 0

    init() {}

    deinit {
        for offset in 0..<count { places?[(head + offset) & (capacity - 1)].release() }
        places?.deallocate()
    }

    var isEmpty: Bool { count == 0 }

    var first: StoredMessage? { self[0] }

    /// The message that many places behind the first.
    subscript(offset: Int) -> StoredMessage? {
        guard let places, offset >= 0, offset < count else { return nil }
        return places[(head + offset) & (capacity - 1)].takeUnretainedValue()
    }

    /// All messages, in order.
    var all: [StoredMessage] { (0..<count).compactMap { self[$0] } }

    @inline(__always) mutating func append(_ message: StoredMessage) {
        let reference = Reference.passRetained(message)
        if appendUncounted(reference) { return }
        resize(to: max(4, capacity * 2))
        _ = appendUncounted(reference)
    }

    /// Appends a reference that the caller counts before anything else is done with the backlog; false, and nothing
    /// done, when there is no room.
    @inline(__always) mutating func appendUncounted(_ reference: Reference) -> Bool {
        guard count < capacity, let places else { return false }
        (places + ((head + count) & (capacity - 1))).initialize(to: reference)
        count += 1
        return true
    }

    @discardableResult mutating func popFirst() -> StoredMessage? {
        guard count > 0, let places else { return nil }
        let message = places[head].takeRetainedValue()
        head = (head + 1) & (capacity - 1)
        count -= 1
        if capacity > 64, count < capacity / 8 { resize(to: capacity / 4) }
        return message
    }

    /// Has these messages in place of those that it has.
    mutating func replaceAll(with messages: [StoredMessage]) {
        self = Backlog()
        for message in messages { append(message) }
    }

    private mutating func resize(to newCapacity: Int) {
        let grown = UnsafeMutablePointer<Reference>.allocate(capacity: newCapacity)
        if let places {
            // What is before the end of the places, and what has gone round it.
            let straight = min(count, capacity - head)
            grown.moveInitialize(from: places + head, count: straight)
            (grown + straight).moveInitialize(from: places, count: count - straight)
            places.deallocate()
        }
        places = grown
        capacity = newCapacity
        head = 0
    }
}
