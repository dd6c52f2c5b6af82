import CloudCore

extension Emulator {
    /// Gathers all pages of a listing: `page` returns the items of the page that a token stands for, and the token of the
    /// next page, empty at the end.
    func allPages<Item>(
        _ page: (_ token: String) throws(Status) -> (items: [Item], next: String)
    ) throws(Status) -> [Item] {
        var items: [Item] = []
        var token = ""
        repeat {
            let (more, next) = try page(token)
            items += more
            token = next
        } while !token.isEmpty
        return items
    }
}
