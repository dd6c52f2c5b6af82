/// Checks data in Avro's binary encoding (Apache Avro 1.11, "Binary Encoding"), by walking over it once.
struct AvroBinaryValidator: ~Copyable {
    private let schema: AvroSchema
    private let data: [UInt8]
    private var offset = 0
    private var depth = 0
    private var emptyValues = 0

    init(_ schema: AvroSchema, _ data: [UInt8]) {
        self.schema = schema
        self.data = data
    }

    mutating func check() throws(SchemaFault) {
        try check(schema.root)
        guard offset == data.count else {
            throw SchemaFault("too much data: \(data.count - offset) bytes after the value's end", at: offset)
        }
    }

    private mutating func check(_ type: Int) throws(SchemaFault) {
        let start = offset
        switch schema.types[type].kind {
        case .null: break
        case .boolean: try boolean()
        case .int: _ = try int()
        case .long: _ = try long("long")
        case .float: try skip(4, "float")
        case .double: try skip(8, "double")
        case .bytes: try skip(try length("bytes"), "bytes")
        case .string: try string("string")
        case .fixed(let size): try skip(size, schema.name(of: type))
        case .enumeration(let symbols): _ = try choice(symbols.names.count, schema.name(of: type), "symbols")
        default: try nested(type)
        }
        // The length of the data does not bound the number of nulls and empty records.
        if offset == start { emptyValues += 1 }
        guard emptyValues <= SchemaLimits.emptyValues else {
            throw SchemaFault("more than \(SchemaLimits.emptyValues) values without bytes", at: offset)
        }
    }

    private mutating func nested(_ type: Int) throws(SchemaFault) {
        depth += 1
        defer { depth -= 1 }
        guard depth <= SchemaLimits.depth else {
            throw SchemaFault("nested more than \(SchemaLimits.depth) levels deep", at: offset)
        }
        switch schema.types[type].kind {
        case .record(let fields):
            for field in fields {
                do throws(SchemaFault) {
                    try check(field.type)
                } catch {
                    throw error.inside(field.name)
                }
            }
        case .union(let branches):
            let branch = try choice(branches.types.count, "a union", "branches")
            try check(branches.types[branch])
        case .array(let items): try blocks(items, isMap: false)
        case .map(let values): try blocks(values, isMap: true)
        default: break
        }
    }

    /// Blocks of items, each with their number in front, or minus the number and a size in bytes that only helps to
    /// skip the block; the last has none.
    private mutating func blocks(_ type: Int, isMap: Bool) throws(SchemaFault) {
        var index = 0
        while true {
            let start = offset
            var count = try long(isMap ? "the size of a map's block" : "the size of an array's block")
            if count == 0 { return }
            if count < 0 {
                guard count > .min else { throw SchemaFault("impossible block size \(count)", at: start) }
                count = -count
                _ = try long("the bytes of a block")
            }
            for _ in 0..<count {
                let key = isMap ? try string("map key") : ""
                do throws(SchemaFault) {
                    try check(type)
                } catch {
                    throw isMap ? error.insideEntry(key) : error.insideItem(index)
                }
                index += 1
            }
        }
    }

    // MARK: Primitives

    private func end(_ what: String) -> SchemaFault {
        SchemaFault("expected \(what), found the end of the data", at: data.count)
    }

    private mutating func boolean() throws(SchemaFault) {
        guard offset < data.count else { throw end("boolean") }
        guard data[offset] <= 1 else {
            throw SchemaFault("expected boolean, 0 or 1, found byte \(data[offset])", at: offset)
        }
        offset += 1
    }

    private mutating func int() throws(SchemaFault) -> Int32 {
        let start = offset
        guard let value = Int32(exactly: try long("int")) else {
            throw SchemaFault("expected int, found a number beyond 32 bits", at: start)
        }
        return value
    }

    /// A zigzag varint of at most ten bytes.
    private mutating func long(_ what: String) throws(SchemaFault) -> Int64 {
        let start = offset
        var bits: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            guard offset < data.count else { throw end(what) }
            let byte = data[offset]
            offset += 1
            // The tenth byte has the 64th bit only.
            guard shift < 63 || (shift == 63 && byte <= 1) else {
                throw SchemaFault("expected \(what), found a number beyond 64 bits", at: start)
            }
            bits |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { break }
            shift += 7
        }
        return Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1)
    }

    private mutating func length(_ what: String) throws(SchemaFault) -> Int {
        let start = offset
        let value = try long(what)
        guard let length = Int(exactly: value), length >= 0 else {
            throw SchemaFault("expected \(what), found the length \(value)", at: start)
        }
        return length
    }

    private mutating func skip(_ count: Int, _ what: String) throws(SchemaFault) {
        guard count <= data.count - offset else {
            throw SchemaFault(
                "expected \(what) of \(count) bytes, found the end of the data after \(data.count - offset)",
                at: offset)
        }
        offset += count
    }

    @discardableResult private mutating func string(_ what: String) throws(SchemaFault) -> String {
        let length = try length(what)
        let start = offset
        try skip(length, what)
        guard let text = String(validating: data[start..<offset], as: UTF8.self) else {
            throw SchemaFault("expected \(what), found bytes that are not UTF-8", at: start)
        }
        return text
    }

    private mutating func choice(
        _ count: Int, _ what: String, _ choices: String
    ) throws(SchemaFault) -> Int {
        let start = offset
        let value = try long(what)
        guard let index = Int(exactly: value), (0..<count).contains(index) else {
            throw SchemaFault("expected \(what) of \(count) \(choices), found number \(value)", at: start)
        }
        return index
    }
}

extension AvroSchema {
    /// Checks data in Avro's binary encoding: one value of the schema's type, and nothing behind it.
    func checkBinary(_ data: [UInt8]) throws(SchemaFault) {
        var validator = AvroBinaryValidator(self, data)
        try validator.check()
    }
}
