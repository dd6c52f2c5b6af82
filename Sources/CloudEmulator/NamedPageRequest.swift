import CloudCore

/// Which part of a listing is asked for, whose items are sorted by their names: a page token, which holds the last name of
/// the page before, stays right when others come and go.
struct NamedPageRequest: Sendable {
    /// The most items of the page.
    let size: Int
    /// The name that the page comes after; empty for the first page.
    let start: String

    /// Checks the fields of a list request.
    ///
    /// - Throws: INVALID_ARGUMENT for a negative size or a token that is none.
    init(size: Int32, token: String, standard: Int, most: Int) throws(Status) {
        guard size >= 0 else {
            throw Status(.invalidArgument, "page_size is \(size), but must not be negative.")
        }
        self.size = size == 0 ? standard : min(Int(size), most)
        guard let start = Base64.decode(token).flatMap({ String(validating: $0, as: UTF8.self) }) else {
            throw Status(
                .invalidArgument, "page_token \"\(token.prefix(100))\" is not one of this listing.")
        }
        self.start = start
    }

    /// The page of some items, and the token of the next page.
    func page<Item>(_ items: [Item], _ name: (Item) -> String) -> (page: [Item], nextToken: String) {
        let rest = items.filter { name($0) > start }.sorted { name($0) < name($1) }
        let page = Array(rest.prefix(size))
        guard rest.count > size, let last = page.last else { return (page, "") }
        return (page, Self.token(after: name(last)))
    }

    /// The token of a page that comes after a name.
    static func token(after name: String) -> String { Base64.encode(Array(name.utf8)) }
}
