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
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length / 4 * 3 + 2)
        var group: UInt32 = 0
        for index in 0..<length {
            guard let value = value(of: text[index]) else { return nil }
            group = group << 6 | UInt32(value)
            // Letters 2, 3 and 4 of a group each complete a byte.
            switch index % 4 {
            case 1: bytes.append(UInt8(truncatingIfNeeded: group >> 4))
            case 2: bytes.append(UInt8(truncatingIfNeeded: group >> 2))
            case 3: bytes.append(UInt8(truncatingIfNeeded: group))
            default: break
            }
        }
        return bytes
    }

    private static func value(of letter: UInt8) -> UInt8? {
        switch letter {
        case 0x41...0x5a: letter - 0x41
        case 0x61...0x7a: letter - 0x61 + 26
        case 0x30...0x39: letter - 0x30 + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
