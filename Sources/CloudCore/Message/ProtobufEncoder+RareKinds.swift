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
}
