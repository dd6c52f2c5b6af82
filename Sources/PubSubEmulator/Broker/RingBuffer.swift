/// A queue that grows at the end and shrinks at the front, both in O(1) amortised, and gives memory back.
struct RingBuffer<Element> {
    /// A power of two slots, or none.
    private var storage: ContiguousArray<Element?> = []
    private var head = 0
    private(set) var count = 0

    init() {}

    /// Makes a queue of these elements, the first of which is at its front.
    init(_ elements: [Element]) {
        for element in elements { append(element) }
    }

    var isEmpty: Bool { count == 0 }

    var first: Element? { count == 0 ? nil : storage[head] }

    /// The element that many places behind the first.
    subscript(offset: Int) -> Element? {
        guard offset >= 0, offset < count else { return nil }
        return storage[(head + offset) & (storage.count - 1)]
    }

    /// The elements from an offset on.
    func suffix(from offset: Int) -> [Element] { (offset..<max(offset, count)).compactMap { self[$0] } }

    /// All elements, the first one first.
    var all: [Element] { suffix(from: 0) }

    /// The first offset whose element satisfies `predicate`, which holds for all later ones, too; O(log n).
    func firstOffset(where predicate: (Element) -> Bool) -> Int {
        (0..<count).partition { self[$0].map(predicate) ?? true }
    }

    mutating func append(_ element: Element) {
        if count == storage.count { resize(to: max(4, storage.count * 2)) }
        storage[(head + count) & (storage.count - 1)] = element
        count += 1
    }

    @discardableResult mutating func popFirst() -> Element? {
        guard count > 0 else { return nil }
        let element = storage[head].take()
        head = (head + 1) & (storage.count - 1)
        count -= 1
        if storage.count > 64, count < storage.count / 8 { resize(to: storage.count / 4) }
        return element
    }

    /// Changes the element that many places behind the first.
    mutating func update(_ offset: Int, _ change: (inout Element) -> Void) {
        guard offset >= 0, offset < count else { return }
        let index = (head + offset) & (storage.count - 1)
        guard var element = storage[index].take() else { return }
        change(&element)
        storage[index] = element
    }

    mutating func removeAll() {
        storage = []
        head = 0
        count = 0
    }

    private mutating func resize(to capacity: Int) {
        let mask = storage.count - 1
        let grown = ContiguousArray<Element?>(unsafeUninitializedCapacity: capacity) { buffer, initialized in
            for offset in 0..<capacity {
                let element = offset < count ? storage[(head + offset) & mask].take() : nil
                buffer.initializeElement(at: offset, to: element)
            }
            initialized = capacity
        }
        storage = grown
        head = 0
    }
}
