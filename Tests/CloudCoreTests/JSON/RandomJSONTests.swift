import CloudCore
import Testing

struct RandomJSONTests {
    static func random(using random: inout SeededGenerator, depth: Int = 0) -> JSON {
        switch Int.random(in: 0..<(depth < 5 ? 9 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(.random(using: &random))
        case 2: return .int(.random(in: .min ... .max, using: &random))
        case 3: return .uint(.random(in: UInt64(Int64.max) + 1 ... .max, using: &random))
        case 4:
            let value = Double(bitPattern: random.next())
            // A whole number that fits 64 bits is read back as an integer, unless its text has an exponent.
            return value.isFinite ? .double(value) : .int(0)
        case 5: return .string(string(using: &random))
        case 6, 7:
            return .array(
                (0..<Int.random(in: 0..<5, using: &random)).map { _ in .random(using: &random, depth + 1) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0..<30, using: &random) {
                object[string(using: &random)] = .random(using: &random, depth + 1)
            }
            return .object(object)
        }
    }

    static func string(using random: inout SeededGenerator) -> String {
        var string = ""
        for _ in 0..<Int.random(in: 0..<6, using: &random) {
            let limit: UInt32 = [0x80, 0x800, 0x11_0000].randomElement(using: &random) ?? 0x80
            string.unicodeScalars.append(
                Unicode.Scalar(UInt32.random(in: 0..<limit, using: &random)) ?? "\u{fffd}")
        }
        return string
    }

    @Test("Any value survives its text, in both layouts", arguments: 0..<10)
    func roundTrip(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<100 {
            let json = Self.random(using: &random)
            try #require(try JSON.parse(json.text()) == json)
            try #require(try JSON.parse(json.bytes(layout: .pretty)) == json)
        }
    }
}

extension JSON {
    fileprivate static func random(using random: inout SeededGenerator, _ depth: Int) -> JSON {
        RandomJSONTests.random(using: &random, depth: depth)
    }
}

struct JSONFieldPathTests {
    @Test(
        "A field is set at its path, in whichever spelling it stands",
        arguments: [
            ("a", [:], ["a": "v"]), ("a.b.c", [:], ["a": ["b": ["c": "v"]]]),
            (
                "push_config.push_endpoint", ["pushConfig": ["pushEndpoint": "old", "x": 1]],
                ["pushConfig": ["pushEndpoint": "v", "x": 1]]
            ),
            ("pushConfig", ["push_config": 1], ["push_config": "v"]),
            ("a.b", ["a": .null], ["a": ["b": "v"]]),
        ] as [(String, JSON, JSON)])
    func set(path: String, before: JSON, after: JSON) throws {
        var object = try #require(before.objectValue)
        try object.setField(path.split(separator: ".")[...], to: "v")
        #expect(JSON.object(object) == after)
    }

    @Test("A repeated parameter makes a list")
    func append() throws {
        var object = JSONObject()
        for value in ["1", "2", "3"] { try object.setField(["a", "b"], to: .string(value), appending: true) }
        #expect(JSON.object(object) == ["a": ["b": ["1", "2", "3"]]])
    }

    @Test("A path through what is no message, or without end, is refused")
    func refused() {
        var object: JSONObject = ["a": 1]
        #expect(throws: Status.self) { try object.setField(["a", "b"], to: "v") }
        let endless = [Substring](repeating: "x", count: 10_000)
        #expect(throws: Status.self) { try object.setField(endless[...], to: "v") }
        #expect(object == ["a": 1])
    }
}
