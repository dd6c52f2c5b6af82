/// Finds what somebody meant who misspelt a word.
enum Nearest {
    /// A complaint about an unknown word, with the nearest known one if it is near enough.
    static func complaint(_ kind: String, _ word: String, among known: [String]) -> String {
        let near = known.min { distance($0, word) < distance($1, word) }
        let complaint = "unknown \(kind) \"\(word)\""
        guard let near, distance(near, word) <= max(2, word.count / 3) else {
            return "\(complaint); known: \(known.joined(separator: ", "))"
        }
        return "\(complaint); did you mean \(near)?"
    }

    /// The number of letters to insert, drop or replace (Levenshtein).
    static func distance(_ a: String, _ b: String) -> Int {
        let a = Array(a.prefix(64))
        let b = Array(b.prefix(64))
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        var row = Array(0...b.count)
        for i in 1...a.count {
            var diagonal = row[0]
            row[0] = i
            for j in 1...b.count {
                let replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)
                diagonal = row[j]
                row[j] = min(replaced, row[j] + 1, row[j - 1] + 1)
            }
        }
        return row[b.count]
    }
}
