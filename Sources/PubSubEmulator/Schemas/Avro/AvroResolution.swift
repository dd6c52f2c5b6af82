/// Whether data that one schema wrote is read by another (Apache Avro 1.11, "Schema Resolution").
struct AvroResolution {
    private struct Pair: Hashable {
        var reader: Int
        var writer: Int
    }

    private let reader: AvroSchema
    private let writer: AvroSchema
    /// Pairs that hold, or are being looked at: types may contain themselves.
    private var seen: Set<Pair> = []
    /// Bounds the work on schemas whose unions multiply.
    private var steps = 0

    private init(reader: AvroSchema, writer: AvroSchema) {
        self.reader = reader
        self.writer = writer
    }

    /// Why one of two revisions does not read what the other writes; nil when both do. A revision must follow the
    /// rules both as reader and as writer ("Commit a schema revision").
    static func incompatibility(_ new: AvroSchema, _ old: AvroSchema) -> String? {
        var backward = AvroResolution(reader: new, writer: old)
        if let problem = backward.problem(new.root, old.root) {
            return "the new revision does not read data of the previous one: \(problem)"
        }
        var forward = AvroResolution(reader: old, writer: new)
        return forward.problem(old.root, new.root).map {
            "the previous revision does not read data of the new one: \($0)"
        }
    }

    private mutating func problem(_ reading: Int, _ writing: Int, _ depth: Int = 0) -> String? {
        steps += 1
        guard depth < 4 * SchemaLimits.depth, steps < 1_000_000 else { return "the schemas are too complex" }
        guard seen.insert(Pair(reader: reading, writer: writing)).inserted else { return nil }
        let problem = difference(reading, writing, depth)
        // What holds only as long as an outer pair does is forgotten with it.
        if problem != nil { seen.remove(Pair(reader: reading, writer: writing)) }
        return problem
    }

    private mutating func difference(_ reading: Int, _ writing: Int, _ depth: Int) -> String? {
        let (mine, theirs) = (reader.types[reading], writer.types[writing])
        switch (mine.kind, theirs.kind) {
        case (_, .union(let branches)):
            for branch in branches.types {
                if let problem = problem(reading, branch, depth + 1) { return problem }
            }
            return nil
        case (.union(let branches), _):
            for branch in branches.types where problem(branch, writing, depth + 1) == nil { return nil }
            return "no branch of the union reads \(theirs.name)"
        case (.null, .null), (.boolean, .boolean), (.int, .int), (.long, .int), (.long, .long),
            (.float, .int), (.float, .long), (.float, .float), (.double, .int), (.double, .long),
            (.double, .float), (.double, .double), (.string, .string), (.string, .bytes),
            (.bytes, .string), (.bytes, .bytes):
            return nil
        case (.array(let mine), .array(let theirs)), (.map(let mine), .map(let theirs)):
            return problem(mine, theirs, depth + 1)
        case (.fixed(let size), .fixed(let other)):
            if size != other { return "\(mine.name) has \(size) bytes, was written with \(other)" }
            return names(mine, theirs)
        case (.enumeration(let symbols), .enumeration(let others)):
            if let problem = names(mine, theirs) { return problem }
            steps += others.names.count
            guard symbols.fallback == nil,
                let symbol = others.names.first(where: { !symbols.known.contains($0) })
            else {
                return nil
            }
            return "\(mine.name) lacks the symbol \(symbol), and has no default"
        case (.record(let fields), .record(let others)):
            return names(mine, theirs) ?? fieldProblem(mine.name, fields, others, depth)
        default: return "expected \(mine.name), written as \(theirs.name)"
        }
    }

    private mutating func fieldProblem(
        _ record: String, _ fields: [AvroSchema.Field], _ others: [AvroSchema.Field], _ depth: Int
    ) -> String? {
        steps += fields.count + others.count
        let written = Dictionary(others.map { ($0.name, $0.type) }, uniquingKeysWith: { $1 })
        for field in fields {
            guard let type = ([field.name] + field.aliases).lazy.compactMap({ written[$0] }).first else {
                if field.hasDefault { continue }
                return "field `\(field.name)` of \(record) was not written, and has no default"
            }
            if let problem = problem(field.type, type, depth + 1) {
                return "field `\(field.name)` of \(record): \(problem)"
            }
        }
        return nil
    }

    /// Names match without their namespaces, or by an alias.
    private func names(_ mine: AvroSchema.Entry, _ theirs: AvroSchema.Entry) -> String? {
        let name = AvroName.unqualified(theirs.name)
        if AvroName.unqualified(mine.name) == name || mine.aliases.contains(theirs.name) { return nil }
        return "expected \(mine.name), written as \(theirs.name)"
    }
}
