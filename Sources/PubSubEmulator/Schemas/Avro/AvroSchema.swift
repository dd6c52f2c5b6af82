import CloudCore

/// A parsed Avro schema (Apache Avro 1.11, "Schema Declaration"): its types in a list, which refer to each other by
/// place, since types may contain themselves.
struct AvroSchema: Sendable {
    /// A type.
    enum Kind: Sendable {
        case null, boolean, int, long, float, double, bytes, string
        case record([Field])
        case enumeration(Symbols)
        case array(Int)
        case map(Int)
        case union(Branches)
        case fixed(size: Int)
    }

    /// The symbols of an enum.
    struct Symbols: Sendable {
        var names: [String]
        var known: Set<String>
        var fallback: String?
    }

    /// The branches of a union.
    struct Branches: Sendable {
        var types: [Int] = []
        var byName: [String: Int] = [:]
    }

    /// A field of a record.
    struct Field: Sendable {
        var name: String
        var aliases: [String]
        var type: Int
        var hasDefault: Bool
    }

    /// A type with its name: that of a primitive or unnamed type is its kind.
    struct Entry: Sendable {
        var name: String
        var kind: Kind
        var aliases: [String] = []
        /// What a `logicalType` says. It annotates; data of the type is that of the underlying type.
        var logicalType: String?
    }

    var types: [Entry] = []
    var root = 0

    /// Parses a definition.
    static func parse(_ definition: [UInt8]) throws(SchemaFault) -> AvroSchema {
        let json: LocatedJSON
        do throws(Status) {
            json = try LocatedJSON.parse(definition)
        } catch {
            throw SchemaFault(String(error.message.drop { $0 != "." }.dropFirst(2)))
        }
        var parser = AvroSchemaParser()
        return try parser.parse(json)
    }

    /// The name of a type in error texts, and of a branch of a union in JSON.
    func name(of type: Int) -> String { types[type].name }
}
