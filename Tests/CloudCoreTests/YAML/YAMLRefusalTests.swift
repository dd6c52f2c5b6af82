import CloudCore
import Testing

@Suite("YAML reader refuses")
struct YAMLRefusalTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let text: String
        let line: Int
        let column: Int
        let words: String
        init(_ text: String, _ line: Int, _ column: Int, _ words: String) {
            self.text = text
            self.line = line
            self.column = column
            self.words = words
        }
        var testDescription: String { text.debugDescription }
    }

    @Test("with the place and what to write instead", arguments: cases)
    func refuses(_ example: Case) {
        #expect {
            try YAML.parse(example.text)
        } throws: { error in
            guard let error = error as? YAMLError else { return false }
            let place = YAML.Place(line: example.line, column: example.column)
            #expect(error.place == place, "\(error)")
            #expect(error.message.contains(example.words))
            #expect(!error.message.contains("\n"), "a message is one line")
            return true
        }
    }

    static let cases: [Case] = [
        // Indentation.
        Case("a:\n\tb: 1\n", 2, 1, "a tab cannot indent"),
        Case("a:\n  b: 1\n \t c: 2\n", 3, 2, "a tab cannot indent"),
        Case("a:\n  b: 1\n c: 2\n", 3, 2, "indentation fits no open collection"),
        Case("a: 1\n  b: 2\n", 2, 4, "put quotes around the value"),
        Case("- a\n b\n- c\n  - d: e\n", 4, 6, "put quotes around the value"),
        Case("- a\nb: c\n", 2, 1, "write - before it"),
        Case("a: 1\n- b\n", 2, 1, "a key is expected here"),
        Case("a:\n - x\n- y\n", 3, 1, "a key is expected here"),
        Case("-\t- a\n", 1, 3, "cannot start on this line"),
        Case("a: [\n1]\n", 2, 1, "must be indented more"),
        Case("a: \"x\ny\"\n", 2, 1, "must be indented more"),
        Case("a: |\n   \n  x\n", 3, 3, "an empty line before this one has more spaces"),
        // Mappings.
        Case("a: b: c\n", 1, 5, "a mapping cannot start on this line"),
        Case("a: - b\n", 1, 4, "a sequence cannot start on this line"),
        Case("--- a: b\n", 1, 6, "a mapping cannot start on this line"),
        Case("a: 1\nb\nc: 2\n", 2, 1, "a colon and a space must follow the key"),
        Case("a\nb: c\n", 2, 2, "a colon with a space"),
        Case("a: 1\nb: 2\na: 3\n", 3, 1, "stands in this mapping already, at 1:1"),
        Case("{a: 1, 'a': 2}", 1, 8, "stands in this mapping already, at 1:2"),
        Case(": a\n", 1, 1, "the key before the colon is missing"),
        Case("{: a}", 1, 2, "the key before the colon is missing"),
        Case("? [a]\n: b\n", 1, 3, "a mapping's key must be a scalar"),
        Case("[a]: b\n", 1, 1, "a mapping's key must be a scalar"),
        Case("{? a: b}", 1, 2, "? is not read"),
        Case("\"a\n  b\": c\n", 2, 5, "a key must stand on one line"),
        Case("[a\n b: c]", 2, 3, "a key must stand on one line"),
        Case(String(repeating: "k", count: 1025) + ": v", 1, 1, "a key has at most 1024 bytes"),
        Case("<<: 3\n", 1, 5, "<< merges mappings only"),
        Case("<<: [{a: 1}, b]\n", 1, 14, "<< merges mappings only"),
        // Flow collections.
        Case("[a, b", 1, 6, "the flow collection that starts at 1:1 is not closed"),
        Case("[a, , b]", 1, 5, "a value is missing before this comma"),
        Case("[,]", 1, 2, "a value is missing before this comma"),
        Case("[a}", 1, 3, "a comma or the ] of the [ at 1:1"),
        Case("{a: 1 b: 2}", 1, 8, "a comma or the } of the { at 1:1"),
        Case("[a] b\n", 1, 5, "nothing may follow a complete value"),
        Case("[-]", 1, 2, "no value can start so"),
        Case("[a\n---\n]", 2, 1, "a document marker cannot stand inside"),
        // Scalars.
        Case("a: \"b\n", 1, 4, "this quote is not closed"),
        Case("a: 'b", 1, 4, "this quote is not closed"),
        Case("a: \"b\" c\n", 1, 8, "nothing may follow a complete value"),
        Case("a: \"b\"#c\n", 1, 7, "nothing may follow a complete value"),
        Case(#"a: "\q""#, 1, 5, "this escape is unknown"),
        Case(#"a: "\x4""#, 1, 5, "needs 2 hexadecimal digits"),
        Case(#"a: "\ud800""#, 1, 5, "no Unicode character"),
        Case(#"a: "\ud83d\u0041""#, 1, 5, "half a character"),
        Case("a: @b\n", 1, 4, "no value can start with @"),
        Case("a: `b\n", 1, 4, "no value can start with `"),
        Case("a: %b\n", 1, 4, "no value can start with %"),
        Case("a: | b\n", 1, 6, "starts on the line after"),
        Case("a: |0\n  b\n", 1, 5, "a digit from 1 to 9"),
        Case("a: b # c\n  d\n", 2, 3, "indentation fits no open collection"),
        // Anchors, aliases and tags.
        Case("a: *b\n", 1, 4, "write &b on a node before it"),
        Case("&a x: 1\n*a: 2\n", 2, 1, "put a space before the colon"),
        Case("&a [*a]", 1, 5, "stands inside of its own anchor"),
        Case("&a &b c", 1, 4, "a node has one anchor"),
        Case("a: & b\n", 1, 4, "an anchor needs a name"),
        Case("a: &x 1\nb: &y *x\n", 2, 4, "an alias has no anchor"),
        Case("&a - b\n", 1, 4, "cannot follow an anchor"),
        Case("a: !local b\n", 1, 4, "tag !local is not read"),
        Case("a: !!binary b\n", 1, 4, "tag !!binary is not read"),
        Case("a: !!seq b\n", 1, 4, "tag !!seq is not read"),
        Case("a: !!int [b]\n", 1, 4, "tag !!int is not read"),
        Case("a: !<tag:yaml.org,2002:str> b\n", 1, 4, "verbatim tags are not read"),
        // Documents and characters.
        Case("a: 1\n---\nb: 2\n", 2, 1, "only one document is read"),
        Case("a\n...\nb\n", 3, 1, "only one document is read"),
        Case("a\n... b\n", 2, 5, "nothing may follow ..."),
        Case("%TAG ! tag:example.com,2000:\n---\na\n", 1, 1, "directive %TAG is not read"),
        Case("%YAML 2.0\n---\na\n", 1, 1, "write %YAML 1.2"),
        Case("%YAML 1.2\na: b\n", 2, 1, "followed by a line ---"),
        Case("%YAML 1.2\n%YAML 1.2\n---\n", 2, 1, "a second time"),
        Case("a: b\u{7}\n", 1, 5, "control character 7"),
        Case("ä: \u{80}\n", 1, 4, "U+80"),
    ]

    @Test(
        "bytes that are not UTF-8",
        arguments: [
            [0x61, 0xff], [0x61, 0xc3], [0x61, 0xc0, 0x80], [0x61, 0xed, 0xa0, 0x80],
            [0x61, 0xf4, 0x90, 0x80, 0x80],
            [0x61, 0xe2, 0x28, 0xa1], [0x61, 0x80],
        ] as [[UInt8]])
    func notUTF8(_ bytes: [UInt8]) {
        #expect(
            throws: YAMLError(.init(line: 1, column: 2), "the text is not UTF-8 here: save the file in UTF-8")
        ) {
            try YAML.parse(bytes)
        }
    }

    @Test("what is longer, deeper or more than its limits")
    func limits() {
        let limits = YAML.Limits(maxBytes: 1_000, maxDepth: 10, maxNodes: 100, maxAliasBytes: 200)
        func refuses(_ text: String, _ words: String) {
            #expect { try YAML.parse(text, limits: limits) } throws: { "\($0)".contains(words) }
        }
        refuses(String(repeating: " ", count: 1_001), "1001 bytes")
        refuses(String(repeating: "[", count: 11), "nested more than 10 deep")
        refuses(String(repeating: "- ", count: 11), "nested more than 10 deep")
        refuses("[" + String(repeating: "1,", count: 100) + "]", "more than 100 nodes")
        let long = String(repeating: "x", count: 90)
        refuses("- &a \(long)\n- [*a, *a, *a]\n", "aliases stand for more than")
    }

    @Test("a few aliases that stand for a billion nodes, before they cost anything")
    func billionLaughs() {
        var text = "l0: &l0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
        for level in 1...9 {
            let below = String(repeating: "*l\(level - 1), ", count: 10)
            text += "l\(level): &l\(level) [\(below)]\n"
        }
        #expect { try YAML.parse(text) } throws: {
            "\($0)".contains("aliases stand for more than 250000 nodes")
        }
    }

    @Test("aliases that nest too deep, though no line of the text does")
    func deepAliases() {
        var text = "- &a0 x\n"
        for level in 1...80 { text += "- &a\(level) [*a\(level - 1)]\n" }
        #expect { try YAML.parse(text) } throws: { "\($0)".contains("deep") }
    }
}
