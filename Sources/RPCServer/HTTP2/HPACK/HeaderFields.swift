/// The regular fields of a request, in order; repeated names stay apart.
struct HeaderFields: RandomAccessCollection {
    private var entries: [HeaderField] = []
    /// A bit for each known name that occurs, so that most look-ups for an absent field end here.
    private var present: UInt64 = 0

    var startIndex: Int { 0 }
    var endIndex: Int { entries.count }

    subscript(position: Int) -> HeaderField { entries[position] }

    /// The value of the first field with a known name.
    subscript(name: KnownName) -> String? {
        guard present & Self.bit(name) != 0 else { return nil }
        for index in entries.indices where entries[index].known == name { return entries[index].value }
        return nil
    }

    /// The value of the first field with a given name, in lower case.
    subscript(name: String) -> String? {
        for entry in entries where entry.name == name { return entry.value }
        return nil
    }

    /// Whether a field with a known name occurs.
    func contains(_ name: KnownName) -> Bool { present & Self.bit(name) != 0 }

    /// How often a known name occurs.
    func count(of name: KnownName) -> Int {
        guard contains(name) else { return 0 }
        var count = 0
        for index in entries.indices where entries[index].known == name { count += 1 }
        return count
    }

    @inline(__always)
    mutating func append(_ field: HeaderField) {
        present |= Self.bit(field.known)
        entries.append(field)
    }

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        present = 0
    }

    /// A length to return to.
    struct Checkpoint {
        fileprivate let count: Int
        fileprivate let present: UInt64
    }

    var checkpoint: Checkpoint { Checkpoint(count: entries.count, present: present) }

    /// Drops the fields that were appended since.
    mutating func rewind(to checkpoint: Checkpoint) {
        while entries.count > checkpoint.count { entries.removeLast() }
        present = checkpoint.present
    }

    @inline(__always)
    private static func bit(_ name: KnownName) -> UInt64 { 1 << UInt64(name.rawValue) }
}
