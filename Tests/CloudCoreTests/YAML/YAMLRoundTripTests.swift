import CloudCore
import Testing

@Suite("YAML writer")
struct YAMLRoundTripTests {
    static let fragments = [
        "a", "Z", "9", " ", "  ", "\n", "\t", ":", ": ", " #", "#", "-", "- ", "?", "{", "}", "[", ",", "&a",
        "*a", "!", "|",
        ">", "'", "\"", "\\", "%", "@", "`", "~", "null", "true", "yes", "0x1", "1e3", "---", "...", "<<",
        "é", "😀", "\u{85}",
        "\u{feff}", "\u{2028}", "\u{1}", "\r", "=", "",
    ]

    static func text(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0...4, using: &random)).map { _ in fragments.randomElement(using: &random) ?? "" }
            .joined()
    }

    static func scalar(_ random: inout SeededGenerator) -> YAML.Scalar {
        let plain = ["1", "-2", "true", "~", "", "1.5", ".inf", ".nan", "0o7", "null"]
        switch Int.random(in: 0...9, using: &random) {
        case 0: return YAML.Scalar(plain.randomElement(using: &random) ?? "")
        case 1: return YAML.Scalar("12", style: .singleQuoted, tag: .int)
        case 2: return YAML.Scalar("12", tag: .str)
        case 3: return YAML.Scalar("3", tag: .float)
        default: return YAML.Scalar(text(&random), style: .doubleQuoted)
        }
    }

    static func tree(_ depth: Int, _ random: inout SeededGenerator) -> YAML.Node {
        switch Int.random(in: 0...(depth == 0 ? 0 : 3), using: &random) {
        case 1:
            return YAML.Node(
                .sequence((0..<Int.random(in: 0...4, using: &random)).map { _ in tree(depth - 1, &random) }))
        case 2, 3:
            var keys: Set<String> = []
            let entries = (0..<Int.random(in: 0...4, using: &random)).compactMap { _ -> YAML.Entry? in
                let key = text(&random)
                guard keys.insert(key).inserted else { return nil }
                return YAML.Entry(
                    key: YAML.Node(.scalar(YAML.Scalar(key, style: .doubleQuoted))),
                    value: tree(depth - 1, &random))
            }
            return YAML.Node(.mapping(entries))
        default: return YAML.Node(.scalar(scalar(&random)))
        }
    }

    @Test("writes any tree so that it is read back the same", arguments: 1...40 as ClosedRange<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let node = Self.tree(5, &random)
            let text = YAML.emit(node)
            #expect(try YAML.parse(text).isSame(as: node), "\(text)")
            #expect(YAML.emit(try YAML.parse(text)) == text, "writing it again changes nothing")
        }
    }

    @Test(
        "quotes what another reader could take for something else",
        arguments: [
            ("yes", "\"yes\""), ("1", "\"1\""), ("24h", "\"24h\""), ("", "\"\""), ("a: b", "\"a: b\""),
            ("a b", "a b"),
            ("roles/pubsub.viewer", "roles/pubsub.viewer"), ("it@x.iam", "it@x.iam"), ("a ", "\"a \""),
            ("null", "\"null\""),
            ("a\nb", "\"a\\nb\""),
        ])
    func spelling(text: String, spelled: String) {
        #expect(YAML.emit(YAML.Node(.scalar(YAML.Scalar(text, style: .doubleQuoted)))) == spelled + "\n")
    }

    @Test("writes a key that is too long for its line after a question mark")
    func longKey() throws {
        let key = YAML.Node(.scalar(YAML.Scalar(String(repeating: "k", count: 2_000), style: .doubleQuoted)))
        let node = YAML.Node(.sequence([YAML.Node(.mapping([YAML.Entry(key: key, value: key)]))]))
        #expect(try YAML.parse(YAML.emit(node)).isSame(as: node))
    }
}
