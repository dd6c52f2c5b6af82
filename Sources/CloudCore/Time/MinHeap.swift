/// A binary heap with the least element on top: insertion and removal in O(log n).
public struct MinHeap<Element: Comparable> {
    private var elements: [Element] = []

    /// An empty heap.
    public init() {}

    /// A heap of given elements, made in O(n).
    public init(_ elements: [Element]) {
        self.elements = elements
        for index in stride(from: elements.count / 2 - 1, through: 0, by: -1) { siftDown(from: index) }
    }

    /// The number of elements.
    public var count: Int { elements.count }

    /// The least element.
    public var first: Element? { elements.first }

    /// All elements, in no particular order.
    public var unordered: [Element] { elements }

    /// Adds an element.
    public mutating func insert(_ element: Element) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0, elements[child] < elements[(child - 1) / 2] {
            elements.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Removes and returns the least element.
    @discardableResult public mutating func popFirst() -> Element? {
        guard !elements.isEmpty else { return nil }
        elements.swapAt(0, elements.count - 1)
        defer { siftDown(from: 0) }
        return elements.removeLast()
    }

    private mutating func siftDown(from start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < elements.count && elements[child] < elements[least] { least = child }
            if least == parent { return }
            elements.swapAt(parent, least)
            parent = least
        }
    }
}
