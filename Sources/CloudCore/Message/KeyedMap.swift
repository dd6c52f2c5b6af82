/// A map field with keys that are strings, which keeps the order in which these arrived, as `StringMap` does; that one is a
/// type of its own because attributes are on the hot path, where nothing generic is.
public struct KeyedMap<Value: Sendable & Equatable>: Sendable, ExpressibleByDictionaryLiteral {
    /// The entries in the order of arrival; keys are unique.
    public internal(set) var entries: [(key: String, value: Value)] = []

    /// An empty map.
    public init() {}

    /// A map of the given entries; of equal keys the last wins.
    public init(dictionaryLiteral elements: (String, Value)...) {
        for (key, value) in elements { self[key] = value }
    }

    /// The number of entries.
    public var count: Int { entries.count }

    /// Whether there is no entry.
    public var isEmpty: Bool { entries.isEmpty }

    /// The value of a key; setting nil removes the entry. Lookup is linear.
    public subscript(key: String) -> Value? {
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

extension KeyedMap: Equatable {
    /// Compares as maps do: the order of arrival does not matter.
    public static func == (a: KeyedMap, b: KeyedMap) -> Bool {
        a.count == b.count && a.entries.allSatisfy { b[$0.key] == $0.value }
    }
}

extension KeyedMap: Sequence {
    /// Iterates over the entries in the order of their arrival.
    public func makeIterator() -> IndexingIterator<[(key: String, value: Value)]> { entries.makeIterator() }
}

/// A `map<string, Message>` field.
public typealias MessageMap<Value: Message> = KeyedMap<Value>

/// A `map<string, int64>` field.
public typealias IntegerMap = KeyedMap<Int64>

/// One entry of a `map<string, Message>` on the wire.
struct MessageMapEntry<Value: Message>: Message {
    var key = ""
    var value: Value?

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "key", &key)
        visitor.field(2, "value", &value)
    }
}

/// One entry of a `map<string, int64>` on the wire.
struct IntegerMapEntry: Message {
    var key = ""
    var value: Int64 = 0

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "key", &key)
        visitor.field(2, "value", &value)
    }
}
