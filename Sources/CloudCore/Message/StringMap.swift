/// A `map<string, string>` field that keeps the order in which its keys arrived, so that what is sent back is
/// always the same bytes. Meant for the small maps of APIs (labels, attributes); lookup is linear.
public struct StringMap: Sendable, ExpressibleByDictionaryLiteral {
    /// The entries in the order of arrival; keys are unique.
    public internal(set) var entries: [(key: String, value: String)] = []

    /// Decoders refuse a map with more entries, which no API here allows.
    public static let maxDecodedEntries = 1024

    /// An empty map.
    @inlinable public init() {}

    /// A map of the given entries; of equal keys the last wins.
    public init(dictionaryLiteral elements: (String, String)...) {
        for (key, value) in elements { self[key] = value }
    }

    /// A map of a dictionary's entries, sorted by key.
    public init(_ dictionary: [String: String]) {
        entries = dictionary.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The number of entries.
    public var count: Int { entries.count }

    /// Whether there is no entry.
    public var isEmpty: Bool { entries.isEmpty }

    /// The value of a key; setting nil removes the entry.
    public subscript(key: String) -> String? {
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

    /// The entries as a dictionary.
    public var dictionary: [String: String] {
        Dictionary(entries.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    }
}

extension StringMap: Equatable {
    /// Compares as maps do: the order of arrival does not matter.
    public static func == (a: StringMap, b: StringMap) -> Bool {
        a.count == b.count && a.entries.allSatisfy { b[$0.key] == $0.value }
    }
}

extension StringMap: Sequence {
    /// Iterates over the entries in the order of their arrival.
    public func makeIterator() -> IndexingIterator<[(key: String, value: String)]> { entries.makeIterator() }
}
