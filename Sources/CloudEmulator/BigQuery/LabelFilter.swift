import CloudCore

/// Which datasets a listing has, by their labels: `labels.key` or `labels.key:value`, all of which must hold.
///
/// Source: `filter` of `google/cloud/bigquery/v2/dataset.proto`.
struct LabelFilter: Sendable {
    private let wanted: [(key: String, value: String?)]

    /// Reads a filter; empty for all.
    ///
    /// - Throws: INVALID_ARGUMENT.
    init(_ text: String) throws(Status) {
        var wanted: [(key: String, value: String?)] = []
        for term in text.split(separator: " ") where term != "AND" {
            let parts = term.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard term.hasPrefix("labels."), parts[0].utf8.count > "labels.".utf8.count else {
                throw .listed(
                    .invalidArgument, "invalid",
                    "filter \"\(text.prefix(200))\": expected labels.KEY or labels.KEY:VALUE, between spaces."
                )
            }
            let value = parts.count > 1 && parts[1] != "*" ? String(parts[1]) : nil
            wanted.append((String(parts[0].dropFirst("labels.".count)), value))
        }
        self.wanted = wanted
    }

    /// Whether labels are as the filter wants them.
    func matches(_ labels: StringMap) -> Bool {
        wanted.allSatisfy { key, value in
            labels[key].map { value == nil || $0 == value } ?? false
        }
    }
}
