/// The live streams of a connection: records in slots, found by identifier through a hash table with linear
/// probing. Nothing is allocated for a stream once its slot has been used before.
struct StreamTable: ~Copyable {
    /// The number of live streams.
    private(set) var count = 0
    /// The number of slots used so far; a slot below it holds a record, which may be free.
    private(set) var slotCount = 0

    private var records: UnsafeMutablePointer<StreamRecord>
    private var capacity = 16
    /// The first of the free slots, each of which names the next; -1 is none.
    private var firstFree = -1

    /// Identifier in the upper half, slot in the lower one; 0 is empty. Its length is a power of two, and at
    /// least twice the number of slots.
    private var index = [UInt64](repeating: 0, count: 32)

    init() { records = .allocate(capacity: capacity) }

    deinit {
        records.deinitialize(count: slotCount)
        records.deallocate()
    }

    /// The record in a slot below `slotCount`.
    subscript(slot: Int) -> StreamRecord {
        @inline(__always) _read {
            precondition(slot >= 0 && slot < slotCount, "no such slot")
            yield records[slot]
        }
        @inline(__always) _modify {
            precondition(slot >= 0 && slot < slotCount, "no such slot")
            yield &records[slot]
        }
    }

    /// The slot of a live stream, or nil.
    @inline(__always)
    func slot(of id: UInt32) -> Int? {
        let mask = index.count - 1
        var position = Self.home(id, mask)
        while true {
            let entry = index[position]
            if UInt32(truncatingIfNeeded: entry >> 32) == id {
                return id == 0 ? nil : Int(UInt32(truncatingIfNeeded: entry))
            }
            if entry == 0 { return nil }
            position = (position + 1) & mask
        }
    }

    /// Whether `stream` is live.
    @inline(__always)
    func contains(_ stream: HTTP2Stream) -> Bool {
        stream.id != 0 && stream.slot >= 0 && stream.slot < slotCount && records[stream.slot].id == stream.id
    }

    /// Takes a slot for a new stream; its record has the values of the slot's former stream.
    mutating func insert(_ id: UInt32) -> Int {
        let slot: Int
        if firstFree >= 0 {
            slot = firstFree
            firstFree = records[slot].nextFree
        } else {
            if slotCount == capacity { grow() }
            slot = slotCount
            (records + slot).initialize(to: StreamRecord())
            slotCount += 1
        }
        records[slot].id = id
        count += 1
        insertIndex(UInt64(id) << 32 | UInt64(slot))
        return slot
    }

    /// Frees the slot of a live stream.
    mutating func remove(slot: Int) {
        removeIndex(records[slot].id)
        records[slot].id = 0
        records[slot].nextFree = firstFree
        firstFree = slot
        count -= 1
    }

    /// Where an identifier is looked for first: spread out (Fibonacci hashing), because identifiers are
    /// consecutive, and a removal walks to the end of the run of entries that it is in.
    @inline(__always)
    private static func home(_ id: UInt32, _ mask: Int) -> Int {
        Int(truncatingIfNeeded: (UInt64(id >> 1) &* 0x9e37_79b9_7f4a_7c15) >> 32) & mask
    }

    private mutating func insertIndex(_ entry: UInt64) {
        let mask = index.count - 1
        var position = Self.home(UInt32(truncatingIfNeeded: entry >> 32), mask)
        while index[position] != 0 { position = (position + 1) & mask }
        index[position] = entry
    }

    /// Empties an entry, and moves those behind it forward that would no longer be found.
    private mutating func removeIndex(_ id: UInt32) {
        let mask = index.count - 1
        var hole = Self.home(id, mask)
        while UInt32(truncatingIfNeeded: index[hole] >> 32) != id {
            if index[hole] == 0 { return }
            hole = (hole + 1) & mask
        }
        var next = hole
        while true {
            next = (next + 1) & mask
            let entry = index[next]
            if entry == 0 { break }
            let home = Self.home(UInt32(truncatingIfNeeded: entry >> 32), mask)
            if (next - home) & mask >= (next - hole) & mask {
                index[hole] = entry
                hole = next
            }
        }
        index[hole] = 0
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<StreamRecord>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: records, count: slotCount)
        records.deallocate()
        records = larger
        capacity *= 2
        let entries = index.filter { $0 != 0 }
        index = [UInt64](repeating: 0, count: capacity * 2)
        for entry in entries { insertIndex(entry) }
    }
}
