extension JSON {
    /// How a JSON text is laid out.
    public enum Layout: Sendable {
        /// No space at all.
        case compact
        /// Two spaces a level, as Google's REST APIs answer.
        case pretty
    }

    /// Appends the JSON text of this value. What JSON has no number for (NaN, infinities) becomes the string
    /// that proto3 JSON has for it.
    public func write(to out: inout OutputBuffer, layout: Layout = .compact) {
        write(to: &out, pretty: layout == .pretty, level: 0)
    }

    /// The JSON text of this value.
    public func text(layout: Layout = .compact) -> String {
        var out = OutputBuffer()
        write(to: &out, layout: layout)
        return out.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// The JSON text of this value in UTF-8.
    public func bytes(layout: Layout = .compact) -> [UInt8] {
        var out = OutputBuffer()
        write(to: &out, layout: layout)
        return out.copyBytes()
    }

    private func write(to out: inout OutputBuffer, pretty: Bool, level: Int) {
        switch self {
        case .null: out.append("null")
        case .bool(let value): out.append(value ? "true" : "false")
        case .int(let value): out.append(utf8: String(value))
        case .uint(let value): out.append(utf8: String(value))
        case .double(let value): JSONText.append(value, to: &out)
        case .string(let value): JSONText.append(value, to: &out)
        case .array(let elements):
            let list = JSONText.List(pretty: pretty && !elements.isEmpty, level: level)
            list.open(0x5b, &out)
            for (index, element) in elements.enumerated() {
                list.item(index, &out)
                element.write(to: &out, pretty: pretty, level: level + 1)
            }
            list.close(0x5d, &out)
        case .object(let object):
            let list = JSONText.List(pretty: pretty && !object.isEmpty, level: level)
            list.open(0x7b, &out)
            for (index, (key, value)) in object.members.enumerated() {
                list.item(index, &out)
                JSONText.append(key, to: &out)
                out.append(pretty ? ": " : ":")
                value.write(to: &out, pretty: pretty, level: level + 1)
            }
            list.close(0x7d, &out)
        }
    }
}

extension JSON: CustomStringConvertible {
    /// The compact JSON text.
    public var description: String { text() }
}

/// The pieces that JSON texts are written of.
enum JSONText {
    /// Appends a string literal. Only what RFC 8259 section 7 demands is escaped.
    static func append(_ string: String, to out: inout OutputBuffer) {
        var string = string
        out.append(UInt8(ascii: "\""))
        string.withUTF8 { bytes in
            var start = 0
            for (index, byte) in bytes.enumerated()
            where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                out.append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[start..<index]))
                appendEscape(byte, to: &out)
                start = index + 1
            }
            out.append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[start...]))
        }
        out.append(UInt8(ascii: "\""))
    }

    private static func appendEscape(_ byte: UInt8, to out: inout OutputBuffer) {
        switch byte {
        case 0x08: out.append("\\b")
        case 0x09: out.append("\\t")
        case 0x0a: out.append("\\n")
        case 0x0c: out.append("\\f")
        case 0x0d: out.append("\\r")
        case UInt8(ascii: "\""): out.append("\\\"")
        case UInt8(ascii: "\\"): out.append("\\\\")
        default:
            let hex: StaticString = "0123456789abcdef"
            out.append("\\u00")
            out.append(hex.utf8Start[Int(byte >> 4)])
            out.append(hex.utf8Start[Int(byte & 0xf)])
        }
    }

    /// Appends a number, or the string that proto3 JSON has for what is none.
    static func append(_ value: Double, to out: inout OutputBuffer) {
        if value.isFinite {
            out.append(utf8: value.description)
        } else {
            out.append(value.isNaN ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"")
        }
    }

    /// The brackets and separators of an array or object.
    struct List {
        let pretty: Bool
        let level: Int

        func open(_ bracket: UInt8, _ out: inout OutputBuffer) { out.append(bracket) }

        func item(_ index: Int, _ out: inout OutputBuffer) {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            if pretty { JSONText.newLine(level + 1, &out) }
        }

        func close(_ bracket: UInt8, _ out: inout OutputBuffer) {
            if pretty { JSONText.newLine(level, &out) }
            out.append(bracket)
        }
    }

    static func newLine(_ level: Int, _ out: inout OutputBuffer) {
        out.append(UInt8(ascii: "\n"))
        for _ in 0..<level { out.append("  ") }
    }
}
