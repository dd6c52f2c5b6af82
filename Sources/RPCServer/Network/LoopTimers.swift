import CloudCore

/// Through which a handler sets deadlines, in monotonic nanoseconds. Confined to the loop's thread.
///
/// A deadline is not removed when it loses its meaning: its handler recognises a stale one by the token.
final class LoopTimers {
    private struct Entry: Comparable {
        let deadline: Int64
        let registration: UInt32
        let token: UInt64

        static func < (a: Entry, b: Entry) -> Bool { a.deadline < b.deadline }
    }

    private var heap = MinHeap<Entry>()

    var earliest: Int64? { heap.first?.deadline }

    /// Has `timerFired(token)` called on the handler of `registration` at `deadline`.
    func set(_ deadline: Int64, registration: UInt32, token: UInt64) {
        heap.insert(Entry(deadline: deadline, registration: registration, token: token))
    }

    /// Removes and returns the earliest deadline that has come.
    func pop(notAfter now: Int64) -> (registration: UInt32, token: UInt64)? {
        guard let deadline = earliest, deadline <= now, let entry = heap.popFirst() else { return nil }
        return (entry.registration, entry.token)
    }
}
