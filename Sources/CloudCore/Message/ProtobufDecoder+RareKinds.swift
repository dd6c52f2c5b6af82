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
}
