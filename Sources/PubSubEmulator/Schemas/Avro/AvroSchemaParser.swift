import CloudCore

/// Builds an `AvroSchema` from its JSON. The depth is bounded by that of the JSON, the number of types by its size.
struct AvroSchemaParser {
    var schema = AvroSchema()
    private var named: [String: Int] = [:]
    private var primitives: [String: Int] = [:]
    /// Defaults, which are checked once all types are known.
    private var defaults: [(type: Int, value: LocatedJSON, field: String)] = []

    init() {}

    mutating func parse(_ json: LocatedJSON) throws(SchemaFault) -> AvroSchema {
        schema.root = try type(json, in: "")
        for (type, value, field) in defaults {
            do throws(SchemaFault) {
                try AvroDefaults(schema: schema).check(value, type)
            } catch {
                throw SchemaFault("its default: \(error.problem)", at: error.offset, path: field)
            }
        }
        return schema
    }

    private mutating func type(_ json: LocatedJSON, in namespace: String) throws(SchemaFault) -> Int {
        switch json.content {
        case .string(let name): return try reference(name, json, in: namespace)
        case .array(let branches): return try union(branches, json, in: namespace)
        case .object: return try complex(json, in: namespace)
        default:
            throw SchemaFault(
                "a type is a name, an array (a union) or an object, not a \(json.kind)", at: json.offset)
        }
    }

    private mutating func reference(
        _ name: String, _ json: LocatedJSON, in namespace: String
    ) throws(SchemaFault) -> Int {
        if AvroName.primitives.contains(name) { return primitive(name) }
        if let known = named[AvroName.full(name, in: namespace)] { return known }
        throw SchemaFault("unknown type \"\(name.prefix(200))\"", at: json.offset)
    }

    private mutating func primitive(_ name: String, logicalType: String? = nil) -> Int {
        if logicalType == nil, let known = primitives[name] { return known }
        let kind: AvroSchema.Kind
        switch name {
        case "null": kind = .null
        case "boolean": kind = .boolean
        case "int": kind = .int
        case "long": kind = .long
        case "float": kind = .float
        case "double": kind = .double
        case "bytes": kind = .bytes
        default: kind = .string
        }
        let type = add(AvroSchema.Entry(name: name, kind: kind, logicalType: logicalType))
        if logicalType == nil { primitives[name] = type }
        return type
    }

    private mutating func add(_ entry: AvroSchema.Entry) -> Int {
        schema.types.append(entry)
        return schema.types.count - 1
    }

    private mutating func complex(_ json: LocatedJSON, in namespace: String) throws(SchemaFault) -> Int {
        guard let type = json["type"] else {
            throw SchemaFault("an object of a type must have a \"type\"", at: json.offset)
        }
        guard let kind = type.stringValue else { return try self.type(type, in: namespace) }
        switch kind {
        case "record", "error": return try record(json, in: namespace)
        case "enum": return try enumeration(json, in: namespace)
        case "fixed": return try fixed(json, in: namespace)
        case "array":
            let items = try self.type(try member("items", of: json), in: namespace)
            return add(AvroSchema.Entry(name: "array", kind: .array(items)))
        case "map":
            let values = try self.type(try member("values", of: json), in: namespace)
            return add(AvroSchema.Entry(name: "map", kind: .map(values)))
        default:
            if AvroName.primitives.contains(kind) {
                return primitive(kind, logicalType: json["logicalType"]?.stringValue)
            }
            return try reference(kind, type, in: namespace)
        }
    }

    private func member(_ key: String, of json: LocatedJSON) throws(SchemaFault) -> LocatedJSON {
        guard let value = json[key] else {
            let kind = json["type"]?.stringValue ?? ""
            throw SchemaFault("a type of kind \(kind) must have \"\(key)\"", at: json.offset)
        }
        return value
    }

    private mutating func union(
        _ branches: [LocatedJSON], _ json: LocatedJSON, in namespace: String
    ) throws(SchemaFault) -> Int {
        guard !branches.isEmpty else { throw SchemaFault("a union must have branches", at: json.offset) }
        var union = AvroSchema.Branches()
        for branch in branches {
            if case .array = branch.content {
                throw SchemaFault("a union must not be directly in a union", at: branch.offset)
            }
            let type = try self.type(branch, in: namespace)
            let name = schema.name(of: type)
            guard union.byName.updateValue(type, forKey: name) == nil else {
                throw SchemaFault("a union must not have two branches of type \(name)", at: branch.offset)
            }
            union.types.append(type)
        }
        return add(AvroSchema.Entry(name: "union", kind: .union(union)))
    }

    // MARK: Named types

