extension ProtobufDecoder {
    /// Decodes fields into a message with oneofs until the input ends: of the members of a oneof the last one in
    /// the input counts ("Oneof Features" in the protocol buffers language guide).
    ///
    /// Each field is decoded by itself, so that it is known which one came last.
    @usableFromInline mutating func runOneByOne<M: Message>(_ message: inout M) {
        let stop = end
        while offset < stop, fault == nil {
            readTag()
            guard fault == nil else { break }
            let (field, type, start) = (number, wireType, offset)
            skipToEndOfValue()
            guard fault == nil else { break }
            let next = offset
            (number, wireType, offset, end) = (field, type, start, next)
            message.visit(&self)
            let isKnown = offset != start
            end = stop
            guard fault == nil else { break }
            offset = next
            guard isKnown, let oneof = M.oneofs.first(where: { $0.fields.contains(field) }) else { continue }
            var clearer = FieldClearer(oneof.fields.filter { $0 != field })
            message.visit(&clearer)
        }
        number = 0
    }
}

/// Sets fields to their defaults.
private struct FieldClearer: FieldVisitor, ~Copyable {
    private let numbers: [Int]

    init(_ numbers: [Int]) { self.numbers = numbers }

    private func clear<T>(_ number: Int, _ value: inout T, _ initial: T) {
        if numbers.contains(number) { value = initial }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout String) {
        clear(number, &value, "")
    }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout String?) {
        clear(number, &value, nil)
    }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Bool) {
        clear(number, &value, false)
    }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Bool?) {
        clear(number, &value, nil)
    }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int32) {
        clear(number, &value, 0)
    }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int32?) {
        clear(number, &value, nil)
    }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int64) {
        clear(number, &value, 0)
    }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Double) {
        clear(number, &value, 0)
    }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [UInt8]) {
        clear(number, &value, [])
    }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Duration?) {
        clear(number, &value, nil)
    }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Timestamp?) {
        clear(number, &value, nil)
    }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout FieldMask?) {
        clear(number, &value, nil)
    }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [String]) {
        clear(number, &value, [])
    }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [[UInt8]]) {
        clear(number, &value, [])
    }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [Int32]) {
        clear(number, &value, [])
    }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout StringMap) {
        clear(number, &value, [:])
    }
    mutating func field<E: ProtoEnum>(_ number: Int, _ name: StaticString, _ value: inout E) {
        clear(number, &value, E(rawValue: 0))
    }
    mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout M?) {
        clear(number, &value, nil)
    }
    mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout [M]) {
        clear(number, &value, [])
    }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int64?) {
        clear(number, &value, nil)
    }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [Int64]) {
        clear(number, &value, [])
    }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Double?) {
        clear(number, &value, nil)
    }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout JSON?) {
        clear(number, &value, nil)
    }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [JSON]) {
        clear(number, &value, [])
    }
    mutating func field<E: ProtoEnum>(_ number: Int, _ name: StaticString, _ value: inout [E]) {
        clear(number, &value, [])
    }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout IntegerMap) {
        clear(number, &value, [:])
    }
    mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout MessageMap<M>) {
        clear(number, &value, [:])
    }
}
