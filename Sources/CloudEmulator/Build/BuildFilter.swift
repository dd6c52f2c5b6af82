import CloudCore

/// Which builds of a listing are wanted: comparisons, `status="WORKING"` or `create_time>="2026-01-01T00:00:00Z"`, joined
/// by OR, which binds closer, and AND, with parentheses, as gcloud writes them.
///
/// Sources: "Filtering build results" in the Cloud Build documentation; google.aip.dev/160.
struct BuildFilter: Sendable {
    typealias Build = CloudBuildV1.Build

    private indirect enum Node: Sendable {
        case all([Node])
        case any([Node])
        case term(field: String, comparison: String, value: String)
    }

    /// The most words of a filter.
    static let maxWords = 200
    /// The deepest parentheses.
    static let maxDepth = 20

    private let root: Node

    /// Reads a filter; an empty one matches everything.
    ///
    /// - Throws: INVALID_ARGUMENT naming what is not understood.
    init(_ text: String) throws(Status) {
        var words = try Self.words(text)[...]
        root = words.isEmpty ? .all([]) : try Self.conjunction(&words, depth: 0)
        guard words.isEmpty else { throw Self.refusal(words.first ?? "") }
    }

    /// Whether a build is wanted.
    func matches(_ build: Build) -> Bool { Self.matches(root, build) }

    // MARK: Reading

    private static func words(_ text: String) throws(Status) -> [String] {
        var words: [String] = []
        var rest = text[...]
        while let first = rest.first {
            guard words.count < maxWords else {
                throw Status(.invalidArgument, "filter has more than \(maxWords) words.")
            }
            var word = rest.prefix(1)
            if first == " " {
                rest.removeFirst()
                continue
            } else if first == "\"" {
                let inner = rest.dropFirst().prefix { $0 != "\"" }
                guard rest.dropFirst(inner.count + 1).first == "\"" else { throw refusal(String(rest)) }
                word = rest.prefix(inner.count + 2)
            } else if "<>=!:".contains(first) {
                word = rest.prefix { "<>=!:".contains($0) }
            } else if first != "(", first != ")" {
                word = rest.prefix { !" ()<>=!:\"".contains($0) }
            }
            words.append(String(word))
            rest = rest.dropFirst(word.count)
        }
        return words
    }

    private static func conjunction(_ words: inout ArraySlice<String>, depth: Int) throws(Status) -> Node {
        var parts = [try disjunction(&words, depth: depth)]
        while let word = words.first, word != ")" {
            if word == "AND" { words.removeFirst() }
            parts.append(try disjunction(&words, depth: depth))
        }
        return .all(parts)
    }

    private static func disjunction(_ words: inout ArraySlice<String>, depth: Int) throws(Status) -> Node {
        var parts = [try factor(&words, depth: depth)]
        while words.first == "OR" {
            words.removeFirst()
            parts.append(try factor(&words, depth: depth))
        }
        return .any(parts)
    }

    private static func factor(_ words: inout ArraySlice<String>, depth: Int) throws(Status) -> Node {
        guard let field = words.popFirst() else { throw refusal("the end") }
        if field == "(" {
            guard depth < maxDepth else { throw refusal("( deeper than \(maxDepth)") }
            let inner = try conjunction(&words, depth: depth + 1)
            guard words.popFirst() == ")" else { throw refusal("the end") }
            return inner
        }
        guard let comparison = words.popFirst(), let value = words.popFirst(), value != ")", value != "("
        else { throw refusal(field) }
        let isTime = times.contains(field)
        guard isTime || fields.contains(field) else { throw refusal(field) }
        let allowed = isTime ? ["<", "<=", "=", ">=", ">"] : ["=", "!="]
        guard allowed.contains(comparison) else { throw refusal(comparison) }
        let plain = value.first == "\"" ? String(value.dropFirst().dropLast()) : value
        if isTime, Timestamp(rfc3339: plain) == nil { throw refusal(plain) }
        return .term(field: field, comparison: comparison, value: plain)
    }

    private static let times: Set = ["create_time", "finish_time", "start_time"]
    private static let fields: Set = [
        "build_id", "images", "project_id", "results.images.digest", "results.images.name",
        "source.storage_source.bucket", "source.storage_source.object", "status", "tags", "trigger_id",
    ]

    private static func refusal(_ word: String) -> Status {
        Status(
            .invalidArgument,
            "filter: \"\(word.prefix(100))\" is not understood; expected comparisons such as status=\"WORKING\" of "
                + "\((fields.union(times)).sorted()), joined by AND and OR.")
    }

    // MARK: Matching

    private static func matches(_ node: Node, _ build: Build) -> Bool {
        switch node {
        case .all(let parts): parts.allSatisfy { matches($0, build) }
        case .any(let parts): parts.contains { matches($0, build) }
        case .term(let field, let comparison, let value):
            times.contains(field)
                ? compare(time(field, build), comparison, value)
                : texts(field, build).contains(value) == (comparison == "=")
        }
    }

    private static func texts(_ field: String, _ build: Build) -> [String] {
        switch field {
        case "build_id": [build.id]
        case "images": build.images
        case "project_id": [build.projectID]
        case "results.images.digest": build.results?.images.map(\.digest) ?? []
        case "results.images.name": build.results?.images.map(\.name) ?? []
        case "source.storage_source.bucket": [build.source?.storageSource?.bucket].compactMap { $0 }
        case "source.storage_source.object": [build.source?.storageSource?.object].compactMap { $0 }
        case "status": [build.status.name]
        case "tags": build.tags
        default: []
        }
    }

    private static func time(_ field: String, _ build: Build) -> Timestamp? {
        switch field {
        case "create_time": build.createTime
        case "finish_time": build.finishTime
        default: build.startTime
        }
    }

    private static func compare(_ time: Timestamp?, _ comparison: String, _ text: String) -> Bool {
        guard let time, let wanted = Timestamp(rfc3339: text) else { return false }
        return switch comparison {
        case "<": time < wanted
        case "<=": time <= wanted
        case ">": time > wanted
        case ">=": time >= wanted
        default: time == wanted
        }
    }
}

extension CloudBuildV1.Build.Status {
    /// The name in the API definition.
    var name: String { Self.names.first { $0.number == rawValue }?.name ?? "STATUS_UNKNOWN" }
}
