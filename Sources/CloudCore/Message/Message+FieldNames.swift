extension Message {
    /// The names of the fields as the API definition spells them, in snake_case, in the order of their numbers.
    public static var fieldNames: [String] { jsonFieldNames.map { FieldName.snakeCase($0) } }

    /// The names of the fields in JSON, in lowerCamelCase.
    static var jsonFieldNames: [StaticString] {
        var collector = NameCollector()
        var message = Self()
        message.visit(&collector)
        return collector.names
    }
}

/// Collects the names that a message shows.
private struct NameCollector: FieldVisitor, ~Copyable {
    var names: [StaticString] = []

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout String) { names.append(name) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout String?) { names.append(name) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Bool) { names.append(name) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Bool?) { names.append(name) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int32) { names.append(name) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int64) { names.append(name) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Double) { names.append(name) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [UInt8]) { names.append(name) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Duration?) { names.append(name) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Timestamp?) { names.append(name) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout FieldMask?) { names.append(name) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [String]) { names.append(name) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [Int32]) { names.append(name) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout StringMap) { names.append(name) }
    mutating func field<E: ProtoEnum>(_ number: Int, _ name: StaticString, _ value: inout E) {
        names.append(name)
    }
    mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout M?) {
        names.append(name)
    }
    mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout [M]) {
        names.append(name)
    }
}
