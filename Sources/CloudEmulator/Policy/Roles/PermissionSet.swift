/// A set of the permissions that this cloud knows, one bit each.
struct PermissionSet: Sendable, Equatable {
    private var words: [UInt64] = []

    /// No permission.
    static let none = PermissionSet()

    /// Whether the set has a permission.
    @inline(__always) func contains(_ permission: PermissionID) -> Bool {
        let word = permission.index >> 6
        return word < words.count && words[word] & (1 << UInt64(permission.index & 63)) != 0
    }

    /// Adds a permission.
    mutating func insert(_ permission: PermissionID) {
        let word = permission.index >> 6
        while words.count <= word { words.append(0) }
        words[word] |= 1 << UInt64(permission.index & 63)
    }

    /// The number of permissions.
    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// The number of permissions that both sets have.
    func countShared(with other: PermissionSet) -> Int {
        zip(words, other.words).reduce(0) { $0 + ($1.0 & $1.1).nonzeroBitCount }
    }

    /// The permissions that are not in `other`.
    func subtracting(_ other: PermissionSet) -> PermissionSet {
        var result = self
        for index in result.words.indices where index < other.words.count {
            result.words[index] &= ~other.words[index]
        }
        return result
    }

    /// Whether the set has no permission.
    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
}

/// A permission that this cloud knows, as its place in `PermissionTable`.
struct PermissionID: Hashable, Sendable {
    let index: Int
}
