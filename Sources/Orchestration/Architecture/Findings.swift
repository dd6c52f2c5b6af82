import CloudCore

/// Collects what validation finds, each with its place if the architecture came from a file.
struct Findings {
    let file: String
    let places: [String: YAML.Place]
    private(set) var errors: [Diagnostic] = []
    private(set) var notes: [Diagnostic] = []

    init(file: String, places: [String: YAML.Place]) {
        self.file = file
        self.places = places
    }

    mutating func error(_ path: String, _ message: String) { errors.append(diagnostic(path, message)) }

    /// Remembers a key that is read but has no effect yet.
    mutating func note(_ path: String, _ message: String = "this key is read, but has no effect yet") {
        notes.append(diagnostic(path, message))
    }

    mutating func require(_ value: String, _ path: String) {
        if value.isEmpty { error(path, "is required") }
    }

    /// Reports a name that nothing has.
    mutating func dangling(_ noun: String, _ name: String, _ path: String, among names: some Sequence<String>)
    {
        guard errors.count < NearestName.maxHints else { return error(path, "there is no \(noun) `\(name)`") }
        let names = names.filter { !$0.isEmpty }.sorted()
        var hint = NearestName.hint(for: name, among: names)
        if hint.isEmpty {
            hint =
                names.isEmpty ? "; there is none" : "; there are " + names.prefix(10).joined(separator: ", ")
        }
        error(path, "there is no \(noun) `\(name)`\(hint)")
    }

    /// Reports a name that breaks Google's rule for its kind. An empty name is left to `require`.
    mutating func check(_ name: String, _ path: String, _ rule: NameRule) {
        if !name.isEmpty, !rule.accepts(name) {
            error(path, "`\(name)` is no \(rule.noun): \(rule.description)")
        }
    }

    private func diagnostic(_ path: String, _ message: String) -> Diagnostic {
        Diagnostic(file: file, place: place(of: path), path: path, message: message)
    }

    /// The place of a path, or of the nearest path above it that was written.
    private func place(of path: String) -> YAML.Place? {
        var path = Substring(path)
        while true {
            if let place = places[String(path)] { return place }
            guard let end = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { return places[""] }
            path = path[..<end]
        }
    }
}
