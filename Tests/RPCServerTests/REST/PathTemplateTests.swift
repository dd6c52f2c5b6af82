import CloudCore
import Testing

@testable import RPCServer

struct PathTemplateTests {
    @Test(
        "Templates of the grammar are taken",
        arguments: [
            ("/", [], 0, nil), ("/v1", [.literal("v1")], 0, nil),
            ("/v1/*", [.literal("v1"), .single], 0, nil),
            ("/v1/{name}", [.literal("v1"), .single], 1, nil),
            (
                "/v1/{name=projects/*/topics/*}:publish",
                [.literal("v1"), .literal("projects"), .single, .literal("topics"), .single], 1, "publish"
            ),
            ("/v1/{topic.name=**}", [.literal("v1"), .rest], 1, nil),
            ("/{a}/{b=x/*}", [.single, .literal("x"), .single], 2, nil),
            ("/a:b", [.literal("a")], 0, "b"), ("/v1/**", [.literal("v1"), .rest], 0, nil),
        ] as [(String, [PathTemplate.Segment], Int, String?)])
    func valid(text: String, segments: [PathTemplate.Segment], variables: Int, verb: String?) throws {
        let template = try #require(PathTemplate(text))
        #expect(template.segments == segments)
        #expect(template.variables.count == variables)
        #expect(template.verb == verb)
    }

    @Test(
        "Malformed templates are not",
        arguments: [
            "", "v1", "//", "/v1/", "/v1/{name", "/v1/{}", "/v1/{a=}", "/v1/{a={b}}", "/v1/{1a}", "/v1/{a.}",
            "/v1/{a-b}",
            "/v1/**/x", "/v1/***", "/v1/a*", "/v1/{a}b", "/v1:", "/v1:a/b", "/v1:a:b", "/v1/{a=**}/b", "/v1}",
            "/v1=",
        ])
    func malformed(text: String) {
        #expect(PathTemplate(text) == nil)
    }
}

struct RouteTrieTests {
    /// The routes of Pub/Sub's API definition, as far as they differ in kind.
    static let trie: RouteTrie<Int> = {
        var trie = RouteTrie<Int>()
        for (index, (method, text)) in routes.enumerated() {
            guard let template = PathTemplate(text) else { fatalError(text) }
            trie.add(method, template, index)
        }
        return trie
    }()

    static let routes = [
        ("PUT", "/v1/{name=projects/*/topics/*}"),  // 0
        ("PATCH", "/v1/{topic.name=projects/*/topics/*}"),
        ("POST", "/v1/{topic=projects/*/topics/*}:publish"),
        ("GET", "/v1/{topic=projects/*/topics/*}"),
        ("GET", "/v1/{project=projects/*}/topics"),
        ("GET", "/v1/{topic=projects/*/topics/*}/subscriptions"),  // 5
        ("DELETE", "/v1/{topic=projects/*/topics/*}"),
        ("POST", "/v1/{subscription=projects/*/subscriptions/*}:pull"),
        ("POST", "/v1/{resource=projects/*/topics/*}:getIamPolicy"),
        ("GET", "/v1/projects/special/topics/{id}"),
        ("GET", "/v1/{rest=**}"),  // 10
        ("GET", "/files/{bucket}/o/{object}"),
        ("GET", "/"),
    ]

