/// HPACK's dynamic table: a ring of fields, the newest first (RFC 7541, section 2.3.2).
struct DynamicTable {
    /// The size of the entries (RFC 7541, section 4.1), never above `maxSize`.
    private(set) var size = 0
    /// The size above which entries are evicted, set by the encoder on the other side.
    private(set) var maxSize: Int
    /// How many entries there are.
    private(set) var count = 0
    /// Changes whenever the table does, so that equal versions mean equal tables.
    private(set) var version: UInt64 = 0

    /// The largest `maxSize` that may be asked for (SETTINGS_HEADER_TABLE_SIZE).
    let sizeLimit: Int

    /// A ring whose length is a power of two; the newest entry is at `newest`.
    private var ring: [HeaderField] = []
    private var newest = 0

    init(sizeLimit: Int) {
        self.sizeLimit = sizeLimit
        maxSize = sizeLimit
    }

    /// The entry at `index`, 0 being the newest. `index` is below `count`.
    @inline(__always)
    subscript(index: Int) -> HeaderField { ring[(newest &- index) & (ring.count - 1)] }

    /// Inserts a field, evicting the oldest ones to make room (RFC 7541, section 4.4).
    mutating func insert(_ field: HeaderField) {
        version &+= 1
        let needed = Int(field.size)
        evict(downTo: maxSize - needed)
        // 4.4: an entry larger than the table empties it, and that is no error.
        guard needed <= maxSize else { return }
        if count == ring.count { grow() }
        newest = (newest + 1) & (ring.count - 1)
        ring[newest] = field
        count += 1
        size += needed
    }

    /// Changes the size, evicting what no longer fits; false if it is above `sizeLimit`
    /// (RFC 7541, sections 4.3 and 6.3).
    mutating func resize(to newSize: Int) -> Bool {
        guard newSize <= sizeLimit else { return false }
        version &+= 1
        maxSize = newSize
        evict(downTo: newSize)
        return true
    }

    private mutating func evict(downTo limit: Int) {
        while size > limit, count > 0 {
            let oldest = (newest &- (count - 1)) & (ring.count - 1)
            size -= Int(ring[oldest].size)
            ring[oldest] = .empty
            count -= 1
        }
    }

    private mutating func grow() {
        var larger: [HeaderField] = []
        larger.reserveCapacity(max(16, ring.count * 2))
        for index in (0..<count).reversed() { larger.append(self[index]) }
        newest = max(count - 1, 0)
        while larger.count < max(16, ring.count * 2) { larger.append(.empty) }
        ring = larger
    }
}
