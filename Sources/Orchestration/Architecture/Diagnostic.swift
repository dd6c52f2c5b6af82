import CloudCore

/// One thing that is wrong with an architecture file, or worth knowing about it: one line.
public struct Diagnostic: Sendable, Equatable {
    /// The file, as it was named when it was loaded; empty for an architecture that came from no file.
    public var file: String
    /// The place in the file, or nil if there is none.
    public var place: YAML.Place?
    /// The path of the key, for example `dataflows.ingest.resources.topics[0].producer_service`.
    public var path: String
    /// What is wrong and what would be right.
    public var message: String

    /// Makes a diagnostic from its parts.
    public init(file: String, place: YAML.Place?, path: String, message: String) {
        self.file = file
        self.place = place
        self.path = path
        self.message = message
    }
}

extension Diagnostic: CustomStringConvertible, Comparable {
    /// `file:line:column: path: message`, without the parts that are not known.
    public var description: String {
        var prefix = file
        if let place { prefix += (prefix.isEmpty ? "" : ":") + "\(place)" }
        let parts = [prefix, path, message].filter { !$0.isEmpty }
        return parts.joined(separator: ": ")
    }

    /// Orders by file and place, and by path where there is no place.
    public static func < (a: Diagnostic, b: Diagnostic) -> Bool {
        if a.file != b.file { return a.file < b.file }
        let start = YAML.Place(line: 0, column: 0)
        if a.place != b.place { return a.place ?? start < b.place ?? start }
        return (a.path, a.message) < (b.path, b.message)
    }
}

extension Status {
    /// INVALID_ARGUMENT with a line and a field violation for each thing that is wrong, in the order of the file.
    public init(_ diagnostics: [Diagnostic]) {
        let sorted = diagnostics.sorted()
        self.init(
            .invalidArgument, sorted.map(\.description).joined(separator: "\n"),
            details: [.badRequest(sorted.map { FieldViolation(field: $0.path, description: $0.message) })])
    }
}
