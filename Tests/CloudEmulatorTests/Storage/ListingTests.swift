import CloudCore
import Testing

@testable import CloudEmulator

@Suite("Listings of objects")
struct ListingTests {
    private static let names = [
        "a", "a/", "a/1.txt", "a/2.log", "a/b/3.txt", "b/4.txt", "c.txt", "d/e/f.txt",
    ]

    private func plane() throws -> ControlPlane {
        var plane = try ControlPlane.withBucket()
        for name in Self.names.reversed() { try plane.put(name) }
        return plane
    }

    @Test("Objects come by name, or by prefix, or between offsets")
    func plain() throws {
        var plane = try plane()
        #expect(try plane.names() == Self.names)
        #expect(try plane.names { $0.prefix = "a/" } == ["a/", "a/1.txt", "a/2.log", "a/b/3.txt"])
        #expect(
            try plane.names {
                $0.startOffset = "a/2.log"
                $0.endOffset = "c.txt"
            } == ["a/2.log", "a/b/3.txt", "b/4.txt"])
    }

    @Test("With a delimiter, what is behind it is one prefix")
    func delimiter() throws {
        var plane = try plane()
        #expect(try plane.names { $0.delimiter = "/" } == ["a", "c.txt", "[a/]", "[b/]", "[d/]"])
        #expect(
            try plane.names {
                $0.delimiter = "/"
                $0.prefix = "a/"
            } == ["a/", "a/1.txt", "a/2.log", "[a/b/]"])
        #expect(
            try plane.names {
                $0.delimiter = "/"
                $0.includesTrailingDelimiter = true
            } == ["a", "a/", "c.txt", "[a/]", "[b/]", "[d/]"])
    }

    @Test("Pages of any size together are the whole", arguments: [1, 2, 3, 5, 100], ["", "/"])
    func pages(size: Int, delimiter: String) throws {
        var plane = try plane()
        var listing = ObjectListing()
        listing.delimiter = delimiter
        listing.size = size
        var found: [String] = []
        repeat {
            let page = try plane.listObjects("bucket", listing, by: .owner, at: start)
            #expect(page.items.count + page.prefixes.count <= size)
            found += page.items.map(\.name) + page.prefixes
            listing.token = try StoragePageToken(parsing: page.nextPageToken)
        } while listing.token != nil
        let all = delimiter.isEmpty ? Self.names : ["a", "a/", "b/", "c.txt", "d/"]
        #expect(found.sorted() == all)
    }

    @Test("Versions are paged, too")
    func versionPages() throws {
        var plane = try ControlPlane.withBucket("bucket", ["versioning": ["enabled": true]])
        var generations: [Int64] = []
        for text in ["1", "2", "3"] { generations.append(try plane.put("a", text).generation) }
        generations.append(try plane.put("b").generation)
        var listing = ObjectListing()
        listing.listsVersions = true
        listing.size = 1
        var found: [Int64] = []
        repeat {
            let page = try plane.listObjects("bucket", listing, by: .owner, at: start)
            found += page.items.map(\.generation)
            listing.token = try StoragePageToken(parsing: page.nextPageToken)
        } while listing.token != nil
        #expect(found == generations)
    }

    @Test(
        "Globs choose",
        arguments: [
            ("*.txt", ["c.txt"]), ("**.txt", ["a/1.txt", "a/b/3.txt", "b/4.txt", "c.txt", "d/e/f.txt"]),
            ("a/*", ["a/", "a/1.txt", "a/2.log"]), ("a/?.{txt,log}", ["a/1.txt", "a/2.log"]),
            ("a/**", ["a/", "a/1.txt", "a/2.log", "a/b/3.txt"]), ("[ab]/[!1-3].txt", ["b/4.txt"]),
            ("**/f.txt", ["d/e/f.txt"]), ("**/c.txt", ["c.txt"]), ("a/**/3.txt", ["a/b/3.txt"]),
            ("a\\/", ["a/"]), ("x", []),
        ])
    func globs(pattern: String, expected: [String]) throws {
        var plane = try plane()
        let glob = try GlobPattern(pattern)
        #expect(try plane.names { $0.glob = glob } == expected)
    }

    @Test(
        "Globs that are none are refused",
        arguments: ["[a", "{a,b", "a\\", "[z-a]", "[]", "{{{{{{{{{{{{{{{{{"])
    func badGlobs(pattern: String) {
        #expect(throws: Status.self) { try GlobPattern(pattern) }
    }

    @Test("A pattern that would make others try forever is matched in one walk")
    func hostileGlob() throws {
        let glob = try GlobPattern(String(repeating: "{**,*}a", count: 60) + "b")
        #expect(!glob.matches(String(repeating: "a", count: 1_000)))
    }
}
