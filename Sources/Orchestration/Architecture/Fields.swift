import CloudCore

/// Reads or writes the keys of a record: each record names its keys once, for both ways.
protocol FieldVisitor {
    /// Visits the value of a key.
    mutating func field<Value: ConfigValue>(_ key: String, _ value: inout Value)
}

/// A value of an architecture file.
protocol ConfigValue {
    /// The value of a key that is not there.
    static var unset: Self { get }
    /// Whether the value is that of a key that is not there; then it is not written.
    var isUnset: Bool { get }
    /// Reads a node that is not null; reports what is wrong and answers what could be read.
    static func decode(_ node: YAML.Node, _ path: String, _ decoder: inout ConfigDecoder) -> Self
    /// The value as a node.
    var node: YAML.Node { get }
}

/// A value with keys of its own.
protocol ConfigRecord: ConfigValue {
    init()
    /// Visits each key with its value.
    mutating func visit(_ visitor: inout some FieldVisitor)
}

extension ConfigRecord {
    static var unset: Self { Self() }

    var isUnset: Bool {
        guard case .mapping(let entries) = node.content else { return false }
        return entries.isEmpty
    }

    static func decode(_ node: YAML.Node, _ path: String, _ decoder: inout ConfigDecoder) -> Self {
        var record = Self()
        decoder.record(node, path) { record.visit(&$0) }
        return record
    }

    var node: YAML.Node {
        var copy = self
        var writer = FieldWriter()
        copy.visit(&writer)
        return YAML.Node(.mapping(writer.entries))
    }
}

/// Writes the keys of a record whose values are set.
struct FieldWriter: FieldVisitor {
    private(set) var entries: [YAML.Entry] = []

    mutating func field<Value: ConfigValue>(_ key: String, _ value: inout Value) {
        guard !value.isUnset else { return }
        entries.append(YAML.Entry(key: key.node, value: value.node))
    }
}

/// Reads the keys of a record, and remembers which ones it has.
struct FieldReader: FieldVisitor {
    let entries: [String: YAML.Node]
    let path: String
    var decoder: ConfigDecoder
    private(set) var keys: [String] = []

    init(entries: [String: YAML.Node], path: String, decoder: ConfigDecoder) {
        self.entries = entries
        self.path = path
        self.decoder = decoder
    }

    mutating func field<Value: ConfigValue>(_ key: String, _ value: inout Value) {
        keys.append(key)
        guard let node = entries[key] else { return }
        let below = path.isEmpty ? key : "\(path).\(key)"
        decoder.places[below] = node.place
        value = node.isNull ? Value.unset : Value.decode(node, below, &decoder)
    }
}

/// Collects what is wrong while an architecture is read, and where each key stands.
struct ConfigDecoder {
    let file: String
    /// The place of each path that was read.
    var places: [String: YAML.Place] = [:]
    var diagnostics: [Diagnostic] = []

    init(file: String) { self.file = file }

    mutating func report(_ place: YAML.Place, _ path: String, _ message: String) {
        diagnostics.append(Diagnostic(file: file, place: place, path: path, message: message))
    }

    /// Reads a mapping with the keys that `visit` visits, and reports all others.
    mutating func record(_ node: YAML.Node, _ path: String, _ visit: (inout FieldReader) -> Void) {
        guard case .mapping(let entries) = node.content else {
            report(node.place, path, node.mismatch("a mapping").message)
            return
        }
        var values: [String: YAML.Node] = [:]
        for entry in entries { values[entry.key.scalar?.text ?? ""] = entry.value }
        // Moved, not copied: the reader's copy must be the only one, or each record would copy all places.
        var moved: ConfigDecoder? = self
        self = ConfigDecoder(file: file)
        var reader = FieldReader(entries: values, path: path, decoder: moved.take() ?? self)
        visit(&reader)
        self = reader.decoder
        let keys = reader.keys
        for entry in entries {
            let key = entry.key.scalar?.text ?? ""
            guard !keys.contains(key) else { continue }
            let nearest =
                diagnostics.count < NearestName.maxHints ? NearestName.nearest(to: key, among: keys) : nil
            let hint =
                nearest.map { "did you mean `\($0)`?" } ?? "the keys here are \(keys.joined(separator: ", "))"
            report(entry.key.place, path.isEmpty ? key : "\(path).\(key)", "unknown key `\(key)`; \(hint)")
        }
    }
}
