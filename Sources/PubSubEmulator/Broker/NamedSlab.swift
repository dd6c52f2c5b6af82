/// Values in numbered slots, which are used again; found by name or by number.
struct NamedSlab<Element> {
    private var elements: ContiguousArray<Element?> = []
    private var freeSlots: [Int] = []
    private var slots: [String: Int] = [:]
    /// The names in order, for listings.
    private(set) var names = SortedNames()

    var count: Int { slots.count }

    /// The slot of a name.
    func slot(of name: String) -> Int? { slots[name] }

    /// Adds an element under a name that is not there; returns its slot.
    mutating func insert(_ element: Element, name: String) -> Int {
        let slot: Int
        if let free = freeSlots.popLast() {
            slot = free
            elements[slot] = element
        } else {
            slot = elements.count
            elements.append(element)
        }
        slots[name] = slot
        names.insert(name, slot: slot)
        return slot
    }

    /// Removes an element.
    mutating func remove(_ name: String) {
        guard let slot = slots.removeValue(forKey: name) else { return }
        names.remove(name)
        elements[slot] = nil
        freeSlots.append(slot)
    }

    /// The element in a slot that is in use.
    subscript(slot: Int) -> Element {
        @inline(__always) _read {
            guard elements[slot] != nil else { preconditionFailure("slot is not in use") }
            yield elements[slot].unsafelyUnwrapped
        }
        @inline(__always) _modify {
            guard elements[slot] != nil else { preconditionFailure("slot is not in use") }
            yield &elements[slot]!
        }
    }
}
