extension String {
    /// Which of `candidates` this was most likely meant to be; nil when none is near.
    public func nearest(among candidates: [String]) -> String? {
        let ranked = candidates.map { (name: $0, distance: editDistance(to: $0)) }
        let best = ranked.min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        guard let best, best.distance <= Swift.max(2, count / 3) else { return nil }
        return best.name
    }

    /// The number of insertions, deletions and replacements that turn this string into `other`.
    func editDistance(to other: String) -> Int {
        let target = Array(other)
        var row = Array(0...target.count)
        for (index, character) in enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in target.indices {
                let replaced = diagonal + (character == target[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = Swift.min(replaced, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[target.count]
    }
}
