/// Scheduled actions in the order of their instants, then of their arrival: a binary heap whose
/// cancelled entries are dropped when they surface.
struct AlarmQueue {
    private struct Entry {
        let instant: Instant
        let id: UInt64
    }

    private var heap: [Entry] = []
    private var actions: [UInt64: @Sendable () -> Void] = [:]
    private var nextID: UInt64 = 0

    var isEmpty: Bool { actions.isEmpty }

    /// The instant of the earliest alarm that still stands.
    var earliest: Instant? {
        mutating get {
            while let top = heap.first, actions[top.id] == nil { removeTop() }
            return heap.first?.instant
        }
    }

    mutating func insert(at instant: Instant, _ action: @escaping @Sendable () -> Void) -> UInt64 {
        let id = nextID
        nextID += 1
        actions[id] = action
        heap.append(Entry(instant: instant, id: id))
        siftUp(from: heap.count - 1)
        return id
    }

    mutating func cancel(_ id: UInt64) {
        actions[id] = nil
        // Cancelled entries far in the future would pile up: rebuild when they are most of the heap.
        if heap.count > 64, heap.count > 2 * actions.count { rebuild() }
    }

    /// Removes and returns the earliest alarm at or before `limit`.
    mutating func pop(notAfter limit: Instant) -> (instant: Instant, action: @Sendable () -> Void)? {
        guard let instant = earliest, instant <= limit else { return nil }
        let id = heap[0].id
        removeTop()
        return actions.removeValue(forKey: id).map { (instant, $0) }
    }

    private func precedes(_ a: Int, _ b: Int) -> Bool {
        (heap[a].instant, heap[a].id) < (heap[b].instant, heap[b].id)
    }

    private mutating func siftUp(from start: Int) {
        var child = start
        while child > 0, precedes(child, (child - 1) / 2) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func siftDown(from start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && precedes(child, least) {
                least = child
            }
            if least == parent { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }

    private mutating func removeTop() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        siftDown(from: 0)
    }

    private mutating func rebuild() {
        heap = heap.filter { actions[$0.id] != nil }
        for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { siftDown(from: index) }
    }
}
