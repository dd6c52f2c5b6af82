/// Records the fields that a message shows.
struct FieldRecorder: FieldVisitor, ~Copyable {
    private(set) var fields: [FieldDescription] = []
    private(set) var names: [StaticString] = []

    private mutating func note(
        _ number: Int, _ name: StaticString, _ kind: FieldDescription.Kind, isRepeated: Bool = false,
        hasPresence: Bool = false
    ) {
        names.append(name)
        fields.append(
            FieldDescription(
                number: number, jsonName: "\(name)", kind: kind, isRepeated: isRepeated,
                hasPresence: hasPresence))
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout String) {
        note(number, name, .string)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout String?) {
        note(number, name, .string, hasPresence: true)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Bool) {
        note(number, name, .bool)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Bool?) {
        note(number, name, .bool, hasPresence: true)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int32) {
        note(number, name, .int32)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int32?) {
        note(number, name, .int32, hasPresence: true)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int64) {
        note(number, name, .int64)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Double) {
        note(number, name, .double)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [UInt8]) {
        note(number, name, .bytes)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Duration?) {
        note(number, name, .duration)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Timestamp?) {
        note(number, name, .timestamp)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout FieldMask?) {
        note(number, name, .fieldMask)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [String]) {
        note(number, name, .string, isRepeated: true)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [[UInt8]]) {
        note(number, name, .bytes, isRepeated: true)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [Int32]) {
        note(number, name, .int32, isRepeated: true)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout StringMap) {
        note(number, name, .stringMap)
    }

    mutating func field<E: ProtoEnum>(_ number: Int, _ name: StaticString, _ value: inout E) {
        note(number, name, .enumeration(E.self))
    }

    mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout M?) {
        note(number, name, .message(M.self))
    }

    mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout [M]) {
        note(number, name, .message(M.self), isRepeated: true)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int64?) {
        note(number, name, .int64, hasPresence: true)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [Int64]) {
        note(number, name, .int64, isRepeated: true)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Double?) {
        note(number, name, .double, hasPresence: true)
    }

    mutating func field<E: ProtoEnum>(_ number: Int, _ name: StaticString, _ value: inout [E]) {
        note(number, name, .enumeration(E.self), isRepeated: true)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout IntegerMap) {
        note(number, name, .integerMap)
    }

    mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout MessageMap<M>) {
        note(number, name, .messageMap(M.self))
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout JSON?) {
        note(number, name, .json)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [JSON]) {
        note(number, name, .json, isRepeated: true)
    }
}
