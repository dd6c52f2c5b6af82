import CloudCore

/// The ids of rows that were added lately, which are not added again.
///
/// The service remembers an id "for at least one minute" ("Streaming data using the legacy API", best effort
/// de-duplication); here it is just that long.
struct RecentInserts: Sendable {
    /// How long an id is remembered.
    static let window = Duration.seconds(60)

    private var ids: Set<String> = []
    private var queue: [(id: String, until: Instant)] = []
    private var first = 0

    /// Remembers an id; false when it was known.
    mutating func note(_ id: String, at now: Instant) -> Bool {
        forget(at: now)
        guard ids.insert(id).inserted else { return false }
        queue.append((id, now + Self.window))
        return true
    }

    private mutating func forget(at now: Instant) {
        while first < queue.count, queue[first].until <= now {
            ids.remove(queue[first].id)
            first += 1
        }
        // What was forgotten goes once it is half of the memory.
        if first > 64, first > queue.count / 2 {
            queue.removeFirst(first)
            first = 0
        }
    }
}
