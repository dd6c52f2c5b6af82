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
        var faults: UInt32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { bytes, initialized in
            initialized = count
            guard count > 0 else { return }
            let out = UnsafeMutableRawBufferPointer(bytes)
            faults = groups.withUnsafeBufferPointer { groups in
                var found: UInt32 = 0
                var (letter, byte) = (0, 0)
                // The fourth byte of each store is overwritten by the next group, so the last one needs another way.
                while byte + 4 <= count, letter + 4 <= length {
                    let group = Base64.group(text, letter, groups)
                    found |= group
                    out.storeBytes(of: group.littleEndian, toByteOffset: byte, as: UInt32.self)
                    letter += 4
                    byte += 3
                }
                // "A" is zero, so it fills up a group of fewer letters.
                let rest = (0..<4).map { letter + $0 < length ? text[letter + $0] : UInt8(ascii: "A") }
                let group = rest.withUnsafeBufferPointer { Base64.group($0, 0, groups) }
                found |= group
                for index in byte..<count {
                    out[index] = UInt8(truncatingIfNeeded: group >> UInt32(8 * (index - byte)))
                }
                return found
            }
        }
        return faults & noLetter == 0 ? bytes : nil
    }

    /// The three bytes of four letters, the first one lowest, with `noLetter` if one is none.
    @inline(__always)
    private static func group(
        _ text: UnsafeBufferPointer<UInt8>, _ offset: Int, _ groups: UnsafeBufferPointer<UInt32>
    ) -> UInt32 {
        groups[Int(text[offset])] | groups[256 + Int(text[offset + 1])]
            | groups[512 + Int(text[offset + 2])] | groups[768 + Int(text[offset + 3])]
    }

    /// The bit that stands for a byte that is no letter.
    private static let noLetter: UInt32 = 1 << 31

    /// What each byte contributes to a group, by its place in it: 256 entries for each of the four places.
    private static let groups: [UInt32] = {
        var groups = [UInt32](repeating: noLetter, count: 4 * 256)
        for alphabet in [alphabet, urlAlphabet] {
            for value in 0..<UInt32(64) {
                let letter = Int(alphabet.utf8Start[Int(value)])
                groups[letter] = value << 2
                groups[256 + letter] = value >> 4 | (value & 15) << 12
                groups[512 + letter] = (value >> 2) << 8 | (value & 3) << 22
                groups[768 + letter] = value << 16
            }
        }
        return groups
    }()
}
