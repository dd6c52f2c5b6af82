/// A parsed schema in the language of protocol buffers: its types in lists, which refer to each other by place, since
/// messages may contain themselves.
struct ProtoSchema: Sendable {
    /// The versions of the language that the service takes ("Schema overview").
    enum Syntax: Sendable {
        case proto2
        case proto3
    }

    /// Types of values without parts, called as the language calls them.
    enum Scalar: String, Sendable {
        case double, float, int32, int64, uint32, uint64, sint32, sint64
        case fixed32, fixed64, sfixed32, sfixed64, bool, string, bytes
    }

    enum FieldType: Sendable {
        case scalar(Scalar)
        case enumeration(Int)
        case message(Int)
        case group(Int)
    }

    enum Label: Sendable {
        case optional
        case required
        case repeated
    }

    /// A field of a message, or an extension of it.
    struct Field: Sendable {
        var name: String
        var jsonName: String
        var number: Int
        var label = Label.optional
        var type: FieldType
        /// The type's name as the definition has it, until the name is resolved.
        var typeName = ""
        /// Whether it was given without a label: then it has no presence, if it is of proto3.
        var isImplicit = false
        var oneof: Int?
        var offset = 0
    }

    /// A message type.
    struct Message: Sendable {
        /// The full name, with package and outer messages.
        var name: String
        var fields: [Field] = []
        var oneofs: [String] = []
        var reservedNames: Set<String> = []
        var reserved = NumberRanges()
        var extensions = NumberRanges()
        /// Whether it stands for the entries of a map.
        var isMapEntry = false
        var offset = 0
        /// Places in `fields`.
        var byNumber: [Int: Int] = [:]
        /// Places in `fields`, by name and by JSON name.
        var byName: [String: Int] = [:]
        var requiredCount = 0
    }

    /// An enum.
    struct Enumeration: Sendable {
        var name: String
        var values: [(name: String, number: Int32)] = []
        var numbers: Set<Int32> = []
        var byName: [String: Int32] = [:]
    }

    var syntax = Syntax.proto2
    var messages: [Message] = []
    var enumerations: [Enumeration] = []
    /// The message that data is checked against: the only one at the top level.
    var root = 0

    /// Parses a definition: the text of a `.proto` file without imports.
    static func parse(_ definition: [UInt8]) throws(SchemaFault) -> ProtoSchema {
        var parser = try ProtoParser(definition)
        let file = try parser.parseFile()
        var linker = ProtoLinker(file)
        return try linker.link()
    }

    /// A field's type in error texts.
    func name(of type: FieldType) -> String {
        switch type {
        case .scalar(let scalar): scalar.rawValue
        case .enumeration(let place): enumerations[place].name
        case .message(let place), .group(let place): messages[place].name
        }
    }

    /// The message type of a map's entries, if the field is a map.
    func mapEntry(of field: Field) -> Message? {
        guard case .message(let place) = field.type, messages[place].isMapEntry else { return nil }
        return messages[place]
    }
}
