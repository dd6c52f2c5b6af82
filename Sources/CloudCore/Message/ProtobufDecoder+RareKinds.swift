/// Kinds of fields that no hot path has.
extension ProtobufDecoder {
    /// Reads a 32-bit integer with presence.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int32?) {
        while isNext(number, 0) {
            value = Int32(truncatingIfNeeded: readVarint())
            readTag()
        }
    }

    /// Reads repeated bytes.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout [[UInt8]]) {
        while isNext(number, 2) {
            value.append(readBytes())
            countElement()
            if fault == nil { readTag() }
        }
    }

    /// Reads a 64-bit integer with presence.
    public mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int64?) {
        while isNext(number, 0) {
            value = Int64(bitPattern: readVarint())
            readTag()
        }
    }

    /// Reads repeated 64-bit integers.
    public mutating func field(_ number: Int, _ name: StaticString, _ value: inout [Int64]) {
        varints(number, &value) { Int64(bitPattern: $0) }
    }

    /// Reads a double with presence.
    public mutating func field(_ number: Int, _ name: StaticString, _ value: inout Double?) {
        while isNext(number, 1) {
            var present = 0.0
            field(number, name, &present)
            value = present
        }
    }

    /// Reads repeated enumerations.
    public mutating func field<E: ProtoEnum>(_ number: Int, _ name: StaticString, _ value: inout [E]) {
        varints(number, &value) { E(rawValue: Int32(truncatingIfNeeded: $0)) }
    }

    /// Reads repeated varints, packed or not.
    @inlinable mutating func varints<T>(_ number: Int, _ values: inout [T], _ convert: (UInt64) -> T) {
        while self.number == number, wireType == 0 || wireType == 2 {
            if wireType == 0 {
                values.append(convert(readVarint()))
            } else if let length = readLength() {
                let stop = offset + length
                while offset < stop, fault == nil { values.append(convert(readVarint())) }
                if fault == nil, offset != stop { fail("packed value beyond its length") }
            }
            if fault == nil { readTag() }
        }
    }

    /// Reads a map of 64-bit integers.
    public mutating func field(_ number: Int, _ name: StaticString, _ value: inout IntegerMap) {
        while isNext(number, 2) {
            var entry = IntegerMapEntry()
            runNested(&entry)
            value[entry.key] = entry.value
            if value.count > StringMap.maxDecodedEntries { return fail("too many map entries") }
            if fault == nil { readTag() }
        }
    }

    /// Reads a map of messages.
    public mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout MessageMap<M>)
    {
        while isNext(number, 2) {
            var entry = MessageMapEntry<M>()
            runNested(&entry)
            value[entry.key] = entry.value ?? M()
            if value.count > StringMap.maxDecodedEntries { return fail("too many map entries") }
            if fault == nil { readTag() }
        }
    }

    /// Reads nothing: a JSON value has no protobuf form.
    public mutating func field(_ number: Int, _ name: StaticString, _ value: inout JSON?) {}

    /// Reads nothing: a JSON value has no protobuf form.
    public mutating func field(_ number: Int, _ name: StaticString, _ value: inout [JSON]) {}
}
