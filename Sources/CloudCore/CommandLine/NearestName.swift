/// Finds the name that somebody who wrote another probably meant.
public enum NearestName {
    /// After so many errors no more names are searched for: the file is of another kind, and a search has its cost.
    public static let maxHints = 100

    /// A hint `; did you mean …?` for the nearest of the candidates, or an empty text if none is near.
    public static func hint(for name: String, among candidates: some Sequence<String>) -> String {
        guard let nearest = nearest(to: name, among: candidates) else { return "" }
        return "; did you mean `\(nearest)`?"
    }

    /// The candidate with the fewest edits, if a third of the letters at most would have to change, or else one
    /// that has all of the name's words.
    public static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
        var best: (name: String, distance: Int)?
        for candidate in candidates.sorted() {
            let distance = distance(name, candidate)
            let limit = max(2, max(name.count, candidate.count) / 3)
            guard distance <= limit, distance < max(name.count, candidate.count) else { continue }
            if let found = best, found.distance <= distance { continue }
            best = (candidate, distance)
        }
        return best?.name ?? withAllWords(of: name, among: candidates)
    }

    /// The first candidate that has all words of the name and more, as `iam_access_policy` has those of `iam_policy`.
    private static func withAllWords(of name: String, among candidates: some Sequence<String>) -> String? {
        let words = Set(name.lowercased().split { $0 == "_" || $0 == "-" })
        guard !words.isEmpty else { return nil }
        return candidates.sorted().first {
            words.isSubset(of: Set($0.lowercased().split { $0 == "_" || $0 == "-" }))
        }
    }

    /// The least number of letters to insert, delete, replace or swap with their neighbour; names longer than 80
    /// letters count as far apart.
    static func distance(_ one: String, _ other: String) -> Int {
        let a = Array(one.lowercased())
        let b = Array(other.lowercased())
        guard a.count <= 80, b.count <= 80 else { return one == other ? 0 : max(a.count, b.count) }
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var beforePrevious = [Int](repeating: 0, count: b.count + 1)
        var previous = Array(0...b.count)
        for i in 1...a.count {
            var current = [i] + [Int](repeating: 0, count: b.count)
            for j in 1...b.count {
                let replace = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                current[j] = min(previous[j] + 1, current[j - 1] + 1, replace)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    current[j] = min(current[j], beforePrevious[j - 2] + 1)
                }
            }
            beforePrevious = previous
            previous = current
        }
        return previous[b.count]
    }
}
