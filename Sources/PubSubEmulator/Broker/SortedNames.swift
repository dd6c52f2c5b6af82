/// Resource names in order, each with its slot: what listings walk over.
///
/// Two levels: pages of at most 256 names, found by binary search. An insertion moves at most a page, and,
/// when a page splits, the pages behind it (8 bytes each), so it stays cheap at a million names.
struct SortedNames {
    typealias Entry = (name: String, slot: Int)

    private static let pageLimit = 256
    private var pages: [[Entry]] = []
    private(set) var count = 0

    /// Adds a name that is not there.
    mutating func insert(_ name: String, slot: Int) {
        count += 1
        guard !pages.isEmpty else { return pages.append([(name, slot)]) }
        let page = max(0, firstPage { $0 > name } - 1)
        pages[page].insert((name, slot), at: firstEntry(in: page) { $0 > name })
        guard pages[page].count > Self.pageLimit else { return }
        let half = pages[page].count / 2
        pages.insert(Array(pages[page][half...]), at: page + 1)
        pages[page].removeLast(pages[page].count - half)
    }

    /// Removes a name, if it is there.
    mutating func remove(_ name: String) {
        let page = firstPage { $0 > name } - 1
        guard page >= 0 else { return }
        let index = firstEntry(in: page) { $0 >= name }
        guard index < pages[page].count, pages[page][index].name == name else { return }
        pages[page].remove(at: index)
        if pages[page].isEmpty { pages.remove(at: page) }
        count -= 1
    }

    /// All names, in order.
    var all: [Entry] { page(prefix: "", after: "", limit: .max).entries }

    /// The names with a prefix that come after `start`, at most `limit`, and whether there are more.
    func page(prefix: String, after start: String, limit: Int) -> (entries: [Entry], hasMore: Bool) {
        let isIncluded: (String) -> Bool = { $0 > start && $0 >= prefix }
        var page = max(0, firstPage(where: isIncluded) - 1)
        var found: [Entry] = []
        guard page < pages.count else { return (found, false) }
        var index = firstEntry(in: page, where: isIncluded)
        while page < pages.count {
            while index < pages[page].count {
                guard pages[page][index].name.hasPrefix(prefix) else { return (found, false) }
                if found.count == limit { return (found, true) }
                found.append(pages[page][index])
                index += 1
            }
            page += 1
            index = 0
        }
        return (found, false)
    }

    /// The first page whose first name satisfies `predicate`, which holds for all later names too.
    private func firstPage(where predicate: (String) -> Bool) -> Int {
        (0..<pages.count).partition { predicate(pages[$0][0].name) }
    }

    private func firstEntry(in page: Int, where predicate: (String) -> Bool) -> Int {
        (0..<pages[page].count).partition { predicate(pages[page][$0].name) }
    }
}
