/// One version of an object: what is known of it, and its bytes.
struct ObjectVersion: Sendable {
    var object: StorageV1.Object
    let content: StoredContent
}

/// All versions of an object. There is at least one.
struct ObjectVersions: Sendable {
    /// The version that a name without a generation means; nil when it has been deleted.
    var live: ObjectVersion?
    /// The others, oldest first.
    var noncurrent: [ObjectVersion] = []

    /// All of them, oldest first.
    var all: [ObjectVersion] { noncurrent + (live.map { [$0] } ?? []) }

    /// What the bytes of all of them are under.
    var contentKeys: [String] { all.map(\.content.key) }

    /// The version of a generation, or the live one; nil when there is none.
    subscript(generation: Int64?) -> ObjectVersion? {
        guard let generation else { return live }
        if live?.object.generation == generation { return live }
        return noncurrent.first { $0.object.generation == generation }
    }
}

/// The objects of a bucket, in the order of their names.
struct ObjectTable: Sendable {
    /// Sorted.
    private(set) var names: [ObjectName] = []
    private var versions: [ObjectName: ObjectVersions] = [:]

    /// Whether there is no version of any object.
    var isEmpty: Bool { names.isEmpty }

    /// The versions of an object; setting nil, or none, removes it.
    subscript(name: ObjectName) -> ObjectVersions? {
        get { versions[name] }
        set {
            guard let newValue, newValue.live != nil || !newValue.noncurrent.isEmpty else {
                if versions.removeValue(forKey: name) != nil { names.remove(at: place(of: name)) }
                return
            }
            if versions.updateValue(newValue, forKey: name) == nil {
                names.insert(name, at: place(of: name))
            }
        }
    }

    /// The place of the first name that is not before `name`.
    func place(of name: ObjectName) -> Int {
        var (low, high) = (0, names.count)
        while low < high {
            let middle = (low + high) / 2
            if names[middle] < name { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
