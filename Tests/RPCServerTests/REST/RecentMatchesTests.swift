import CloudCore
import Testing

@testable import RPCServer

@Suite("Recent matches of paths")
struct RecentMatchesTests {
    private func routes() throws -> RouteTrie<String> {
        var routes = RouteTrie<String>()
        for (method, text) in [
            ("GET", "/v1/{name=items/*}"), ("DELETE", "/v1/{name=items/*}"), ("GET", "/v1/items"),
        ] {
            routes.add(method, try #require(PathTemplate(text)), "\(method) \(text)")
        }
        return routes
    }

    @Test(
        "A path is answered as the routes answer it, the first time and again, with however many others between"
    )
    func answersLikeTheRoutes() throws {
        let routes = try routes()
        let recent = RecentMatches<String>()
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<5_000 {
            let path: Substring =
                Bool.random(using: &generator)
                ? "/v1/items/\(Int.random(in: 0..<400, using: &generator))" : "/v1/items"
            let method = Bool.random(using: &generator) ? "GET" : "DELETE"
            let expected = Result { () throws(Status) in try routes.match(method, path) }
            let found = Result { () throws(Status) in try recent.match(method, path, in: routes) }
            switch (expected, found) {
            case (.success(let expected), .success(let found)):
                #expect(found.target == expected.target)
                #expect(found.bindings.map(\.value) == expected.bindings.map(\.value))
            case (.failure(let expected), .failure(let found)): #expect(found == expected)
            default: Issue.record("\(method) \(path): \(found), expected \(expected)")
            }
        }
    }
}
