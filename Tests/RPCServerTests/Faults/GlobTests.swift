import Testing

@testable import RPCServer

struct GlobTests {
    @Test(
        "A star stands for any characters, a question mark for one, anything else for itself",
        arguments: [
            ("*", "", true), ("*", "projects/p/topics/t", true), ("", "", true), ("", "x", false),
            ("projects/*/topics/*", "projects/p/topics/t", true),
            ("projects/*/topics/*", "projects/p/subscriptions/t", false), ("*Pull", "StreamingPull", true),
            ("*Pull", "Pulls", false), ("a?c", "abc", true), ("a?c", "ac", false), ("a*b*c", "a1b2b3c", true),
            ("a*b*c", "a1b2b3", false), ("**a**", "bab", true), ("Publish", "publish", false),
        ])
    func table(pattern: String, text: String, isMatch: Bool) {
        #expect(Glob(pattern).matches(text) == isMatch)
    }

    @Test("A pattern of many stars is done with in no time")
    func manyStars() {
        let pattern = String(repeating: "*a", count: 500)
        #expect(!Glob(pattern).matches(String(repeating: "a", count: 5_000) + "b"))
    }
}
