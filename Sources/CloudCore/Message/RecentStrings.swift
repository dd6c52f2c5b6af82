import Glibc

/// Strings that were decoded lately: callers name the same resources and keys in every request, and the same string
/// again costs a comparison instead of an allocation, there and wherever it is stored or compared afterwards.
///
/// A few places, one of which a string's length and ends choose; what was there before is forgotten. Confined to one
/// thread, such as that of a connection.
public final class RecentStrings {
    /// Shorter strings need no allocation, longer ones are seldom sent twice.
    static let lengths = 16...255
    private static let places = 64

    private var strings: [String] = []

    /// Makes one that takes no memory until it is used.
    public init() {}

    /// The string of these UTF-8 bytes; nil if they are not UTF-8.
    @usableFromInline func string(_ bytes: UnsafeRawBufferPointer) -> String? {
        guard Self.lengths.contains(bytes.count) else { return String(utf8: bytes) }
        if strings.isEmpty { strings = [String](repeating: "", count: Self.places) }
        let place = Self.place(bytes)
        if strings[place].hasUTF8(bytes) { return strings[place] }
        guard let string = String(utf8: bytes) else { return nil }
        strings[place] = string
        return string
    }

    private static func place(_ bytes: UnsafeRawBufferPointer) -> Int {
        let first = bytes.loadUnaligned(as: UInt64.self)
        let last = bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
        let mixed = (first ^ last &* 31 ^ UInt64(bytes.count)) &* 0x9e37_79b9_7f4a_7c15
        return Int(truncatingIfNeeded: mixed >> 32) & (places - 1)
    }
}

extension String {
    /// The string of these UTF-8 bytes; nil if they are not UTF-8. Several times as fast as
    /// `String(validating:as:)`, which looks for generic types at run time.
    @usableFromInline init?(utf8 bytes: UnsafeRawBufferPointer) {
        let bytes = bytes.bindMemory(to: UInt8.self)
        guard let utf8 = try? UTF8Span(validating: bytes.span) else { return nil }
        self.init(copying: utf8)
    }

    /// Whether these are the string's bytes.
    fileprivate func hasUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard utf8.count == bytes.count else { return false }
        return utf8.withContiguousStorageIfAvailable { own in
            guard let start = bytes.baseAddress, let ownStart = own.baseAddress else { return bytes.isEmpty }
            return memcmp(ownStart, start, bytes.count) == 0
        } ?? false
    }
}
