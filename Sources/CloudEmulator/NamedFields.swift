import CloudCore

/// A list of fields by number and JSON name.
protocol FieldNames {
    static var list: [(number: Int, name: StaticString)] { get }
}

/// Fields of a message of which nothing is known but their names: those that are refused, and those that callers only
/// send back as they got them from the service.
struct NamedFields<Names: FieldNames>: Sendable, Equatable {
    private var values = [JSON?](repeating: nil, count: Names.list.count)

    /// Shows each field to `visitor`, as part of the message that has them.
    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        for (index, field) in Names.list.enumerated() {
            visitor.field(field.number, field.name, &values[index])
        }
    }

    /// The name of the first field that is set to anything; some clients send what is empty for what is not set.
    var firstSet: String? {
        zip(Names.list, values).first { !Self.isEmpty($0.1) }.map { "\($0.0.name)" }
    }

    private static func isEmpty(_ value: JSON?) -> Bool {
        switch value {
        case nil, .null, .string(""), .bool(false): true
        case .array(let elements): elements.isEmpty
        case .object(let members): members.isEmpty
        default: false
        }
    }
}
