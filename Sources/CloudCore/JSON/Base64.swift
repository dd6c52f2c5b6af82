/// Base64 (RFC 4648) as proto3 JSON uses it: standard alphabet out, either alphabet in, padded or not.
public enum Base64 {
    private static let alphabet: StaticString =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    private static let urlAlphabet: StaticString =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

    /// Appends the standard encoding of `bytes`, with padding.
    public static func encode(_ bytes: [UInt8], to out: inout OutputBuffer) {
        out.reserve((bytes.count + 2) / 3 * 4)
        encode(bytes, alphabet, padded: true) { out.append($0) }
    }

    /// The standard encoding of `bytes`, with padding unless told otherwise.
    public static func encode(_ bytes: [UInt8], padded: Bool = true) -> String {
        string(bytes, alphabet, padded: padded)
    }

    /// The URL-safe encoding of `bytes`, without padding (RFC 4648 section 5), as in JSON Web Tokens.
    public static func encodeURLSafe(_ bytes: [UInt8]) -> String {
        string(bytes, urlAlphabet, padded: false)
    }

    private static func string(_ bytes: [UInt8], _ alphabet: StaticString, padded: Bool) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        encode(bytes, alphabet, padded: padded) { text.append($0) }
        return String(decoding: text, as: UTF8.self)
    }

    private static func encode(
        _ bytes: [UInt8], _ alphabet: StaticString, padded: Bool, _ emit: (UInt8) -> Void
    ) {
        let letters = alphabet.utf8Start
        var index = 0
        while index < bytes.count {
            let count = min(bytes.count - index, 3)
            var group = UInt32(bytes[index]) << 16
            if count > 1 { group |= UInt32(bytes[index + 1]) << 8 }
            if count > 2 { group |= UInt32(bytes[index + 2]) }
            emit(letters[Int(group >> 18)])
            emit(letters[Int(group >> 12 & 63)])
            if count > 1 { emit(letters[Int(group >> 6 & 63)]) } else if padded { emit(UInt8(ascii: "=")) }
            if count > 2 { emit(letters[Int(group & 63)]) } else if padded { emit(UInt8(ascii: "=")) }
            index += 3
        }
    }

    /// The bytes that `text` encodes in the standard or the URL-safe alphabet, with or without padding;
    /// nil when it is not base64.
    public static func decode(_ text: String) -> [UInt8]? {
        var text = text
        return text.withUTF8 { decode($0) }
    }

    private static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var length = text.count
        if length % 4 == 0 {
            // Padding completes a group of four, so no more than two letters can be padding.
            for _ in 0..<2 where length > 0 && text[length - 1] == UInt8(ascii: "=") { length -= 1 }
        }
        guard length % 4 != 1 else { return nil }
        // The bytes of whole groups, then those of a last group of two or three letters.
        let count = length / 4 * 3 + max(length % 4 - 1, 0)
        var faults: UInt8 = 0
        let values = values
        func value(of letter: UInt8) -> UInt8 { values[Int(letter)] }
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { bytes, initialized in
            for group in 0..<length / 4 {
                let letters = 4 * group
                let a = value(of: text[letters])
                let b = value(of: text[letters + 1])
                let c = value(of: text[letters + 2])
                let d = value(of: text[letters + 3])
                faults |= a | b | c | d
                bytes[3 * group] = a << 2 | b >> 4
                bytes[3 * group + 1] = b << 4 | c >> 2
                bytes[3 * group + 2] = c << 6 | d
            }
            let rest = (length / 4 * 4..<length).map { value(of: text[$0]) }
            for index in rest.indices.dropLast() {
                bytes[length / 4 * 3 + index] =
                    rest[index] << (2 + 2 * index) | rest[index + 1] >> (4 - 2 * index)
            }
            for value in rest { faults |= value }
            initialized = count
        }
        return faults < noLetter ? bytes : nil
    }

    /// What stands for no letter: more than any value of one, whatever it is joined with.
    private static let noLetter: UInt8 = 0x80

    /// The value of each byte as a letter of either alphabet.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: noLetter, count: 256)
        for alphabet in [alphabet, urlAlphabet] {
            for value in 0..<64 { values[Int(alphabet.utf8Start[value])] = UInt8(value) }
        }
        return values
    }()
}
