import CloudCore

/// Which part of a listing is asked for, whose items are sorted by their ids.
struct ListingPage: Sendable {
    private let size: Int
    private let token: String?

    /// The standard and the largest page; the service's are not documented for all listings.
    private static let standard = 50
    private static let most = 10_000

    /// Checks the fields of a list request.
    ///
    /// - Throws: INVALID_ARGUMENT.
    init(maxResults: Int32?, token: String) throws(Status) {
        guard maxResults ?? 0 >= 0 else {
            throw .listed(
                .invalidArgument, "invalid",
                "maxResults is \(maxResults ?? 0), but must not be negative.")
        }
        size = min(Int(maxResults ?? 0), Self.most).nonZero ?? Self.standard
        guard !token.isEmpty else {
            self.token = nil
            return
        }
        guard let text = Base64.decode(token).flatMap({ String(validating: $0, as: UTF8.self) }) else {
            throw .listed(.invalidArgument, "invalid", "Invalid pageToken: \(token.prefix(100))")
        }
        self.token = text
    }

    /// The page of items by their ids, and the token of the next one.
    func page<Item>(_ items: [String: Item]) -> (page: [(key: String, value: Item)], nextToken: String) {
        let rest = items.filter { item in token.map { item.key > $0 } ?? true }
            .sorted { $0.key < $1.key }
        let page = Array(rest.prefix(size))
        guard rest.count > size, let last = page.last else { return (page, "") }
        return (page, Base64.encode(Array(last.key.utf8)))
    }
}

extension Int {
    fileprivate var nonZero: Int? { self == 0 ? nil : self }
}
