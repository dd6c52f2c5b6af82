extension YAML {
    /// The text without a byte order mark and with `\n` as its only line break.
    ///
    /// Refuses what is too long, what is not UTF-8, and the characters that YAML 1.2.2 section 5.1 excludes.
    static func normalized(_ bytes: [UInt8], limits: Limits) throws(YAMLError) -> [UInt8] {
        guard bytes.count <= limits.maxBytes else {
            throw YAMLError(
                Place(line: 1, column: 1),
                "the document has \(bytes.count) bytes, more than the \(limits.maxBytes) that are read: split it"
            )
        }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var place = Place(line: 1, column: 1)
        var index = 0
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { index = 3 }
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case 0x0a, 0x0d:
                result.append(0x0a)
                index += byte == 0x0d && index + 1 < bytes.count && bytes[index + 1] == 0x0a ? 2 : 1
                place = Place(line: place.line + 1, column: 1)
                continue
            case 0x09, 0x20...0x7e:
                result.append(byte)
                index += 1
            case 0x80...:
                let length = try scalarLength(bytes, at: index, place)
                result.append(contentsOf: bytes[index..<(index + length)])
                index += length
            default:
                throw YAMLError(
                    place,
                    "control character \(hex(UInt32(byte))) is not allowed: in double quotes write \\x\(Hexadecimal.text(UInt64(byte), digits: 2))"
                )
            }
            place.column += 1
        }
        return result
    }

    /// The number of bytes of a character beyond ASCII.
    private static func scalarLength(_ bytes: [UInt8], at index: Int, _ place: Place) throws(YAMLError) -> Int
    {
        let lead = bytes[index]
        let length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
        let least: UInt32 = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80
        guard (0xc2...0xf4).contains(lead), index + length <= bytes.count else { throw notUTF8(place) }
        var value = UInt32(lead) & (length == 4 ? 0x07 : length == 3 ? 0x0f : 0x1f)
        for offset in 1..<length {
            let byte = bytes[index + offset]
            guard byte & 0xc0 == 0x80 else { throw notUTF8(place) }
            value = value << 6 | UInt32(byte & 0x3f)
        }
        guard value >= least, Unicode.Scalar(value) != nil else { throw notUTF8(place) }
        let isControl = value < 0xa0 && value != 0x85
        if isControl || value == 0xfeff || value == 0xfffe || value == 0xffff {
            throw YAMLError(
                place,
                "character U+\(hex(value)) is not allowed: in double quotes write it as an escape, \\u\(Hexadecimal.text(UInt64(value), digits: 4))"
            )
        }
        return length
    }

    private static func notUTF8(_ place: Place) -> YAMLError {
        YAMLError(place, "the text is not UTF-8 here: save the file in UTF-8")
    }

    private static func hex(_ value: UInt32) -> String { String(value, radix: 16, uppercase: true) }
}
