import CloudCore
import Testing

@Suite("YAML core schema")
struct YAMLSchemaTests {
    @Test(
        "gives plain scalars the types of YAML 1.2",
        arguments: [
            ("", .null), ("~", .null), ("null", .null), ("nULL", .string),
            ("true", .bool(true)), ("False", .bool(false)), ("yes", .string), ("off", .string),
            ("0", .int(0)), ("-12", .int(-12)), ("+7", .int(7)), ("010", .int(10)), ("0o17", .int(15)),
            ("0xff", .int(255)),
            ("0o8", .string), ("0x-1", .string), ("1_000", .string), ("0b11", .string), ("12:30", .string),
            ("-", .string),
            ("9223372036854775807", .int(.max)), ("9223372036854775808", .float(9_223_372_036_854_775_808)),
            ("1.5", .float(1.5)), (".5", .float(0.5)), ("2.", .float(2)), ("-1e3", .float(-1000)),
            ("1e", .string),
            (".", .string), ("1.2.3", .string), (".inf", .float(.infinity)), ("-.INF", .float(-.infinity)),
            ("inf", .string),
            ("nan", .string), ("7d", .string),
        ] as [(String, YAML.Scalar.Kind)])
    func kinds(text: String, kind: YAML.Scalar.Kind) {
        #expect(YAML.Scalar(text).kind == kind)
        #expect(YAML.Scalar(text, style: .doubleQuoted).kind == .string)
    }

    @Test(
        "says what to write where a boolean is expected",
        arguments: [
            ("yes", "write true"), ("Off", "write false"), ("n", "write false"),
            ("\"true\"", "write true, without quotes"),
            ("1", "expected true or false, found \"1\""), ("[a]", "found a list"), ("", "found null"),
        ])
    func booleans(text: String, words: String) throws {
        let node = try YAML.parse(text)
        #expect { try node.bool() } throws: { "\($0)".contains(words) }
    }

    @Test(
        "says what to write where an integer is expected",
        arguments: [
            ("010", "write 10, or 0o"), ("\"10\"", "without quotes"), ("ten", "for example 10"),
            ("1.0", "found \"1.0\""),
            ("99999999999999999999", "expected an integer"),
        ])
    func integers(text: String, words: String) throws {
        let node = try YAML.parse(text)
        #expect { try node.int() } throws: { "\($0)".contains(words) }
    }

    @Test("takes any scalar but null as a text, as it was written")
    func strings() throws {
        for (text, value) in [
            ("1.10", "1.10"), ("yes", "yes"), ("!!str", ""), ("'null'", "null"), ("!!int 7", "7"),
        ] {
            #expect(try YAML.parse(text).string() == value)
        }
        for text in ["~", "null", "", "{a: b}", "!!int x"] {
            #expect(throws: YAMLError.self) { try YAML.parse(text).string() }
        }
    }

    @Test("gives every node its place, in characters and not in bytes")
    func places() throws {
        let root = try YAML.parse("# c\nä: [é, {b: \"ü\"}]\nlist:\n  - x\n")
        guard case .mapping(let entries) = root.content, case .sequence(let items) = entries[0].value.content,
            case .mapping(let inner) = items[1].content, case .sequence(let list) = entries[1].value.content
        else {
            Issue.record("another tree: \(root)")
            return
        }
        let places = [root, entries[0].value, items[0], items[1], inner[0].value, entries[1].key, list[0]]
            .map(\.place)
        #expect(places.map(\.description) == ["2:1", "2:4", "2:5", "2:8", "2:12", "3:1", "4:5"])
    }
}
