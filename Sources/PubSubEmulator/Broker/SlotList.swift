/// A doubly linked list through the slots of a slab: whoever owns the slab keeps the links in its elements.
struct SlotList {
    /// What links hold at either end.
    static let none: Int32 = -1

    var head = SlotList.none
    var tail = SlotList.none
    var count = 0

    var isEmpty: Bool { count == 0 }
    var first: Int32? { head == SlotList.none ? nil : head }
    var last: Int32? { tail == SlotList.none ? nil : tail }
}

/// The neighbours of a slot in its list.
struct SlotLinks {
    var previous = SlotList.none
    var next = SlotList.none
}

extension SlotList {
    /// Appends `slot`, whose links are at `path` in `slab`.
    @inline(__always) mutating func append<Element>(
        _ slot: Int32, in slab: inout ContiguousArray<Element>, _ path: WritableKeyPath<Element, SlotLinks>
    ) {
        slab[Int(slot)][keyPath: path] = SlotLinks(previous: tail, next: Self.none)
        if tail == Self.none { head = slot } else { slab[Int(tail)][keyPath: path].next = slot }
        tail = slot
        count += 1
    }

    /// Puts `slot` first, whose links are at `path` in `slab`.
    mutating func prepend<Element>(
        _ slot: Int32, in slab: inout ContiguousArray<Element>, _ path: WritableKeyPath<Element, SlotLinks>
    ) {
        slab[Int(slot)][keyPath: path] = SlotLinks(previous: Self.none, next: head)
        if head == Self.none { tail = slot } else { slab[Int(head)][keyPath: path].previous = slot }
        head = slot
        count += 1
    }

    /// Takes `slot` out, whose links are at `path` in `slab`.
    @inline(__always) mutating func remove<Element>(
        _ slot: Int32, in slab: inout ContiguousArray<Element>, _ path: WritableKeyPath<Element, SlotLinks>
    ) {
        let links = slab[Int(slot)][keyPath: path]
        if links.previous == Self.none {
            head = links.next
        } else {
            slab[Int(links.previous)][keyPath: path].next = links.next
        }
        if links.next == Self.none {
            tail = links.previous
        } else {
            slab[Int(links.next)][keyPath: path].previous = links.previous
        }
        slab[Int(slot)][keyPath: path] = SlotLinks()
        count -= 1
    }
}
