/// The members of a JSON object, in order, with unique keys.
public struct JSONObject: Sendable, Equatable {
    /// The members in order.
    public internal(set) var members: [(key: String, value: JSON)] = []

    /// An object without members.
    public init() {}

    /// An object of the given members; of equal keys the last wins.
    public init(_ members: [(key: String, value: JSON)]) {
        for (key, value) in members { self[key] = value }
    }

    /// An object of members whose keys are known to differ, which needs no search for each.
    public init(distinct members: [(key: String, value: JSON)]) { self.members = members }

    /// The number of members.
    public var count: Int { members.count }

    /// Whether there is no member.
    public var isEmpty: Bool { members.isEmpty }

    /// The value of a member; setting nil removes it.
    public subscript(key: String) -> JSON? {
        get { members.first { $0.key == key }?.value }
        set {
            let index = members.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append((key, value))
            case (nil, nil): break
            }
        }
    }

    /// Compares as objects do: the order of the members does not matter.
    public static func == (a: JSONObject, b: JSONObject) -> Bool {
        a.members.count == b.members.count && a.members.allSatisfy { b[$0.key] == $0.value }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// An object of the literal's members; of equal keys the last wins.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        for (key, value) in elements { self[key] = value }
    }
}

extension JSONObject: Sequence {
    /// Iterates over the members in order.
    public func makeIterator() -> IndexingIterator<[(key: String, value: JSON)]> { members.makeIterator() }
}
