/// Kinds of fields that no hot path has.
extension ProtobufEncoder {
    /// Writes a 32-bit integer with presence.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int32?) {
        if let value { varint(number, UInt64(bitPattern: Int64(value))) }
    }

    /// Writes repeated bytes.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout [[UInt8]]) {
        for element in value {
            tag(number, 2)
            out.append(varint: UInt64(element.count))
            out.append(element)
        }
    }

    /// Writes a 64-bit integer with presence.
    public mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int64?) {
        if let value { varint(number, UInt64(bitPattern: value)) }
    }

    /// Writes repeated 64-bit integers.
    public mutating func field(_ number: Int, _ name: StaticString, _ value: inout [Int64]) {
        packed(number, value) { UInt64(bitPattern: $0) }
    }

    /// Writes a double with presence.
    public mutating func field(_ number: Int, _ name: StaticString, _ value: inout Double?) {
        guard let value else { return }
        tag(number, 1)
        out.append(littleEndian: value.bitPattern)
    }

    /// Writes repeated enumerations.
    public mutating func field<E: ProtoEnum>(_ number: Int, _ name: StaticString, _ value: inout [E]) {
        packed(number, value) { UInt64(bitPattern: Int64($0.rawValue)) }
    }

    @inlinable mutating func packed<T>(_ number: Int, _ values: [T], _ bits: (T) -> UInt64) {
        guard !values.isEmpty else { return }
        tag(number, 2)
        let gap = out.appendGap(1)
        for element in values { out.append(varint: bits(element)) }
        out.closeLengthPrefix(at: gap)
    }

    /// Writes a map of 64-bit integers.
    public mutating func field(_ number: Int, _ name: StaticString, _ value: inout IntegerMap) {
        for (key, element) in value.entries {
            var entry = IntegerMapEntry(key: key, value: element)
            message(number, &entry)
        }
    }

    /// Writes a map of messages.
    public mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout MessageMap<M>)
    {
        for (key, element) in value.entries {
            var entry = MessageMapEntry<M>()
            entry.key = key
            entry.value = element
            message(number, &entry)
        }
    }

    /// Writes nothing: a JSON value has no protobuf form.
    public mutating func field(_ number: Int, _ name: StaticString, _ value: inout JSON?) {}

    /// Writes nothing: a JSON value has no protobuf form.
    public mutating func field(_ number: Int, _ name: StaticString, _ value: inout [JSON]) {}
}
