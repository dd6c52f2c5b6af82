import CloudCore

/// The next deadline of each subscription that has one: an indexed binary heap, earliest on top.
struct DeadlineHeap {
    private struct Entry {
        var instant: Instant
        var slot: Int
    }

    private var heap: ContiguousArray<Entry> = []
    /// Where in the heap a slot's entry is; -1 for nowhere.
    private var positions: ContiguousArray<Int> = []

    /// The earliest deadline and whose it is.
    var first: (instant: Instant, slot: Int)? { heap.first.map { ($0.instant, $0.slot) } }

    /// The deadline that a slot is registered with.
    subscript(slot: Int) -> Instant? {
        guard slot < positions.count, positions[slot] >= 0 else { return nil }
        return heap[positions[slot]].instant
    }

    /// Registers a slot's deadline in place of its former one; nil for none.
    mutating func set(_ slot: Int, _ instant: Instant?) {
        while positions.count <= slot { positions.append(-1) }
        let position = positions[slot]
        switch (position, instant) {
        case (-1, nil): break
        case (-1, let instant?):
            heap.append(Entry(instant: instant, slot: slot))
            positions[slot] = heap.count - 1
            siftUp(heap.count - 1)
        case (_, nil): remove(at: position)
        case (_, let instant?):
            heap[position].instant = instant
            siftDown(siftUp(position))
        }
    }

    private mutating func remove(at position: Int) {
        let last = heap.count - 1
        if position != last { exchange(position, last) }
        positions[heap[last].slot] = -1
        heap.removeLast()
        if position < heap.count { siftDown(siftUp(position)) }
    }

    private mutating func exchange(_ a: Int, _ b: Int) {
        heap.swapAt(a, b)
        positions[heap[a].slot] = a
        positions[heap[b].slot] = b
    }

    @discardableResult private mutating func siftUp(_ start: Int) -> Int {
        var child = start
        while child > 0, heap[child].instant < heap[(child - 1) / 2].instant {
            exchange(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
        return child
    }

    private mutating func siftDown(_ start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].instant < heap[least].instant {
                least = child
            }
            if least == parent { return }
            exchange(parent, least)
            parent = least
        }
    }
}
