import CloudCore

/// Which objects of a bucket are to be listed, and how.
///
/// Source: `objects.list` in the discovery document; "List objects" in the Cloud Storage documentation.
struct ObjectListing: Sendable {
    /// The most objects and prefixes of a page.
    static let maxResults = 1_000

    var prefix = ""
    var delimiter = ""
    var startOffset = ""
    var endOffset = ""
    var includesTrailingDelimiter = false
    var glob: GlobPattern?
    var listsVersions = false
    var size = ObjectListing.maxResults
    var token: StoragePageToken?

    /// The page of a bucket's objects, by name and then by generation.
    func page(of table: ObjectTable) -> StorageV1.Objects {
        var page = PageBuilder(size: size)
        var index = start(in: table)
        while index < table.names.count {
            let name = table.names[index]
            guard name.hasPrefix(prefix), endOffset.isEmpty || name < ObjectName(endOffset) else { break }
            if let group = group(of: name) {
                let end = table.place(after: group)
                guard takeGroup(group, table, index..<end, into: &page) else { break }
                index = end
            } else {
                guard take(name, table, into: &page) else { break }
                index += 1
            }
        }
        return page.finished
    }

    private func start(in table: ObjectTable) -> Int {
        let first = table.place(of: max(ObjectName(prefix), ObjectName(startOffset)))
        guard let token else { return first }
        switch token.kind {
        case .prefix: return max(first, table.place(after: token.name))
        case .object:
            let place = table.place(of: ObjectName(token.name))
            let isThere = place < table.names.count && table.names[place] == ObjectName(token.name)
            // Behind a generation there may be more of the same name.
            return max(first, isThere && token.generation == nil ? place + 1 : place)
        }
    }

    /// The prefix that stands for a name in the listing; nil for the object itself.
    private func group(of name: ObjectName) -> String? {
        guard !delimiter.isEmpty else { return nil }
        let rest = name.text.utf8.dropFirst(prefix.utf8.count)
        guard let found = Substring(rest).end(ofFirst: delimiter) else { return nil }
        return String(name.text[..<found])
    }

    /// Takes the prefix of a group, if anything in it is to be seen; false when the page is full.
    private func takeGroup(
        _ group: String, _ table: ObjectTable, _ range: Range<Int>, into page: inout PageBuilder
    ) -> Bool {
        let names = table.names[range].filter { isShown($0, table) }
        guard let first = names.first else { return true }
        let isMatch = glob.map { glob in
            glob.matches(group) || names.contains { glob.matches($0.text) }
        }
        guard isMatch ?? true else { return true }
        let isTrailing = includesTrailingDelimiter && first == ObjectName(group)
        return page.add(prefix: group, and: isTrailing ? table[first]?.live?.object : nil)
    }

    private func isShown(_ name: ObjectName, _ table: ObjectTable) -> Bool {
        listsVersions || table[name]?.live != nil
    }

    /// Takes the versions of an object; false when the page is full.
    private func take(_ name: ObjectName, _ table: ObjectTable, into page: inout PageBuilder) -> Bool {
        guard let versions = table[name], glob?.matches(name.text) ?? true else { return true }
        let shown = listsVersions ? versions.all : versions.live.map { [$0] } ?? []
        for version in shown {
            if let token, token.kind == .object, ObjectName(token.name) == name,
                let generation = token.generation, version.object.generation <= generation
            {
                continue
            }
            guard page.add(version.object, isVersion: listsVersions) else { return false }
        }
        return true
    }
}

/// A page that is being filled.
private struct PageBuilder {
    let size: Int
    private var page = StorageV1.Objects()
    private var last: StoragePageToken?

    init(size: Int) { self.size = size }

    private var isFull: Bool { page.items.count + page.prefixes.count >= size }

    /// Adds a prefix, with the object of the same name if that is wanted, too; false when there is no room, which makes
    /// the page one that is followed by others.
    mutating func add(prefix: String, and object: StorageV1.Object?) -> Bool {
        guard hasRoom() else { return false }
        page.prefixes.append(prefix)
        if let object { page.items.append(object) }
        last = StoragePageToken(kind: .prefix, name: prefix)
        return true
    }

    /// Adds a version of an object; as above.
    mutating func add(_ object: StorageV1.Object, isVersion: Bool) -> Bool {
        guard hasRoom() else { return false }
        page.items.append(object)
        last = StoragePageToken(
            kind: .object, generation: isVersion ? object.generation : nil, name: object.name)
        return true
    }

    private mutating func hasRoom() -> Bool {
        if isFull { page.nextPageToken = last?.text ?? "" }
        return !isFull
    }

    var finished: StorageV1.Objects { page }
}

extension ObjectTable {
    /// The place of the first name that is behind all names with a prefix.
    func place(after prefix: String) -> Int {
        var (low, high) = (place(of: ObjectName(prefix)), names.count)
        while low < high {
            let middle = (low + high) / 2
            if names[middle].hasPrefix(prefix) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension Substring {
    /// Where the first occurrence of `text` ends, byte by byte; nil when there is none.
    fileprivate func end(ofFirst text: String) -> Index? {
        var start = utf8.startIndex
        while start < utf8.endIndex {
            if utf8[start...].starts(with: text.utf8) {
                return utf8.index(start, offsetBy: text.utf8.count)
            }
            start = utf8.index(after: start)
        }
        return nil
    }
}
