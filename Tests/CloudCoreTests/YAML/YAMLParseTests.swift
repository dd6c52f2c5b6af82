import CloudCore
import Testing

@Suite("YAML reader")
struct YAMLParseTests {
    /// A document and its tree; the number is that of the YAML 1.2.2 example whose form it has.
    struct Case: CustomTestStringConvertible, Sendable {
        let example: String
        let text: String
        let tree: String
        init(_ example: String, _ text: String, _ tree: String) {
            self.example = example
            self.text = text
            self.tree = tree
        }
        var testDescription: String { example }
    }

    @Test("reads the forms of chapter 2, a preview", arguments: preview)
    func chapter2(_ example: Case) throws { try check(example) }

    @Test("reads the forms of chapters 5 and 6, characters and structure", arguments: structure)
    func chapters5And6(_ example: Case) throws { try check(example) }

    @Test("reads the forms of chapter 7, flow style", arguments: flow)
    func chapter7(_ example: Case) throws { try check(example) }

    @Test("reads the forms of chapter 8, block style", arguments: block)
    func chapter8(_ example: Case) throws { try check(example) }

    @Test("reads the forms of chapter 9, one document", arguments: documents)
    func chapter9(_ example: Case) throws { try check(example) }

    private func check(_ example: Case) throws {
        let node = try YAML.parse(example.text)
        #expect(node.tree == example.tree)
        let windows = example.text.replacing("\n", with: "\r\n")
        #expect(try YAML.parse(windows).tree == example.tree, "line breaks of Windows change nothing")
        #expect(try YAML.parse(YAML.emit(node)).isSame(as: node), "what is written is read back")
    }

    static let preview: [Case] = [
        Case("2.1 sequence of scalars", "- Oslo\n- Lima\n- New York\n", "[Oslo, Lima, New York]"),
        Case("2.2 mapping of scalars", "hr:  65    # Rate\navg: 0.278 # Mean\n", "{hr: 65, avg: 0.278}"),
        Case(
            "2.3 mapping of sequences", "north:\n- Oslo\n- Rome\nsouth:\n  - Lima\n",
            "{north: [Oslo, Rome], south: [Lima]}"),
        Case(
            "2.4 sequence of mappings", "-\n  name: a\n  hr: 1\n-\n  name: b\n",
            "[{name: a, hr: 1}, {name: b}]"),
        Case("2.5 sequence of sequences", "- [name, hr]\n- [a, 65]\n", "[[name, hr], [a, 65]]"),
        Case(
            "2.6 mapping of mappings", "a: {hr: 65, avg: 0.2}\nb: {\n    hr: 63,\n    avg: 0.3,\n  }\n",
            "{a: {hr: 65, avg: 0.2}, b: {hr: 63, avg: 0.3}}"),
        Case(
            "2.8 play by play", "---\ntime: 20:03:20\naction: strike (miss)\n...\n",
            "{time: 20:03:20, action: strike (miss)}"),
        Case(
            "2.10 node twice", "---\nhr:\n  - a\n  - &S b\nrbi:\n  - *S # again\n  - c\n",
            "{hr: [a, b], rbi: [b, c]}"),
        Case(
            "2.12 compact nested mapping", "---\n- item: hoop\n  quantity: 1\n- item: ball\n  quantity: 4\n",
            "[{item: hoop, quantity: 1}, {item: ball, quantity: 4}]"),
        Case(
            "2.13 literal keeps breaks", "# art\n--- |\n  \\//||\\/||\n  // ||  ||__\n",
            "\"\\//||\\/||\\n// ||  ||__\\n\""),
        Case(
            "2.14 folded", "--- >\n  Every year\n  is new,\n  almost.\n", "\"Every year is new, almost.\\n\""),
        Case(
            "2.15 folded keeps indented and empty", ">\n One\n two\n\n   63 runs\n   0.2 avg\n\n end\n",
            "\"One two\\n\\n  63 runs\\n  0.2 avg\\n\\nend\\n\""),
        Case(
            "2.16 indentation sets the scope", "name: M\nacc: >\n  a\n  b\nstats: |\n  65 x\n  0.278 y\n",
            "{name: M, acc: \"a b\\n\", stats: \"65 x\\n0.278 y\\n\"}"),
        Case(
            "2.17 quoted",
            #"unicode: "Sosa\u263A""# + "\n" + #"control: "\b1998\t""#
                + "\nsingle: '\"Howdy!\" he said.'\nquoted: ' # no ''comment''.'\n",
            "{unicode: \"Sosa☺\", control: \"\u{8}1998\\t\", single: \"\"Howdy!\" he said.\", quoted: \" # no 'comment'.\"}"
        ),
        Case(
            "2.18 flow scalars of several lines",
            "plain:\n  This text\n  spans lines.\n\nquoted: \"So does\n  this.\\n\"\n",
            "{plain: This text spans lines., quoted: \"So does this.\\n\"}"),
    ]

