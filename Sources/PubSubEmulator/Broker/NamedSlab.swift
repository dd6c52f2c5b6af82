/// Values in numbered slots, which are used again; found by name or by number.
///
/// The values are large and must never be copied or moved as the table grows, so each has memory of its own, which
/// the slab owns. Memory, not an object: access to an object's property is checked and counted, and a message to
/// a thousand subscriptions would pay for that a thousand times.
struct NamedSlab<Value: ~Copyable>: ~Copyable {
    private var places: ContiguousArray<UnsafeMutablePointer<Value>?> = []
    private var freeSlots: [Int] = []
    private var slots: [String: Int] = [:]
    private var recent: (name: String, slot: Int)?
    /// The names in order, for listings.
    private(set) var names = SortedNames()

    init() {}

    deinit {
        for case let place? in places { Self.destroy(place) }
    }

    var count: Int { slots.count }

    /// The slot of a name.
    func slot(of name: String) -> Int? { slots[name] }

    /// The slot of a name, without hashing when it is the name that was asked for last.
    @inline(__always) mutating func recentSlot(of name: String) -> Int? {
        if let recent, recent.name == name { return recent.slot }
        guard let slot = slots[name] else { return nil }
        recent = (name, slot)
        return slot
    }

    /// Adds a value under a name that is not there; returns its slot.
    mutating func insert(_ value: consuming Value, name: String) -> Int {
        let place = UnsafeMutablePointer<Value>.allocate(capacity: 1)
        place.initialize(to: value)
        let slot: Int
        if let free = freeSlots.popLast() {
            slot = free
            places[slot] = place
        } else {
            slot = places.count
            places.append(place)
        }
        slots[name] = slot
        names.insert(name, slot: slot)
        return slot
    }

    /// Removes a value.
    mutating func remove(_ name: String) {
        guard let slot = slots.removeValue(forKey: name) else { return }
        recent = nil
        names.remove(name)
        if let place = places[slot].take() { Self.destroy(place) }
        freeSlots.append(slot)
    }

    /// The value in a slot that is in use.
    subscript(slot: Int) -> Value {
        @inline(__always) _read { yield place(slot).pointee }
        @inline(__always) _modify { yield &place(slot).pointee }
    }

    @inline(__always) private func place(_ slot: Int) -> UnsafeMutablePointer<Value> {
        guard let place = places[slot] else { preconditionFailure("the slot is not in use") }
        return place
    }

    private static func destroy(_ place: UnsafeMutablePointer<Value>) {
        place.deinitialize(count: 1)
        place.deallocate()
    }
}
