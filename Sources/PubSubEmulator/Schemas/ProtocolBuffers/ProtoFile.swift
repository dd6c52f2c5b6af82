/// A `.proto` file as it was read, with the names of types not looked up yet.
struct ProtoFile {
    /// An `extend` of a message.
    struct Extension {
        var extendee: String
        var offset: Int
        /// The full name of the message or package that the extension stands in.
        var scope: String
        var fields: [ProtoSchema.Field]
    }

    var schema = ProtoSchema()
    var package = ""
    /// The places of the messages that are in no other.
    var topLevel: [Int] = []
    var extensions: [Extension] = []
    /// Every name that is taken, in full, with what it is called by.
    var names: [String: Symbol] = [:]

    enum Symbol {
        case message(Int)
        case enumeration(Int)
        /// A field, a value, a oneof: no type.
        case other
    }

    /// Takes a full name.
    mutating func declare(_ name: String, _ symbol: Symbol, at offset: Int) throws(SchemaFault) {
        guard name.utf8.count <= SchemaLimits.nameBytes else {
            throw SchemaFault(
                "a name of \(name.utf8.count) bytes with its scope, must have at most \(SchemaLimits.nameBytes)",
                at: offset)
        }
        guard names.updateValue(symbol, forKey: name) == nil else {
            throw SchemaFault("\"\(name.prefix(300))\" is already defined", at: offset)
        }
    }

    /// A name in a package or message.
    static func join(_ scope: String, _ name: String) -> String { scope.isEmpty ? name : "\(scope).\(name)" }
}
