import CloudCore
import Testing

struct JSONParserTests {
    @Test(
        "A valid text is the value it says",
        arguments: [
            ("null", .null), (" true\n", true), ("false", false), ("0", 0), ("-0", -0.0), ("-1", -1),
            ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
            ("9223372036854775808", .uint(9_223_372_036_854_775_808)),
            ("18446744073709551615", .uint(.max)),
            ("18446744073709551616", .double(18_446_744_073_709_551_616)),
            ("-9223372036854775809", .double(-9_223_372_036_854_775_808)),
            ("1.0", .double(1)), ("1e2", .double(100)), ("1E-2", .double(0.01)), ("1.5e+3", .double(1500)),
            ("5e-324", .double(.leastNonzeroMagnitude)), ("1e-400", .double(0)),
            (#""""#, ""), (#""a\"\\\/\b\f\n\r\t\u0041""#, "a\"\\/\u{8}\u{c}\n\r\tA"), (#""\u0000""#, "\u{0}"),
            (#""\ud834\udd1e""#, "𝄞"), (#""\uFFFF""#, "\u{ffff}"), (#""ü€""#, "ü€"),
            ("[]", []), ("[ ]", []), ("{}", [:]), ("{ }", [:]), ("[1,[2]]", [1, [2]]),
            (#"{"b":1,"a":{"":null}}"#, ["a": ["": .null], "b": 1]),
        ] as [(String, JSON)])
    func valid(text: String, expected: JSON) throws {
        let value = try JSON.parse(text)
        #expect(value == expected)
        #expect(try JSON.parse(value.text()) == value)
        #expect(try JSON.parse(value.text(layout: .pretty)) == value)
    }

    @Test(
        "An invalid text is refused",
        arguments: [
            "", " ", "nul", "nullx", "true false", "01", "-", "+1", "1.", ".5", "1e", "1e+", "0x1", "NaN",
            "Infinity",
            "1e999", "-1e999", "\"", "\"a", "'a'", "\"\\x\"", "\"\\u12\"", "\"\\u123g\"", "\"\n\"",
            "\"a\\\n\"",
            #""\ud834""#, #""\udd1e""#, #""\ud834\ud834""#, #""\ud834x""#, #""\ud834\n""#,
            "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "]", "{", "{\"a\"", "{\"a\":", "{\"a\":1",
            "{\"a\":1,}", "{a:1}",
            "{1:1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "{\"a\":1,\"a\":2}", "{\"\\u0061\":1,\"a\":2}",
            "\u{feff}1",
            "/*c*/1", "1//c", "\u{a0}1",
        ])
    func invalid(text: String) {
        let error = #expect(throws: Status.self) { try JSON.parse(text) }
        #expect(error?.code == .invalidArgument)
    }

    @Test(
        "Bytes that are not UTF-8 are refused",
        arguments: [
            [0x22, 0xff, 0x22], [0x22, 0xc0, 0x80, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22],
            [0x22, 0x5c, 0x6e, 0xe2, 0x82, 0x22], [0x31, 0x00],
        ] as [[UInt8]])
    func notUTF8(bytes: [UInt8]) {
        #expect(throws: Status.self) { try JSON.parse(bytes) }
    }

    @Test("A fault is reported with its line, column and byte")
    func place() {
        let error = #expect(throws: Status.self) { try JSON.parse("{\n  \"a\": [1,\n    x]\n}") }
        #expect(
            error?.message
                == "Invalid JSON payload received. Unexpected token. Expected a value. (line 3, column 5, byte 17)"
        )
    }

    @Test("Nesting is bounded at 100", arguments: ["[", "{\"a\":"])
    func depth(opening: String) throws {
        func text(_ depth: Int) -> String {
            String(repeating: opening, count: depth) + "0"
                + String(repeating: opening == "[" ? "]" : "}", count: depth)
        }
        _ = try JSON.parse(text(100))
        #expect(throws: Status.self) { try JSON.parse(text(101)) }
        #expect(throws: Status.self) { try JSON.parse(String(repeating: opening, count: 1_000_000)) }
    }

    @Test("The number of values is bounded")
    func values() throws {
        var limits = JSON.Limits()
        limits.values = 3
        _ = try JSON.parse("[1,2]", limits: limits)
        #expect(throws: Status.self) { try JSON.parse("[1,2,3]", limits: limits) }
    }

    @Test("A duplicate is found among many members")
    func manyMembers() throws {
        let members = (0..<5_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        #expect(try JSON.parse("{\(members)}").objectValue?.count == 5_000)
        #expect(throws: Status.self) { try JSON.parse("{\(members),\"k16\":0}") }
    }

    @Test("A number of unreasonable length is refused")
    func longNumber() throws {
        #expect(try JSON.parse("0." + String(repeating: "1", count: 1_000)).doubleValue == 1.0 / 9)
        #expect(throws: Status.self) { try JSON.parse("0." + String(repeating: "1", count: 2_000)) }
    }
}

struct JSONValueTests {
    @Test("Pretty text has two spaces a level and nothing in empty containers")
    func pretty() {
        let json: JSON = ["a": [1, ["b": .null]], "c": [], "d": [:]]
        #expect(
            json.text(layout: .pretty) == """
                {
                  "a": [
                    1,
                    {
                      "b": null
                    }
                  ],
                  "c": [],
                  "d": {}
                }
                """)
        #expect(json.text() == #"{"a":[1,{"b":null}],"c":[],"d":{}}"#)
    }

    @Test("Members are reached and set by key")
    func access() {
        var json: JSON = ["a": ["b": [1, "2", 3.0, 4.5]]]
        #expect(json["a"]?["b"]?[1]?.stringValue == "2")
        #expect((0..<5).map { json["a"]?["b"]?[$0]?.intValue } == [1, 2, 3, nil, nil])
        json["c"] = true
        json["a"] = nil
        #expect(json == ["c": true])
        var null = JSON.null
        null["x"] = 1
        #expect(null == ["x": 1])
    }

    @Test("Numbers that JSON has not are the strings of proto3 JSON")
    func notFinite() {
        #expect(
            JSON.array([.double(.nan), .double(.infinity), .double(-.infinity)]).text()
                == #"["NaN","Infinity","-Infinity"]"#)
    }
}
