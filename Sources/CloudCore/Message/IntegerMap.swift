/// A `map<string, int64>` field that keeps the order in which its keys arrived, as `StringMap` does.
public struct IntegerMap: Sendable, ExpressibleByDictionaryLiteral {
    /// The entries in the order of arrival; keys are unique.
    public internal(set) var entries: [(key: String, value: Int64)] = []

    /// An empty map.
    public init() {}

    /// A map of the given entries; of equal keys the last wins.
    public init(dictionaryLiteral elements: (String, Int64)...) {
        for (key, value) in elements { self[key] = value }
    }

    /// The number of entries.
    public var count: Int { entries.count }

    /// Whether there is no entry.
    public var isEmpty: Bool { entries.isEmpty }

    /// The value of a key; setting nil removes the entry. Lookup is linear.
    public subscript(key: String) -> Int64? {
        get { entries.first { $0.key == key }?.value }
        set {
            let index = entries.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): entries[index].value = value
            case (let index?, nil): entries.remove(at: index)
            case (nil, let value?): entries.append((key, value))
            case (nil, nil): break
            }
        }
    }
}

extension IntegerMap: Equatable {
    /// Compares as maps do: the order of arrival does not matter.
    public static func == (a: IntegerMap, b: IntegerMap) -> Bool {
        a.count == b.count && a.entries.allSatisfy { b[$0.key] == $0.value }
    }
}

extension IntegerMap: Sequence {
    /// Iterates over the entries in the order of their arrival.
    public func makeIterator() -> IndexingIterator<[(key: String, value: Int64)]> { entries.makeIterator() }
}

/// One entry of a `map<string, int64>` on the wire.
struct IntegerMapEntry: Message {
    var key = ""
    var value: Int64 = 0

    init() {}

    init(key: String, value: Int64) {
        self.key = key
        self.value = value
    }

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "key", &key)
        visitor.field(2, "value", &value)
    }
}