    /// Notes a named type before what is in it, which may refer to it.
    private mutating func declare(_ json: LocatedJSON, in namespace: String) throws(SchemaFault) -> Int {
        let nameJSON = try member("name", of: json)
        guard let name = nameJSON.stringValue, AvroName.isDotted(name),
            !AvroName.primitives.contains(name)
        else {
            throw SchemaFault(
                "a name is letters, digits and _, no digit first, with dots between parts, and no primitive type's",
                at: nameJSON.offset)
        }
        var own = namespace
        if let given = json["namespace"] {
            guard let text = given.stringValue, text.isEmpty || AvroName.isDotted(text) else {
                throw SchemaFault("a namespace is names with dots between them", at: given.offset)
            }
            own = text
        }
        let full = AvroName.full(name, in: own)
        guard full.utf8.count <= SchemaLimits.nameBytes else {
            throw SchemaFault(
                "a full name of \(full.utf8.count) bytes, must have at most \(SchemaLimits.nameBytes)",
                at: nameJSON.offset)
        }
        guard named[full] == nil else {
            throw SchemaFault("the name \"\(full.prefix(200))\" is defined twice", at: nameJSON.offset)
        }
        let aliases = try self.aliases(of: json).map {
            AvroName.full($0, in: AvroName.namespace(of: full))
        }
        let type = add(
            AvroSchema.Entry(
                name: full, kind: .null, aliases: aliases, logicalType: json["logicalType"]?.stringValue))
        named[full] = type
        return type
    }

    private func aliases(of json: LocatedJSON) throws(SchemaFault) -> [String] {
        guard let given = json["aliases"] else { return [] }
        return try strings(given, "aliases") { AvroName.isDotted($0) }
    }

    private func strings(
        _ json: LocatedJSON, _ what: String, _ isValid: (String) -> Bool
    ) throws(SchemaFault) -> [String] {
        guard case .array(let elements) = json.content else {
            throw SchemaFault("\(what) must be an array of names", at: json.offset)
        }
        var texts: [String] = []
        for element in elements {
            guard let text = element.stringValue, isValid(text) else {
                throw SchemaFault(
                    "\(what) must be names of letters, digits and _, without a digit first",
                    at: element.offset)
            }
            texts.append(text)
        }
        return texts
    }

    private mutating func record(_ json: LocatedJSON, in namespace: String) throws(SchemaFault) -> Int {
        let type = try declare(json, in: namespace)
        let fieldsJSON = try member("fields", of: json)
        guard case .array(let elements) = fieldsJSON.content else {
            throw SchemaFault("fields must be an array", at: fieldsJSON.offset)
        }
        var fields: [AvroSchema.Field] = []
        var names: Set<String> = []
        for element in elements {
            let field = try field(element, in: AvroName.namespace(of: schema.name(of: type)))
            guard names.insert(field.name).inserted else {
                throw SchemaFault("the record has two fields `\(field.name)`", at: element.offset)
            }
            fields.append(field)
        }
        schema.types[type].kind = .record(fields)
        return type
    }

    private mutating func field(
        _ json: LocatedJSON, in namespace: String
    ) throws(SchemaFault) -> AvroSchema.Field {
        guard case .object = json.content else {
            throw SchemaFault("a field is an object, not a \(json.kind)", at: json.offset)
        }
        guard let name = json["name"]?.stringValue, AvroName.isSimple(name) else {
            throw SchemaFault(
                "a field must have a \"name\" of letters, digits and _, without a digit first",
                at: json.offset)
        }
        guard let typeJSON = json["type"] else {
            throw SchemaFault("the field must have a \"type\"", at: json.offset, path: name)
        }
        let type: Int
        do throws(SchemaFault) {
            type = try self.type(typeJSON, in: namespace)
        } catch {
            throw error.inside(name)
        }
        if let order = json["order"] {
            guard let text = order.stringValue, ["ascending", "descending", "ignore"].contains(text) else {
                throw SchemaFault(
                    "order is ascending, descending or ignore", at: order.offset, path: name)
            }
        }
        let value = json["default"]
        if let value { defaults.append((type, value, name)) }
        return AvroSchema.Field(
            name: name, aliases: try aliases(of: json), type: type, hasDefault: value != nil)
    }

    private mutating func enumeration(_ json: LocatedJSON, in namespace: String) throws(SchemaFault) -> Int {
        let type = try declare(json, in: namespace)
        let given = try member("symbols", of: json)
        let names = try strings(given, "symbols") { AvroName.isSimple($0) }
        var symbols = AvroSchema.Symbols(names: names, known: Set(names))
        guard symbols.known.count == names.count else {
            throw SchemaFault("symbols must be different", at: given.offset)
        }
        if let fallback = json["default"] {
            guard let symbol = fallback.stringValue, symbols.known.contains(symbol) else {
                throw SchemaFault("the default of an enum must be one of its symbols", at: fallback.offset)
            }
            symbols.fallback = symbol
        }
        schema.types[type].kind = .enumeration(symbols)
        return type
    }

    private mutating func fixed(_ json: LocatedJSON, in namespace: String) throws(SchemaFault) -> Int {
        let type = try declare(json, in: namespace)
        let given = try member("size", of: json)
        guard case .number(.int(let value)) = given.content, let size = Int(exactly: value), size >= 0,
            size <= Int32.max
        else {
            throw SchemaFault("size must be an integer from 0 to 2,147,483,647", at: given.offset)
        }
        schema.types[type].kind = .fixed(size: size)
        return type
    }
}
