import CloudCore

/// How an API names the parts of a page.
struct PageStyle: Sendable {
    /// The parameter for the size of a page; nil where there is none to be asked for.
    var sizeParameter: String? = "pageSize"
    /// The member of an answer that has the token of the next page.
    var tokenMember = "nextPageToken"

    /// As in AIP-158.
    static let standard = PageStyle()
    /// As in Cloud Storage and BigQuery.
    static let maxResults = PageStyle(sizeParameter: "maxResults")
    /// As in BigQuery's `tabledata.list`.
    static let rows = PageStyle(sizeParameter: "maxResults", tokenMember: "pageToken")
    /// A list without pages.
    static let whole = PageStyle(sizeParameter: nil)
}

/// What a list method returns, element by element: pages are fetched as they are needed.
public struct Listing<Element: Sendable>: AsyncSequence, Sendable {
    let api: GoogleAPI
    let path: String
    var query: [(String, String)] = []
    /// The member of an answer that has the elements.
    let items: String
    /// Elements to a page.
    var pageSize = 100
    var style = PageStyle.standard
    /// A server whose listing never ends is broken.
    var maxPages = 1_000
    let read: @Sendable (JSON) throws -> Element

    /// Begins with the first page.
    public func makeAsyncIterator() -> Iterator { Iterator(listing: self) }

    /// All elements.
    ///
    /// - Throws: INTERNAL when the listing does not end; what the method throws.
    public func all() async throws -> [Element] {
        var elements: [Element] = []
        for try await element in self { elements.append(element) }
        return elements
    }

    /// Walks through the pages.
    public struct Iterator: AsyncIteratorProtocol {
        let listing: Listing
        private var page: ArraySlice<JSON> = []
        /// The token of the next page; nil when there is none.
        private var token: String? = ""
        private var pages = 0

        init(listing: Listing) { self.listing = listing }

        /// The next element; nil after the last one.
        ///
        /// - Throws: what the method throws; INTERNAL when the listing does not end.
        public mutating func next() async throws -> Element? {
            while page.isEmpty {
                guard let token else { return nil }
                try await fetch(token)
            }
            return try listing.read(page.removeFirst())
        }

        private mutating func fetch(_ token: String) async throws {
            guard pages < listing.maxPages else {
                throw Status(
                    .internal, "The listing of \(listing.path) did not end within \(listing.maxPages) pages.")
            }
            pages += 1
            var query = listing.query
            if let size = listing.style.sizeParameter { query.append((size, "\(listing.pageSize)")) }
            if !token.isEmpty { query.append(("pageToken", token)) }
            let answer = try await listing.api.call("GET", listing.path, query: query)
            page = answer.elements(listing.items)[...]
            let next = answer.text(listing.style.tokenMember)
            self.token = next.isEmpty ? nil : next
        }
    }
}
