/// Decodes the protobuf wire format into a message, in place, without copying the input.
///
/// Every length is checked against the input before it is used, nesting is bounded, strings must be UTF-8,
/// unknown fields are skipped. Source: "Encoding" in the protocol buffers documentation.
public struct ProtobufDecoder: FieldVisitor, ~Copyable {
    /// Messages nested deeper than this are refused, as Google's parsers do.
    public static let maxDepth = 100

    /// A message with more elements in its repeated fields together is refused: an empty element takes two bytes
    /// of input, but much more of memory. No API here allows nearly as many.
    public static let maxElements = 250_000

    @usableFromInline let base: UnsafeRawPointer
    @usableFromInline var offset: Int
    @usableFromInline var end: Int
    /// The number of the field whose value is next, 0 at the end of the message.
    @usableFromInline var number = 0
    @usableFromInline var wireType: UInt8 = 0
    @usableFromInline var depth = 0
    @usableFromInline var elements = 0
    @usableFromInline var fault: StaticString?
    @usableFromInline var faultOffset = 0

    @usableFromInline let strings: RecentStrings?

    @inlinable init(_ input: UnsafeRawBufferPointer, strings: RecentStrings? = nil) {
        self.strings = strings
        // An empty input may have no address; nothing is read through this one.
        base = input.baseAddress ?? UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped
        offset = 0
        end = input.count
    }

    /// Decodes a whole message.
    ///
    /// - Parameter strings: where strings that have come before are taken from; nil for none.
    /// - Throws: INTERNAL, the code that gRPC gives a request that cannot be parsed (grpc
    ///   `doc/statuscodes.md`), with the offset of the fault.
    @inlinable public static func decode<M: Message>(
        _ type: M.Type = M.self, from input: UnsafeRawBufferPointer, strings: RecentStrings? = nil
    ) throws(Status) -> M {
        var message = M()
        var decoder = ProtobufDecoder(input, strings: strings)
        decoder.run(&message)
        if let fault = decoder.fault { throw Self.status(fault, decoder.faultOffset) }
        return message
    }

    @usableFromInline static func status(_ fault: StaticString, _ offset: Int) -> Status {
        Status(.internal, "Error parsing request proto: \(fault) at byte \(offset).")
    }

    /// Decodes fields into `message` until the input ends.
    @inlinable mutating func run<M: Message>(_ message: inout M) {
        guard M.oneofs.isEmpty else { return runOneByOne(&message) }
        readTag()
        while number != 0 {
            let before = offset
            let beforeNumber = number
            message.visit(&self)
            // A whole round that read nothing: no line of the message has this number and wire type.
            if offset == before, number == beforeNumber, number != 0 { skipValue() }
        }
    }

    // MARK: Input

    @inlinable mutating func fail(_ reason: StaticString) {
        if fault == nil {
            fault = reason
            faultOffset = offset
        }
        offset = end
        number = 0
    }

    @inlinable mutating func readTag() {
        guard offset < end else {
            number = 0
            return
        }
        let tag = readVarint()
        let field = tag >> 3
        guard field > 0, field < 1 << 29 else { return fail("field number out of range") }
        number = Int(field)
        wireType = UInt8(truncatingIfNeeded: tag & 7)
    }

    @inlinable mutating func readVarint() -> UInt64 {
        guard offset < end else {
            fail("truncated varint")
            return 0
        }
        let first = base.load(fromByteOffset: offset, as: UInt8.self)
        offset += 1
        if first < 0x80 { return UInt64(first) }
        return readLongVarint(UInt64(first & 0x7f))
    }

    @inlinable mutating func readLongVarint(_ low: UInt64) -> UInt64 {
        var value = low
        var shift: UInt64 = 7
        while offset < end {
            let byte = base.load(fromByteOffset: offset, as: UInt8.self)
            offset += 1
            if shift == 63, byte > 1 { break }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
            if shift > 63 { break }
        }
        fail("malformed varint")
        return 0
    }

    /// The length of a length-delimited value, known to fit the input; nil after a fault.
    @inlinable mutating func readLength() -> Int? {
        let length = readVarint()
        guard fault == nil, length <= UInt64(end - offset) else {
            fail("length beyond the end of the message")
            return nil
        }
        return Int(length)
    }

    @inlinable mutating func readString() -> String {
        guard let length = readLength() else { return "" }
        let bytes = UnsafeRawBufferPointer(start: base + offset, count: length)
        guard let string = strings.map({ $0.string(bytes) }) ?? String(utf8: bytes) else {
            fail("string that is not UTF-8")
            return ""
        }
        offset += length
        return string
    }

    @inlinable mutating func readBytes() -> [UInt8] {
        guard let length = readLength() else { return [] }
        defer { offset += length }
        return [UInt8](UnsafeRawBufferPointer(start: base + offset, count: length))
    }

    /// Counts an element of a repeated field.
    @inlinable mutating func countElement() {
        elements += 1
        if elements > Self.maxElements { fail("too many elements in repeated fields") }
    }

