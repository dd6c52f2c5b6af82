import CloudCore

/// The offsets of a time zone from UTC, from a compiled file of the tz database.
///
/// Source: RFC 9636 (The Time Zone Information Format). Of the file the second, 64-bit part is used, and the rule
/// behind it for times after the last transition.
struct TimeZoneRules: Equatable, Sendable {
    /// From when on which offset holds, in order.
    private var times: [Int64] = []
    private var offsets: [Int32] = []
    private var firstOffset: Int32 = 0
    private var rule: RecurringOffset?

    /// The most transitions that are read.
    static let maxTransitions = 4096
    /// The largest file that is read.
    static let maxBytes = 256 * 1024

    /// UTC.
    static let utc = TimeZoneRules()

    private init() {}

    /// Reads a file; nil when it is none, or is older than version 2.
    init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.maxBytes else { return nil }
        var reader = ZoneReader(bytes)
        guard let old = reader.header(), old.version >= 0x32, reader.skip(old.dataBytes(timeSize: 4)),
            let header = reader.header(), header.times <= Self.maxTransitions, header.types >= 1
        else { return nil }
        var indices: [UInt8] = []
        for _ in 0..<header.times {
            guard let time = reader.integer(8) else { return nil }
            times.append(time)
        }
        for _ in 0..<header.times {
            guard let index = reader.byte() else { return nil }
            indices.append(index)
        }
        var types: [Int32] = []
        for _ in 0..<header.types {
            guard let offset = reader.integer(4), reader.skip(2), abs(offset) < 86_400 * 2 else { return nil }
            types.append(Int32(truncatingIfNeeded: offset))
        }
        guard zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }),
            indices.allSatisfy({ Int($0) < types.count }),
            reader.skip(header.characters + header.leaps * 12 + header.standards + header.universals)
        else { return nil }
        offsets = indices.map { types[Int($0)] }
        firstOffset = types[0]
        rule = reader.footer().flatMap { RecurringOffset($0) }
    }

    /// The offset in seconds, positive east of Greenwich, at a Unix time.
    func offset(at seconds: Int64) -> Int32 {
        guard let last = times.last, seconds < last else {
            return rule?.offset(at: seconds) ?? offsets.last ?? firstOffset
        }
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? firstOffset : offsets[low - 1]
    }
}

/// Walks through a file.
private struct ZoneReader {
    struct Header {
        let version: UInt8
        let universals, standards, leaps, times, types, characters: Int

        func dataBytes(timeSize: Int) -> Int {
            times * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4) + standards + universals
        }
    }

    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func header() -> Header? {
        guard bytes.count - offset >= 44, bytes[offset..<offset + 4].elementsEqual("TZif".utf8) else {
            return nil
        }
        let version = bytes[offset + 4]
        offset += 20
        var counts: [Int] = []
        for _ in 0..<6 {
            guard let count = integer(4), count >= 0, count <= bytes.count else { return nil }
            counts.append(Int(count))
        }
        return Header(
            version: version, universals: counts[0], standards: counts[1], leaps: counts[2], times: counts[3],
            types: counts[4], characters: counts[5])
    }

    mutating func skip(_ count: Int) -> Bool {
        guard count <= bytes.count - offset else { return false }
        offset += count
        return true
    }

    mutating func byte() -> UInt8? {
        guard offset < bytes.count else { return nil }
        defer { offset += 1 }
        return bytes[offset]
    }

    /// A signed big-endian integer of 4 or 8 bytes.
    mutating func integer(_ size: Int) -> Int64? {
        guard bytes.count - offset >= size else { return nil }
        var value: UInt64 = 0
        for byte in bytes[offset..<offset + size] { value = value << 8 | UInt64(byte) }
        offset += size
        return size == 4
            ? Int64(Int32(truncatingIfNeeded: Int64(bitPattern: value))) : Int64(bitPattern: value)
    }

    /// The text between the line breaks at the end.
    mutating func footer() -> String? {
        guard byte() == UInt8(ascii: "\n") else { return nil }
        let text = bytes[offset...].prefix { $0 != UInt8(ascii: "\n") }
        return text.count <= 128 ? String(validating: text, as: UTF8.self) : nil
    }
}
