/// One header field, immutable: strings shared with the table entry it came from, so that copying it counts
/// references and allocates nothing.
///
/// Bytes of a value that are not UTF-8 are replaced by U+FFFD; HTTP gives them no meaning
/// (RFC 9110, section 5.5), and gRPC sends binary values in base64.
struct HeaderField {
    /// The name, in lower case if the field is valid.
    let name: String
    /// The value, without leading and trailing white space.
    let value: String
    /// The size that tables and header lists are charged (RFC 7541, section 4.1).
    let size: UInt32
    /// The name, if it is one that a server looks at.
    let known: KnownName
    /// Whether the field by itself makes a request malformed (RFC 9113, sections 8.2.1 and 8.2.2).
    let isMalformed: Bool

    /// RFC 7541, 4.1: an entry is charged 32 octets besides its name and value.
    static let overhead = 32

    /// Makes a field of decoded bytes, of any content.
    init(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
        let known = KnownName(name)
        self.init(
            // The name of a known field is a literal, so nothing is allocated.
            name: known.name.isEmpty ? String(decoding: name, as: UTF8.self) : known.name,
            known: known, nameCount: UInt32(clamping: name.count),
            nameIsMalformed: known == .other && !FieldSyntax.isName(name), value: value)
    }

    /// Makes a field that takes its name from a table entry.
    init(nameOf field: HeaderField, value: UnsafeRawBufferPointer) {
        let name = field.name
        self.init(
            name: name, known: field.known, nameCount: field.nameCount,
            nameIsMalformed: field.nameIsMalformed, value: value)
    }

    /// Makes a field of the static table.
    init(_ name: StaticString, _ value: StaticString) {
        self.init(
            name: UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount),
            value: UnsafeRawBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount))
    }

    /// What an empty place of a table holds.
    static let empty = HeaderField("", "")

    private let nameIsMalformed: Bool
    private let nameCount: UInt32

    private init(
        name: String, known: KnownName, nameCount: UInt32, nameIsMalformed: Bool,
        value: UnsafeRawBufferPointer
    ) {
        self.name = name
        self.value = String(decoding: value, as: UTF8.self)
        self.known = known
        self.nameCount = nameCount
        self.nameIsMalformed = nameIsMalformed
        // Both lengths are bounded by the header block, far below 2^32.
        size = UInt32(clamping: Int(nameCount) + value.count + Self.overhead)
        isMalformed =
            nameIsMalformed || !FieldSyntax.isValue(value)
            || FieldSyntax.isForbidden(known, value: value)
    }
}
