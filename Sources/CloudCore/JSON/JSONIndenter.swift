/// Lays out compact JSON text for people: two spaces a level, as Google's REST APIs answer.
public enum JSONIndenter {
    /// Appends `text`, which must be valid JSON without space between its tokens, to `out`, indented.
    public static func indent(_ text: UnsafeRawBufferPointer, to out: inout OutputBuffer) {
        var level = 0
        var inString = false
        var index = 0
        while index < text.count {
            let byte = text[index]
            index += 1
            guard !inString else {
                out.append(byte)
                if byte == UInt8(ascii: "\\"), index < text.count {
                    out.append(text[index])
                    index += 1
                } else if byte == UInt8(ascii: "\"") {
                    inString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                out.append(byte)
                // In ASCII a closing bracket is two after its opening one.
                guard index < text.count, text[index] != byte + 2 else { break }
                level += 1
                JSONText.newLine(level, &out)
                continue
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if index < 2 || text[index - 2] != byte - 2 {
                    level -= 1
                    JSONText.newLine(max(level, 0), &out)
                }
                out.append(byte)
            case UInt8(ascii: ","):
                out.append(byte)
                JSONText.newLine(level, &out)
            case UInt8(ascii: ":"): out.append(": ")
            default:
                inString = byte == UInt8(ascii: "\"")
                out.append(byte)
            }
        }
    }
}
