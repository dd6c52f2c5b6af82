import CloudCore

/// Which part of a listing is asked for.
///
/// The items have numbers that only grow, so that a page token stays right when others come and go.
struct PageRequest: Sendable {
    private let size: Int
    private let token: UInt64?

    /// Checks the fields of a list request.
    ///
    /// - Throws: INVALID_ARGUMENT for a negative size or a token that is none.
    init(size: Int32, token: String, standard: Int, most: Int) throws(Status) {
        guard size >= 0 else {
            throw Status(.invalidArgument, "page_size is \(size), but must not be negative.")
        }
        self.size = size == 0 ? standard : min(Int(size), most)
        guard !token.isEmpty else {
            self.token = nil
            return
        }
        guard let text = Base64.decode(token).flatMap({ String(validating: $0, as: UTF8.self) }),
            let number = UInt64(text)
        else {
            throw Status(
                .invalidArgument, "page_token \"\(token.prefix(100))\" is not one of this listing.")
        }
        self.token = number
    }

    /// The page of items that are sorted by their numbers, newest first, and the token of the next page.
    func newestFirst<Item>(_ items: [Item], _ number: (Item) -> UInt64) -> (page: [Item], nextToken: String) {
        page(items.sorted { number($0) > number($1) }, number) { $0 < $1 }
    }

    /// The page of items that are sorted by their numbers, oldest first, and the token of the next page.
    func oldestFirst<Item>(_ items: [Item], _ number: (Item) -> UInt64) -> (page: [Item], nextToken: String) {
        page(items.sorted { number($0) < number($1) }, number) { $0 > $1 }
    }

    private func page<Item>(
        _ sorted: [Item], _ number: (Item) -> UInt64, _ isBehind: (UInt64, UInt64) -> Bool
    ) -> (page: [Item], nextToken: String) {
        let rest = sorted.filter { item in token.map { isBehind(number(item), $0) } ?? true }
        let page = Array(rest.prefix(size))
        guard rest.count > size, let last = page.last else { return (page, "") }
        return (page, Base64.encode(Array(String(number(last)).utf8)))
    }
}
