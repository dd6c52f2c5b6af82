/// Why data does not fit a schema, or a definition is none, and where.
struct SchemaFault: Error, Equatable {
    /// The field that is wrong, as `address.lines[2]`; empty for the whole.
    var path: String
    /// What is wrong with it, and what would be right.
    var problem: String
    /// Where it is wrong, in bytes from the start; nil when it is wrong for what is missing.
    var offset: Int?

    init(_ problem: String, at offset: Int? = nil, path: String = "") {
        self.path = path
        self.problem = problem
        self.offset = offset
    }

    /// The same fault, seen from the record that has the field.
    func inside(_ field: String) -> SchemaFault {
        let isStep = path.isEmpty || path.utf8.first == UInt8(ascii: "[")
        var fault = self
        fault.path = isStep ? field + path : "\(field).\(path)"
        // A path names each level, so one of a deep value would be longer than anybody reads.
        if fault.path.utf8.count > Self.pathBytes { fault.path = field + "…" }
        return fault
    }

    /// The same fault, seen from the array that has the item.
    func insideItem(_ index: Int) -> SchemaFault { inside("[\(index)]") }

    /// The same fault, seen from the map that has the entry.
    func insideEntry(_ key: String) -> SchemaFault {
        // An error is one line, whatever the key is.
        let shown = key.unicodeScalars.prefix(100).map {
            $0.properties.generalCategory == .control ? "?" : String($0)
        }
        return inside("[\"\(shown.joined())\"]")
    }

    private static let pathBytes = 1_000
}

extension SchemaFault: CustomStringConvertible {
    /// As ``field `age`: expected int, found string at byte 17``.
    var description: String {
        let place = offset.map { " at byte \($0)" } ?? ""
        return (path.isEmpty ? "" : "field `\(path)`: ") + problem + place
    }
}

/// The bounds of schemas and of the data that is checked against them.
enum SchemaLimits {
    /// The longest definition in bytes: 300 KB ("Schema overview", quotas and limits for schemas).
    static let definitionBytes = 300 << 10
    /// The most values and types inside each other: that of Google's parsers of protocol buffers and JSON.
    static let depth = 100
    /// The longest name with its scope in bytes: of all names together, since each has a copy of its scope.
    static let nameBytes = 2_000
    /// The most values without bytes of their own, as nulls, in a message: others are bounded by its size.
    static let emptyValues = 1 << 16
}