    @Test(
        "A path finds the most specific route, and its variables",
        arguments: [
            ("PUT", "/v1/projects/p/topics/t", 0, ["name": "projects/p/topics/t"]),
            ("PATCH", "/v1/projects/p/topics/t", 1, ["topic.name": "projects/p/topics/t"]),
            ("POST", "/v1/projects/p/topics/t:publish", 2, ["topic": "projects/p/topics/t"]),
            ("GET", "/v1/projects/p/topics", 4, ["project": "projects/p"]),
            ("GET", "/v1/projects/p/topics/t/subscriptions", 5, ["topic": "projects/p/topics/t"]),
            ("DELETE", "/v1/projects/p/topics/a.b~c+d%25", 6, ["topic": "projects/p/topics/a.b~c+d%"]),
            (
                "POST", "/v1/projects/p/subscriptions/s:pull", 7,
                ["subscription": "projects/p/subscriptions/s"]
            ),
            ("GET", "/v1/projects/special/topics/t", 9, ["id": "t"]),
            ("GET", "/v1/projects/special/topics", 4, ["project": "projects/special"]),
            ("GET", "/v1/projects/special/topics/t/subscriptions", 5, ["topic": "projects/special/topics/t"]),
            ("GET", "/v1/else/where/x", 10, ["rest": "else/where/x"]), ("GET", "/v1", 10, ["rest": ""]),
            // A colon that starts no known verb belongs to the id.
            ("GET", "/v1/projects/p/topics/a:b", 3, ["topic": "projects/p/topics/a:b"]),
            // Several segments: %2F stays; one segment: everything is decoded (google/api/http.proto).
            ("GET", "/v1/projects/p/topics/a%2Fb%20c", 3, ["topic": "projects/p/topics/a%2Fb c"]),
            ("GET", "/files/b/o/a%2Fb%20c", 11, ["bucket": "b", "object": "a/b c"]),
            ("GET", "/v%31/%70rojects/p/topics/t", 3, ["topic": "projects/p/topics/t"]),
            ("GET", "/", 12, [:]),
        ] as [(String, String, Int, [String: String])])
    func found(method: String, path: String, route: Int, variables: [String: String]) throws {
        let match = try Self.trie.match(method, path[...])
        #expect(match.target == route)
        let found = match.bindings.map { ($0.fieldPath.joined(separator: "."), $0.value) }
        #expect(Dictionary(found, uniquingKeysWith: { $1 }) == variables)
    }

    @Test(
        "A path or method without a route is NOT_FOUND",
        arguments: [
            ("PUT", "/v1/projects/p/topics"), ("PUT", "/v1/projects/p/topics/"),
            ("PUT", "/v1/projects//topics/t"),
            ("POST", "/v1/projects/p/topics/t"), ("GET", "/v1/projects/p/topics/t:publish"),
            ("POST", "/v1/projects/p/topics/t:unknown"), ("PUT", "v1/projects/p/topics/t"), ("GET", "//"),
            ("GET", ""),
            ("PUT", "/v1/projects/p/topics/t/x"), ("OPTIONS", "*"),
            ("GET", "/files/" + String(repeating: "a/", count: 100)),
            ("get", "/v1/projects/p/topics"),
        ])
    func notFound(method: String, path: String) {
        let error = #expect(throws: Status.self) { try Self.trie.match(method, path[...]) }
        #expect(error?.code == .notFound)
    }

    @Test("Where colons are kept, what looks like another route's verb is a part of the path")
    func keptColons() throws {
        var trie = RouteTrie<Int>()
        let template = try #require(PathTemplate("/objects/{path=**}"))
        trie.add("GET", template, 1, keepsColons: true)
        trie.add("POST", try #require(PathTemplate("/v1/{name=**}:publish")), 2)
        trie.add("GET", try #require(PathTemplate("/v1/{name=**}")), 3)
        let match = try trie.match("GET", "/objects/a/b:publish")
        #expect(match.target == 1 && match.bindings.first?.value == "a/b:publish")
        #expect(throws: Status.self) { try trie.match("GET", "/v1/a:publish") }
        #expect(try trie.match("POST", "/v1/a:publish").target == 2)
    }

    @Test("A method that the path does not have is answered with those it has")
    func otherMethods() {
        let error = #expect(throws: Status.self) { try Self.trie.match("POST", "/v1/projects/p/topics/t") }
        #expect(
            error?.message
                == "Method not found: POST /v1/projects/p/topics/t. This path has PUT, PATCH, GET, DELETE.")
    }

    @Test(
        "Malformed percent-encoding is INVALID_ARGUMENT",
        arguments: ["/v1/%", "/v1/%4", "/v1/%zz", "/v1/%ff"])
    func malformed(path: String) {
        let error = #expect(throws: Status.self) { try Self.trie.match("GET", path[...]) }
        #expect(error?.code == .invalidArgument)
    }

    @Test("Of two equal routes the first is kept")
    func equalRoutes() throws {
        var trie = RouteTrie<Int>()
        #expect(trie.add("GET", try #require(PathTemplate("/a/{x}")), 1))
        #expect(!trie.add("GET", try #require(PathTemplate("/a/{y=*}")), 2))
        #expect(try trie.match("GET", "/a/b").target == 1)
    }
}
