import CloudCore

/// How a command line reads what people write: the same times and the same help for misspellings as in files.
public enum CommandLineText {
    /// The time that a text such as `90s`, `7m`, `1h30m` or `1d` means, or nil.
    public static func duration(_ text: String) -> Duration? { GoDuration.parse(text) }

    /// A complaint about an unknown word, with the nearest known one or else all of them.
    public static func complaint(_ kind: String, _ word: String, among known: [String]) -> String {
        let complaint = "unknown \(kind) \"\(word)\""
        guard let nearest = NearestName.nearest(to: word, among: known) else {
            return "\(complaint); known: \(known.joined(separator: ", "))"
        }
        return "\(complaint); did you mean \(nearest)?"
    }
}
