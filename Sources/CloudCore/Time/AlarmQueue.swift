/// Scheduled actions in the order of their instants, then of their arrival. Cancelled entries are dropped when
/// they surface.
struct AlarmQueue {
    private struct Entry: Comparable {
        let instant: Instant
        let id: UInt64

        static func < (a: Entry, b: Entry) -> Bool { (a.instant, a.id) < (b.instant, b.id) }
    }

    private var heap = MinHeap<Entry>()
    private var actions: [UInt64: @Sendable () -> Void] = [:]
    private var nextID: UInt64 = 0

    var isEmpty: Bool { actions.isEmpty }

    /// The instant of the earliest alarm that still stands.
    var earliest: Instant? {
        mutating get {
            while let top = heap.first, actions[top.id] == nil { heap.popFirst() }
            return heap.first?.instant
        }
    }

    mutating func insert(at instant: Instant, _ action: @escaping @Sendable () -> Void) -> UInt64 {
        let id = nextID
        nextID += 1
        actions[id] = action
        heap.insert(Entry(instant: instant, id: id))
        return id
    }

    mutating func cancel(_ id: UInt64) {
        actions[id] = nil
        // Cancelled entries far in the future would pile up: rebuild when they are most of the heap.
        guard heap.count > 64, heap.count > 2 * actions.count else { return }
        heap = MinHeap(heap.unordered.filter { actions[$0.id] != nil })
    }

    /// Removes and returns the earliest alarm at or before `limit`.
    mutating func pop(notAfter limit: Instant) -> (instant: Instant, action: @Sendable () -> Void)? {
        guard let instant = earliest, instant <= limit, let entry = heap.popFirst() else { return nil }
        return actions.removeValue(forKey: entry.id).map { (instant, $0) }
    }
}
