import CloudCore
import Synchronization

/// What paths have matched lately: callers ask for the same few paths again and again, and finding one here costs a
/// tenth of the walk through the templates.
final class RecentMatches<Target: Sendable>: Sendable {
    /// How many are kept; when there are more, all are forgotten.
    private static var limit: Int { 256 }
    /// The longest path that is kept, so that the memory has a bound.
    private static var maxPathBytes: Int { 512 }

    private struct Key: Hashable {
        let method: String
        let path: Substring
    }

    private let matches = Mutex<[Key: RouteTrie<Target>.Match]>([:])

    /// The match of a path: the one that is kept, or what `routes` finds.
    ///
    /// - Throws: what `RouteTrie.match` throws; a failure is not kept.
    func match(
        _ method: String, _ path: Substring, in routes: RouteTrie<Target>
    ) throws(Status) -> RouteTrie<Target>.Match {
        let key = Key(method: method, path: path)
        if let known = matches.withLock({ $0[key] }) { return known }
        let match = try routes.match(method, path)
        guard path.utf8.count <= Self.maxPathBytes else { return match }
        matches.withLock { matches in
            if matches.count >= Self.limit { matches.removeAll(keepingCapacity: true) }
            // A copy: the path is a part of its request's target, which may be long.
            matches[Key(method: method, path: Substring(String(path)))] = match
        }
        return match
    }
}
