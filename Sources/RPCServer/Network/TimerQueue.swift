/// Deadlines of one event loop in monotonic nanoseconds, earliest first. Entries are not removed when
/// they lose their meaning: whoever they are for recognises a stale one by its token.
struct TimerQueue<Token> {
    private var heap: [(deadline: Int64, token: Token)] = []

    var earliest: Int64? { heap.first?.deadline }

    mutating func insert(_ deadline: Int64, _ token: Token) {
        heap.append((deadline, token))
        var child = heap.count - 1
        while child > 0, heap[child].deadline < heap[(child - 1) / 2].deadline {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func pop(notAfter now: Int64) -> Token? {
        guard let first = heap.first, first.deadline <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].deadline < heap[least].deadline { least = child }
            if least == parent { break }
            heap.swapAt(parent, least)
            parent = least
        }
        return first.token
    }
}
