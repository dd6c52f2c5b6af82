/// Runs `body` for every item, at most `limit` at once, and answers the results in the order of the items.
///
/// The first failure cancels the others and is thrown when they have ended.
func parallelMap<Item: Sendable, Result: Sendable>(
    _ items: [Item], limit: Int = 16, _ body: @escaping @Sendable (Item) async throws -> Result
) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
        var results: [Result?] = Array(repeating: nil, count: items.count)
        for (index, item) in items.enumerated() {
            if index >= max(1, limit), let (done, result) = try await group.next() { results[done] = result }
            group.addTask { (index, try await body(item)) }
        }
        for try await (index, result) in group { results[index] = result }
        return results.compactMap { $0 }
    }
}

/// Runs two tasks at once; the first failure cancels the other and is thrown when it has ended.
func inParallel(
    _ first: @escaping @Sendable () async throws -> Void,
    _ second: @escaping @Sendable () async throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask(operation: first)
        group.addTask(operation: second)
        // Not waitForAll, which would not cancel the other task.
        for try await _ in group {}
    }
}
