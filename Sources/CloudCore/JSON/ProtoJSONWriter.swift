/// Writes a message as JSON text: the visitor behind `ProtoJSONEncoder`.
struct ProtoJSONWriter: FieldVisitor, ~Copyable {
    private var out: OutputBuffer
    private var isFirst = true

    init(_ out: consuming OutputBuffer) { self.out = out }

    consuming func take() -> OutputBuffer { out }

    mutating func object<M: Message>(_ message: inout M) {
        if M.self == AnyMessage.self, let any = message as? AnyMessage { return packed(any) }
        out.append(UInt8(ascii: "{"))
        isFirst = true
        message.visit(&self)
        out.append(UInt8(ascii: "}"))
        isFirst = false
    }

    /// Writes a packed message: its type, then its own fields.
    private mutating func packed(_ any: AnyMessage) {
        out.append(any.typeURL.isEmpty ? "{" : "{\"@type\":")
        if !any.typeURL.isEmpty { JSONText.append(any.typeURL, to: &out) }
        if any.json.count > 2 {
            if !any.typeURL.isEmpty { out.append(UInt8(ascii: ",")) }
            any.json.withUnsafeBytes {
                out.append(UnsafeRawBufferPointer(rebasing: $0.dropFirst().dropLast()))
            }
        }
        out.append(UInt8(ascii: "}"))
        isFirst = false
    }

    private mutating func key(_ name: StaticString) {
        out.append(isFirst ? "\"" : ",\"")
        isFirst = false
        out.append(name)
        out.append("\":")
    }

    private mutating func string(_ name: StaticString, _ value: String) {
        key(name)
        JSONText.append(value, to: &out)
    }

    /// Texts that need no escape.
    private mutating func plain(_ name: StaticString, _ value: String) {
        key(name)
        quoted(value)
    }

    private mutating func quoted(_ value: String) {
        out.append(UInt8(ascii: "\""))
        out.append(utf8: value)
        out.append(UInt8(ascii: "\""))
    }

    private mutating func bare(_ name: StaticString, _ value: String) {
        key(name)
        out.append(utf8: value)
    }

    private mutating func list<T>(
        _ name: StaticString, _ values: inout [T], _ element: (inout ProtoJSONWriter, inout T) -> Void
    ) {
        guard !values.isEmpty else { return }
        key(name)
        for index in values.indices {
            out.append(index == 0 ? "[" : ",")
            element(&self, &values[index])
        }
        out.append(UInt8(ascii: "]"))
    }

    private mutating func map<T>(
        _ name: StaticString, _ entries: inout [(key: String, value: T)],
        _ element: (inout ProtoJSONWriter, inout T) -> Void
    ) {
        guard !entries.isEmpty else { return }
        key(name)
        for index in entries.indices {
            out.append(index == 0 ? "{" : ",")
            JSONText.append(entries[index].key, to: &out)
            out.append(UInt8(ascii: ":"))
            element(&self, &entries[index].value)
        }
        out.append(UInt8(ascii: "}"))
    }

    // MARK: Fields

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout String) {
        if !value.isEmpty { string(name, value) }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout String?) {
        if let value { string(name, value) }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Bool) {
        if value { bare(name, "true") }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Bool?) {
        if let value { bare(name, value ? "true" : "false") }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int32) {
        if value != 0 { bare(name, String(value)) }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int32?) {
        if let value { bare(name, String(value)) }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int64) {
        if value != 0 { plain(name, String(value)) }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int64?) {
        if let value { plain(name, String(value)) }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [Int64]) {
        list(name, &value) { $0.quoted(String($1)) }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Double) {
        if value.bitPattern != 0 { double(name, value) }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Double?) {
        if let value { double(name, value) }
    }

    private mutating func double(_ name: StaticString, _ value: Double) {
        key(name)
        if let whole = Int64(exactly: value), value.bitPattern != (-0.0).bitPattern, abs(value) < 1e15 {
            out.append(utf8: String(whole))
        } else {
            JSONText.append(value, to: &out)
        }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [UInt8]) {
        guard !value.isEmpty else { return }
        key(name)
        bytes(value)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [[UInt8]]) {
        list(name, &value) { $0.bytes($1) }
    }

    private mutating func bytes(_ value: [UInt8]) {
        out.append(UInt8(ascii: "\""))
        Base64.encode(value, to: &out)
        out.append(UInt8(ascii: "\""))
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Duration?) {
        if let value { plain(name, value.protoJSON) }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Timestamp?) {
        if let value { plain(name, value.rfc3339) }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout FieldMask?) {
        if let value { string(name, value.json) }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [String]) {
        list(name, &value) { JSONText.append($1, to: &$0.out) }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [Int32]) {
        list(name, &value) { $0.out.append(utf8: String($1)) }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout StringMap) {
        map(name, &value.entries) { JSONText.append($1, to: &$0.out) }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout IntegerMap) {
        map(name, &value.entries) { $0.quoted(String($1)) }
    }

    mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout MessageMap<M>) {
        map(name, &value.entries) { $0.object(&$1) }
    }

    mutating func field<E: ProtoEnum>(_ number: Int, _ name: StaticString, _ value: inout E) {
        guard value.rawValue != 0 else { return }
        key(name)
        enumeration(value)
    }

    mutating func field<E: ProtoEnum>(_ number: Int, _ name: StaticString, _ value: inout [E]) {
        list(name, &value) { $0.enumeration($1) }
    }

    private mutating func enumeration<E: ProtoEnum>(_ value: E) {
        if let known = E.names.first(where: { $0.number == value.rawValue }) {
            quoted(known.name)
        } else {
            out.append(utf8: String(value.rawValue))
        }
    }

    mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout M?) {
        guard var present = value else { return }
        key(name)
        object(&present)
    }

    mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout [M]) {
        list(name, &value) { $0.object(&$1) }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout JSON?) {
        guard let value else { return }
        key(name)
        value.write(to: &out)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [JSON]) {
        list(name, &value) { $1.write(to: &$0.out) }
    }
}
