import CloudCore

extension AvroSchema {
    /// Checks data in Avro's JSON encoding, where a value of a union, unless null, is an object with the branch's
    /// name as the only key. Depth is bounded by that of the JSON.
    ///
    /// Whether the service refuses members that are no fields is nowhere said; here they are, for nothing reads them.
    func checkJSON(_ data: [UInt8]) throws(SchemaFault) {
        let json: LocatedJSON
        do throws(Status) {
            json = try LocatedJSON.parse(data)
        } catch {
            throw SchemaFault("not JSON: \(error.message)")
        }
        try checkJSON(json, root)
    }

    private func checkJSON(_ json: LocatedJSON, _ type: Int) throws(SchemaFault) {
        switch (types[type].kind, json.content) {
        case (.record(let fields), .object(let members)): try checkRecord(json, fields, members)
        case (.array(let items), .array(let elements)):
            for index in elements.indices {
                do throws(SchemaFault) {
                    try checkJSON(elements[index], items)
                } catch {
                    throw error.insideItem(index)
                }
            }
        case (.map(let values), .object(let members)):
            for member in members {
                do throws(SchemaFault) {
                    try checkJSON(member.value, values)
                } catch {
                    throw error.insideEntry(member.key)
                }
            }
        case (.union(let branches), _): try checkUnion(json, branches)
        default: try AvroJSONValues.check(json, types[type])
        }
    }

    private func checkRecord(
        _ json: LocatedJSON, _ fields: [Field], _ members: [LocatedJSON.Member]
    ) throws(SchemaFault) {
        // Mostly the members stand in the order of the fields: then each is found at the first look.
        var matched = 0
        var found = 0
        var places: [String: Int]?
        for field in fields {
            var index: Int? = matched
            if matched >= members.count || members[matched].key != field.name {
                let known = places ?? Self.places(members)
                places = known
                index = known[field.name]
            }
            guard let index else {
                throw SchemaFault("is missing from the object", at: json.offset, path: field.name)
            }
            matched = index + 1
            found += 1
            do throws(SchemaFault) {
                try checkJSON(members[index].value, field.type)
            } catch {
                throw error.inside(field.name)
            }
        }
        guard found < members.count else { return }
        let names = Set(fields.map(\.name))
        if let other = members.first(where: { !names.contains($0.key) }) {
            throw SchemaFault("the record has no field `\(other.key.prefix(100))`", at: other.keyOffset)
        }
    }

    private static func places(_ members: [LocatedJSON.Member]) -> [String: Int] {
        Dictionary(members.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private func checkUnion(_ json: LocatedJSON, _ branches: Branches) throws(SchemaFault) {
        var names: String { Self.list(branches.types.prefix(11).map { name(of: $0) }) }
        switch json.content {
        case .null:
            if branches.byName["null"] != nil { return }
            throw SchemaFault(
                "expected a union of \(names), found null", at: json.offset)
        case .object(let members) where members.count == 1:
            guard let branch = branches.byName[members[0].key], members[0].key != "null" else {
                throw SchemaFault(
                    "\"\(members[0].key.prefix(100))\" is no branch of the union of \(names)",
                    at: members[0].keyOffset)
            }
            try checkJSON(members[0].value, branch)
        default:
            throw SchemaFault(
                "expected a union of \(names), written as null or as {\"branch\": value}, found \(json.kind)",
                at: json.offset)
        }
    }

    /// Names with commas between them, the first few only.
    static func list(_ names: [String]) -> String {
        names.prefix(10).joined(separator: ", ") + (names.count > 10 ? ", …" : "")
    }
}
