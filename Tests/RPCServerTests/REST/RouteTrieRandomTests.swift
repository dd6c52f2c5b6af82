import CloudCore
import Testing

@testable import RPCServer

struct RouteTrieRandomTests {
    /// Whether a path matches a template, read off the template without a tree.
    private static func matches(_ segments: [PathTemplate.Segment], _ parts: [Substring]) -> Bool {
        guard let first = segments.first else { return parts.isEmpty }
        switch first {
        case .rest: return true
        case .single:
            return parts.first?.isEmpty == false
                && matches(Array(segments.dropFirst()), Array(parts.dropFirst()))
        case .literal(let text):
            return parts.first.map { $0 == text } == true
                && matches(Array(segments.dropFirst()), Array(parts.dropFirst()))
        }
    }

    /// The rank of each segment: more specific further left wins.
    private static func rank(_ template: PathTemplate) -> [Int] {
        template.segments.map {
            switch $0 {
            case .literal: 0
            case .single: 1
            case .rest: 2
            }
        }
    }

    @Test("The tree finds what a search through all templates finds", arguments: 0..<20)
    func model(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var trie = RouteTrie<String>()
        var templates: [String: PathTemplate] = [:]
        for _ in 0..<15 {
            let segments = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                ["a", "b", "*"].randomElement(using: &random) ?? "a"
            }
            let text =
                "/" + segments.joined(separator: "/") + (["", "/**"].randomElement(using: &random) ?? "")
            let template = try #require(PathTemplate(text))
            templates[text] = template
        }
        for text in templates.keys.sorted() {
            if let template = templates[text] { trie.add("GET", template, text) }
        }
        for _ in 0..<200 {
            let parts = (0..<Int.random(in: 1...5, using: &random)).map { _ -> Substring in
                ["a", "b", "c", "a", "b", "c", ""].randomElement(using: &random) ?? "a"
            }
            let expected = templates.filter { Self.matches($0.value.segments, parts) }
                .min { Self.rank($0.value).lexicographicallyPrecedes(Self.rank($1.value)) }?.key
            let found = try? trie.match("GET", "/" + parts.joined(separator: "/")[...]).target
            // A lone empty part is the root's path, "/", which has no part.
            if parts != [""] { #expect(found == expected, "\(parts)") }
        }
    }
}