    /// Reads the length-delimited message that is next, merging it into `message`.
    @inlinable mutating func runNested<M: Message>(_ message: inout M) {
        guard let length = readLength() else { return }
        depth += 1
        guard depth < Self.maxDepth else { return fail("message nested too deeply") }
        let outerEnd = end
        end = offset + length
        run(&message)
        end = outerEnd
        depth -= 1
        if fault != nil { fail("") }
    }

    @usableFromInline mutating func skipValue() {
        skipToEndOfValue()
        if fault == nil { readTag() }
    }

    mutating func skipToEndOfValue() {
        switch wireType {
        case 0: _ = readVarint()
        case 1: skip(8)
        case 2: if let length = readLength() { offset += length }
        case 3: skipGroup()
        case 5: skip(4)
        default: fail("unexpected wire type")
        }
    }

    @usableFromInline mutating func skip(_ count: Int) {
        guard end - offset >= count else { return fail("truncated value") }
        offset += count
    }

    @usableFromInline mutating func skipGroup() {
        var open = [number]
        while let group = open.last {
            guard offset < end else { return fail("group without end") }
            readTag()
            guard fault == nil else { return }
            switch wireType {
            case 0: _ = readVarint()
            case 1: skip(8)
            case 2: if let length = readLength() { offset += length }
            case 3:
                guard open.count < Self.maxDepth else { return fail("group nested too deeply") }
                open.append(number)
            case 4:
                guard number == group else { return fail("group end without start") }
                open.removeLast()
            case 5: skip(4)
            default: return fail("unexpected wire type")
            }
            guard fault == nil else { return }
        }
    }

    /// Whether the next value belongs to that field.
    @inlinable func isNext(_ field: Int, _ type: UInt8) -> Bool { number == field && wireType == type }

    // MARK: Fields

    /// Reads a string.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout String) {
        while isNext(number, 2) {
            value = readString()
            readTag()
        }
    }

    /// Reads a string with presence.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout String?) {
        while isNext(number, 2) {
            value = readString()
            readTag()
        }
    }

    /// Reads a boolean.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout Bool) {
        while isNext(number, 0) {
            value = readVarint() != 0
            readTag()
        }
    }

    /// Reads a boolean with presence.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout Bool?) {
        while isNext(number, 0) {
            value = readVarint() != 0
            readTag()
        }
    }

    /// Reads a 32-bit integer.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int32) {
        while isNext(number, 0) {
            value = Int32(truncatingIfNeeded: readVarint())
            readTag()
        }
    }

    /// Reads a 64-bit integer.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int64) {
        while isNext(number, 0) {
            value = Int64(bitPattern: readVarint())
            readTag()
        }
    }

    /// Reads a double.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout Double) {
        while isNext(number, 1) {
            guard end - offset >= 8 else { return fail("truncated value") }
            let bits = base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            value = Double(bitPattern: UInt64(littleEndian: bits))
            offset += 8
            readTag()
        }
    }

    /// Reads bytes.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout [UInt8]) {
        while isNext(number, 2) {
            value = readBytes()
            readTag()
        }
    }

    /// Reads a duration.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout Duration?) {
        while isNext(number, 2) {
            var parts = SecondsAndNanos()
            runNested(&parts)
            value = parts.duration
            readTag()
        }
    }

    /// Reads a timestamp.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout Timestamp?) {
        while isNext(number, 2) {
            var parts = SecondsAndNanos()
            runNested(&parts)
            value = Timestamp(seconds: parts.seconds, nanos: parts.nanos)
            readTag()
        }
    }

    /// Reads a field mask.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout FieldMask?) {
        while isNext(number, 2) {
            var paths = PathList()
            runNested(&paths)
            value = FieldMask((value?.paths ?? []) + paths.paths)
            readTag()
        }
    }

    /// Reads repeated strings.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout [String]) {
        while isNext(number, 2) {
            value.append(readString())
            countElement()
            if fault == nil { readTag() }
        }
    }

    /// Reads repeated 32-bit integers.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout [Int32]) {
        varints(number, &value) { Int32(truncatingIfNeeded: $0) }
    }

    /// Reads a map of strings.
    @inlinable public mutating func field(_ number: Int, _ name: StaticString, _ value: inout StringMap) {
        while isNext(number, 2) {
            var entry = MapEntry()
            runNested(&entry)
            value[entry.key] = entry.value
            if value.count > StringMap.maxDecodedEntries { return fail("too many map entries") }
            readTag()
        }
    }

    /// Reads an enumeration.
    @inlinable public mutating func field<E: ProtoEnum>(_ number: Int, _ name: StaticString, _ value: inout E)
    {
        while isNext(number, 0) {
            value = E(rawValue: Int32(truncatingIfNeeded: readVarint()))
            readTag()
        }
    }

    /// Reads a message.
    @inlinable public mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout M?)
    {
        while isNext(number, 2) {
            var message = value ?? M()
            runNested(&message)
            value = message
            if fault == nil { readTag() }
        }
    }

    /// Reads repeated messages.
    @inlinable public mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout [M])
    {
        while isNext(number, 2) {
            var message = M()
            runNested(&message)
            value.append(consume message)
            countElement()
            if fault == nil { readTag() }
        }
    }
}
