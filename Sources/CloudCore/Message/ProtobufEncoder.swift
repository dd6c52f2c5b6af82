/// Encodes a message in the protobuf wire format straight into an output buffer, lengths back-patched.
///
/// Fields without explicit presence are left out when they hold their default, as proto3 prescribes.
public struct ProtobufEncoder: FieldVisitor, ~Copyable {
    @usableFromInline var out: OutputBuffer
    /// How many bytes the length of the last nested message took: most likely the next takes as many, and then nothing
    /// has to be moved when its length is known.
    @usableFromInline var lengthWidth = 1

    @inlinable init(_ out: consuming OutputBuffer) { self.out = out }

    @inlinable consuming func take() -> OutputBuffer { out }

    /// Appends `message` to `out`.
    @inlinable public static func encode<M: Message>(_ message: M, to out: inout OutputBuffer) {
        var message = message
        var encoder = ProtobufEncoder(out)
        message.visit(&encoder)
        out = encoder.take()
    }

    /// The bytes of `message`.
    public static func bytes<M: Message>(of message: M) -> [UInt8] {
        var out = OutputBuffer()
        encode(message, to: &out)
        return out.copyBytes()
    }

    @inlinable mutating func tag(_ number: Int, _ wireType: UInt64) {
        let tag = UInt64(number) << 3 | wireType
        if tag < 0x80 { out.append(UInt8(tag)) } else { out.append(varint: tag) }
    }

    @inlinable mutating func string(_ number: Int, _ value: String) {
        tag(number, 2)
        out.append(varint: UInt64(value.utf8.count))
        out.append(utf8: value)
    }

    @inlinable mutating func varint(_ number: Int, _ value: UInt64) {
        tag(number, 0)
        out.append(varint: value)
    }

    @inlinable mutating func message<M: Message>(_ number: Int, _ value: inout M) {
        tag(number, 2)
        let width = lengthWidth
        let gap = out.appendGap(width)
        value.visit(&self)
        lengthWidth = out.closeLengthPrefix(at: gap, width: width)
    }

    /// Writes a message that is always short.
    @inlinable mutating func shortMessage(_ number: Int, _ value: inout SecondsAndNanos) {
        tag(number, 2)
        let gap = out.appendGap(1)
        value.visit(&self)
        out.closeLengthPrefix(at: gap)
    }

    // MARK: Fields

    /// Writes a string.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout String) {
        if !value.isEmpty { string(number, value) }
    }

    /// Writes a string with presence.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout String?) {
        if let value { string(number, value) }
    }

    /// Writes a boolean.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout Bool) {
        if value { varint(number, 1) }
    }

    /// Writes a boolean with presence.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout Bool?) {
        if let value { varint(number, value ? 1 : 0) }
    }

    /// Writes a 32-bit integer.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int32) {
        if value != 0 { varint(number, UInt64(bitPattern: Int64(value))) }
    }

    /// Writes a 64-bit integer.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int64) {
        if value != 0 { varint(number, UInt64(bitPattern: value)) }
    }

    /// Writes a double.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout Double) {
        guard value.bitPattern != 0 else { return }
        tag(number, 1)
        out.append(littleEndian: value.bitPattern)
    }

    /// Writes bytes.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout [UInt8]) {
        guard !value.isEmpty else { return }
        tag(number, 2)
        out.append(varint: UInt64(value.count))
        out.append(value)
    }

    /// Writes a duration.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout Duration?) {
        guard let value else { return }
        var parts = SecondsAndNanos()
        parts.seconds = value.components.seconds
        parts.nanos = Int32(value.components.attoseconds / 1_000_000_000)
        shortMessage(number, &parts)
    }

    /// Writes a timestamp.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout Timestamp?) {
        guard let value else { return }
        var parts = SecondsAndNanos()
        parts.seconds = value.seconds
        parts.nanos = value.nanos
        shortMessage(number, &parts)
    }

    /// Writes a field mask.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout FieldMask?) {
        guard let value else { return }
        var paths = PathList()
        paths.paths = value.paths
        message(number, &paths)
    }

    /// Writes repeated strings.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout [String]) {
        for element in value { string(number, element) }
    }

    /// Writes repeated 32-bit integers.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout [Int32]) {
        packed(number, value) { UInt64(bitPattern: Int64($0)) }
    }

    /// Writes a map of strings.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout StringMap) {
        for (key, text) in value.entries {
            var entry = MapEntry()
            entry.key = key
            entry.value = text
            message(number, &entry)
        }
    }

    /// Writes an enumeration.
    @inlinable public mutating func field<E: ProtoEnum>(_ number: Int, _ name: StaticString, _ value: inout E)
    {
        if value.rawValue != 0 { varint(number, UInt64(bitPattern: Int64(value.rawValue))) }
    }

    /// Writes a message.
    @inlinable public mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout M?)
    {
        guard var present = value else { return }
        message(number, &present)
    }

    /// Writes repeated messages.
    @inlinable public mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout [M])
    {
        for index in value.indices { message(number, &value[index]) }
    }
}