    static let structure: [Case] = [
        Case(
            "5.3 block indicators", "sequence:\n- one\n- two\nmapping:\n  ? sky\n  : blue\n  sea : green\n",
            "{sequence: [one, two], mapping: {sky: blue, sea: green}}"),
        Case(
            "5.4 flow indicators", "sequence: [ one, two, ]\nmapping: { sky: blue, sea: green }\n",
            "{sequence: [one, two], mapping: {sky: blue, sea: green}}"),
        Case("5.5 only a comment", "# Comment only.\n\n", "~"),
        Case(
            "5.7 block scalar indicators", "literal: |\n  some\n  text\nfolded: >\n  some\n  text\n",
            "{literal: \"some\\ntext\\n\", folded: \"some text\\n\"}"),
        Case(
            "5.12 tabs and spaces",
            "# Tabs\nquoted: \"Quoted \t\"\nblock:\t|\n  void main() {\n  \tprintf();\n  }\n",
            "{quoted: \"Quoted \\t\", block: \"void main() {\\n\\tprintf();\\n}\\n\"}"),
        Case(
            "5.13 escapes",
            #""Fun with \\ \" \a \b \e \f \n \r \t \v \0 \  \_ \N \L \P \x41 \u0041 \U00000041""#,
            "\"Fun with \\ \" \u{7} \u{8} \u{1b} \u{c} \\n \r \\t \u{b} \0   \u{a0} \u{85} \u{2028} \u{2029} A A A\""
        ),
        Case("5.13 a surrogate pair, as in JSON", #"["\uD83D\uDE00", "\/"]"#, "[\"😀\", \"/\"]"),
        Case(
            "6.1 indentation spaces",
            "  # Leading comment\n\nNot indented:\n By one space: |\n    By four\n      spaces\n Flow style: [   # Leading\n   By two,       # in flow\n  Also by two,   # are neither\n  \tStill by two # content\n    ]\n",
            "{Not indented: {By one space: \"By four\\n  spaces\\n\", Flow style: [By two, Also by two, Still by two]}}"
        ),
        Case("6.2 indentation indicators", "? a\n: -\tb\n  -  -\tc\n     - d\n", "{a: [b, [c, d]]}"),
        Case("6.3 separation by tabs", "- foo:\t bar\n- - baz\n  -\tbaz\n", "[{foo: bar}, [baz, baz]]"),
        Case(
            "6.4 line prefixes",
            "plain: text\n  lines\nquoted: \"text\n  \tlines\"\nblock: |\n  text\n   \tlines\n",
            "{plain: text lines, quoted: \"text lines\", block: \"text\\n \\tlines\\n\"}"),
        Case(
            "6.5 empty lines",
            "Folding:\n  \"Empty line\n   \t\n  as a line feed\"\nClipped: |\n  Clipped empty lines\n \n",
            "{Folding: \"Empty line\\nas a line feed\", Clipped: \"Clipped empty lines\\n\"}"),
        Case("6.7 block folding", ">\n  foo \n \n  \t bar\n\n  baz\n", "\"foo \\n\\n\\t bar\\n\\nbaz\\n\""),
        Case("6.8 flow folding", "\"\n  foo \n \n  \t bar\n\n  baz\n\"", "\" foo\\nbar\\nbaz \""),
        Case("6.10 comment lines", "  # Comment\n   \n\n", "~"),
        Case("6.12 separation spaces", "{ first: Sammy, last: Sosa }", "{first: Sammy, last: Sosa}"),
        Case("6.14 YAML directive", "%YAML 1.2 # as it is\n---\n\"foo\"\n", "\"foo\""),
        Case(
            "6.23 node properties", "!!str &a1 \"foo\":\n  !!str bar\n&a2 baz : *a1\n",
            "{\"foo\": \"bar\", baz: \"foo\"}"),
        Case("6.28 non-specific tag", "- \"12\"\n- 12\n- ! 12\n", "[\"12\", 12, \"12\"]"),
        Case(
            "6.29 anchors", "First occurrence: &anchor Value\nSecond occurrence: *anchor\n",
            "{First occurrence: Value, Second occurrence: Value}"),
        Case("no line break at the end", "a: b", "{a: b}"),
        Case("a byte order mark", "\u{feff}a: b\n", "{a: b}"),
        Case(
            "tags of collections", "a: !!seq [x]\nb: !!map\n  c: d\ne: !!null ''\n",
            "{a: [x], b: {c: d}, e: ~}"),
    ]

    static let flow: [Case] = [
        Case(
            "7.1 alias after another anchor", "a: &x Foo\nb: *x\nc: &x Bar\nd: *x\n",
            "{a: Foo, b: Foo, c: Bar, d: Bar}"),
        Case("7.2 empty content", "{\n  foo : !!str ,\n  bar : &b\n}\n", "{foo: \"\", bar: ~}"),
        Case(
            "7.4 double-quoted keys", "'implicit block key' : [\n  \"implicit flow key\" : value,\n ]\n",
            "{\"implicit block key\": [{\"implicit flow key\": value}]}"),
        Case(
            "7.5 double-quoted line breaks",
            "\"folded \nto a space,\t\n \nto a line feed, or \t\\\n \\ \tnon-content\"",
            "\"folded to a space,\\nto a line feed, or \\t \\tnon-content\""),
        Case(
            "7.6 double-quoted lines", "\" 1st non-empty\n\n 2nd non-empty \n\t3rd non-empty \"",
            "\" 1st non-empty\\n2nd non-empty 3rd non-empty \""),
        Case("7.7 single-quoted", "'here''s to \"quotes\"'", "\"here's to \"quotes\"\""),
        Case(
            "7.9 single-quoted lines", "' 1st non-empty\n\n 2nd non-empty \n\t3rd non-empty '",
            "\" 1st non-empty\\n2nd non-empty 3rd non-empty \""),
        Case(
            "7.10 plain characters",
            "- ::vector\n- \": - ()\"\n- Up, up, and away!\n- -123\n- https://example.com/foo#bar\n- [ ::vector,\n  \": - ()\",\n  \"Up, up!\",\n  -123,\n  https://example.com/foo#bar ]\n",
            "[::vector, \": - ()\", Up, up, and away!, -123, https://example.com/foo#bar, [::vector, \": - ()\", \"Up, up!\", -123, https://example.com/foo#bar]]"
        ),
        Case(
            "7.11 plain implicit keys", "implicit block key : [\n  implicit flow key : value,\n ]\n",
            "{implicit block key: [{implicit flow key: value}]}"),
        Case(
            "7.12 plain lines", "1st non-empty\n\n 2nd non-empty \n\t3rd non-empty\n",
            "1st non-empty\\n2nd non-empty 3rd non-empty"),
        Case("7.13 flow sequences", "- [ one, two, ]\n- [three ,four]\n", "[[one, two], [three, four]]"),
        Case(
            "7.14 sequence entries",
            "[\n\"double\n quoted\", 'single\n           quoted',\nplain\n text, [ nested ],\nsingle: pair,\n]\n",
            "[\"double quoted\", \"single quoted\", plain text, [nested], {single: pair}]"),
        Case(
            "7.15 flow mappings", "- { one : two , three: four , }\n- {five: six,seven : eight}\n",
            "[{one: two, three: four}, {five: six, seven: eight}]"),
        Case(
            "7.17 mapping values apart",
            "{\nunquoted : \"separate\",\nhttps://example.com,\nomitted value: ,\n}\n",
            "{unquoted: \"separate\", https://example.com: ~, omitted value: ~}"),
        Case(
            "7.18 mapping values adjacent", "{\n\"adjacent\":value,\n\"readable\": value,\n\"empty\":\n}\n",
            "{\"adjacent\": value, \"readable\": value, \"empty\": ~}"),
        Case("7.19 single pair", "[\nfoo: bar\n]\n", "[{foo: bar}]"),
        Case(
            "7.21 pair adjacent to a quote", "- [ YAML : separate ]\n- [ \"JSON like\":adjacent ]\n",
            "[[{YAML: separate}], [{\"JSON like\": adjacent}]]"),
        Case(
            "7.23 flow content", "- [ a, b ]\n- { a: b }\n- \"a\"\n- 'b'\n- c\n",
            "[[a, b], {a: b}, \"a\", \"b\", c]"),
        Case(
            "7.24 flow nodes", "- !!str \"a\"\n- 'b'\n- &anchor \"c\"\n- *anchor\n- !!str\n",
            "[\"a\", \"b\", \"c\", \"c\", \"\"]"),
        Case(
            "a bracket as far left as its key", "a:\n  b: [\n    1\n  ]\nc: {\n  d: 2\n}\n",
            "{a: {b: [1]}, c: {d: 2}}"),
        Case(
            "JSON", #"{"a": [1, -2.5e3, true, null], "b": {"c": "d\ne"}}"#,
            "{\"a\": [1, -2.5e3, true, ~], \"b\": {\"c\": \"d\\ne\"}}"),
    ]

    static let block: [Case] = [
        Case(
            "8.1 block scalar header",
            "- | # empty header\n literal\n- >1 # indentation\n  folded\n- |+ # chomping\n keep\n\n- >1- # both\n  strip\n",
            "[\"literal\\n\", \" folded\\n\", \"keep\\n\\n\", \" strip\"]"),
        Case(
            "8.2 indentation found",
            "- |\n detected\n- >\n \n  \n  # detected\n- |1\n  explicit\n- >\n \t\n detected\n",
            "[\"detected\\n\", \"\\n\\n# detected\\n\", \" explicit\\n\", \"\\t\\ndetected\\n\"]"),
        Case(
            "8.4 final line break", "strip: |-\n  text\nclip: |\n  text\nkeep: |+\n  text\n",
            "{strip: \"text\", clip: \"text\\n\", keep: \"text\\n\"}"),
        Case(
            "8.5 trailing lines",
            " # Strip\nstrip: |-\n  # text\n  \n # Clip\n\nclip: |\n  # text\n \n # Keep\n\nkeep: |+\n  # text\n\n # Trail\n",
            "{strip: \"# text\", clip: \"# text\\n\", keep: \"# text\\n\\n\"}"),
        Case(
            "8.6 empty block scalars", "strip: >-\n\nclip: >\n\nkeep: |+\n\n",
            "{strip: \"\", clip: \"\", keep: \"\\n\"}"),
        Case(
            "8.8 literal content", "|\n \n  \n  literal\n   \n  \n  text\n\n # Comment\n",
            "\"\\n\\nliteral\\n \\n\\ntext\\n\""),
        Case(
            "8.10 folded lines",
            ">\n\n folded\n line\n\n next\n line\n   * bullet\n\n   * list\n   * lines\n\n last\n line\n\n# Comment\n",
            "\"\\nfolded line\\nnext line\\n  * bullet\\n\\n  * list\\n  * lines\\n\\nlast line\\n\""),
        Case(
            "8.14 block sequence", "block sequence:\n  - one\n  - two : three\n",
            "{block sequence: [one, {two: three}]}"),
        Case(
            "8.15 sequence entries",
            "- # Empty\n- |\n block node\n- - one # Compact\n  - two # sequence\n- one: two # Compact mapping\n",
            "[~, \"block node\\n\", [one, two], {one: two}]"),
        Case("8.16 block mapping", "block mapping:\n key: value\n", "{block mapping: {key: value}}"),
        Case(
            "8.17 explicit entries",
            "? explicit key # Empty value\n? |\n  block key\n: - one # Explicit compact\n  - two # block value\n",
            "{explicit key: ~, \"block key\\n\": [one, two]}"),
        Case(
            "8.18 implicit entries", "plain key: in-line value\n'k': # Null\n\"quoted key\":\n- entry\n",
            "{plain key: in-line value, \"k\": ~, \"quoted key\": [entry]}"),
        Case(
            "8.20 block nodes",
            "-\n  \"flow in block\"\n- >\n Block scalar\n- !!map # Block collection\n  foo : bar\n",
            "[\"flow in block\", \"Block scalar\\n\", {foo: bar}]"),
        Case(
            "8.21 block scalar nodes", "literal: |2\n  value\nfolded:\n   !!str\n  >1\n value\n",
            "{literal: \"value\\n\", folded: \"value\\n\"}"),
        Case(
            "8.22 collection nodes",
            "sequence: !!seq\n- entry\n- !!seq\n - nested\nmapping: !!map\n foo: bar\n",
            "{sequence: [entry, [nested]], mapping: {foo: bar}}"),
        Case("a dash goes on in a value of several lines", "a: b\n  - c\n", "{a: b - c}"),
        Case("an anchor before a key and one before the mapping", "&m\n&k a: 1\nb: 2\n", "{a: 1, b: 2}"),
        Case(
            "merge keys: the mapping's own keys win, then the earlier",
            "x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz:\n  <<: [*x, *y]\n  a: 0\n",
            "{x: {a: 1, b: 1}, y: {b: 2, c: 2}, z: {a: 0, b: 1, c: 2}}"),
        Case("a merge key in quotes is a key", "\"<<\": a\n", "{\"<<\": a}"),
    ]

    static let documents: [Case] = [
        Case("9.2 document markers", "%YAML 1.2\n---\nDocument\n... # Suffix\n", "Document"),
        Case("9.3 bare document", "Bare\ndocument\n...\n# No document\n", "Bare document"),
        Case("9.4 explicit document", "---\n{ matches\n% : 20 }\n...\n", "{matches %: 20}"),
        Case("9.5 percent in a literal", "--- |\n%!PS-Adobe-2.0\n...\n", "\"%!PS-Adobe-2.0\\n\""),
        Case("nothing at all", "", "~"),
        Case("only a marker", "---\n", "~"),
    ]
}
