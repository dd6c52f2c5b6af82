/// A first-in, first-out queue of slots in a ring.
struct SlotQueue {
    private var ring: [Int32] = []
    private var head = 0
    private(set) var count = 0

    mutating func append(_ slot: Int) {
        if count == ring.count { grow() }
        ring[(head + count) & (ring.count - 1)] = Int32(truncatingIfNeeded: slot)
        count += 1
    }

    mutating func popFirst() -> Int? {
        guard count > 0 else { return nil }
        let slot = Int(ring[head])
        head = (head + 1) & (ring.count - 1)
        count -= 1
        return slot
    }

    private mutating func grow() {
        var larger: [Int32] = []
        larger.reserveCapacity(max(8, ring.count * 2))
        for index in 0..<count { larger.append(ring[(head + index) & (ring.count - 1)]) }
        while larger.count < max(8, ring.count * 2) { larger.append(0) }
        ring = larger
        head = 0
    }
}
