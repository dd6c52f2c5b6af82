import CloudCore
import Testing

/// A message with a oneof, and one that holds it.
private struct Choice: Message {
    var name = ""
    var text: String?
    var flag: Bool?
    var number: Int32?
    var inner: Inner?

    static let oneofs = [Oneof("choice", 2, 3, 4, 5)]

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(2, "text", &text)
        visitor.field(3, "flag", &flag)
        visitor.field(4, "number", &number)
        visitor.field(5, "inner", &inner)
    }

    struct Inner: Message {
        var names: [String] = []
        var blobs: [[UInt8]] = []
        var choice: [Choice] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "names", &names)
            visitor.field(2, "blobs", &blobs)
            visitor.field(3, "choice", &choice)
        }
    }
}

@Suite("Of the members of a oneof at most one is set")
struct OneofTests {
    private static func decode(_ bytes: [UInt8]) throws -> Choice {
        try bytes.withUnsafeBytes { try ProtobufDecoder.decode(Choice.self, from: $0) }
    }

    private static func decodeJSON(_ text: String) throws -> Choice {
        try ProtoJSONDecoder.decode(Choice.self, from: JSON.parse(text))
    }

    @Test(
        "In protobuf the last member counts",
        arguments: [
            ([0x12, 1, 0x61, 0x18, 1], #"{"flag":true}"#),
            ([0x18, 1, 0x12, 1, 0x61], #"{"text":"a"}"#),
            ([0x18, 1, 0x20, 0], #"{"number":0}"#),
            ([0x12, 0, 0x2a, 0, 0x0a, 1, 0x62], #"{"name":"b","inner":{}}"#),
            // A message merges with itself, unless another member came between.
            ([0x2a, 3, 0x0a, 1, 0x61, 0x2a, 3, 0x0a, 1, 0x62], #"{"inner":{"names":["a","b"]}}"#),
            ([0x2a, 3, 0x0a, 1, 0x61, 0x18, 0, 0x2a, 3, 0x0a, 1, 0x62], #"{"inner":{"names":["b"]}}"#),
            // A member's number with another wire type is an unknown field, and so are groups.
            ([0x12, 1, 0x61, 0x1a, 1, 0x61, 0x23, 0x24], #"{"text":"a"}"#),
            // The messages inside keep the rule too.
            ([0x2a, 7, 0x1a, 5, 0x12, 1, 0x61, 0x18, 1], #"{"inner":{"choice":[{"flag":true}]}}"#),
        ] as [([UInt8], String)])
    func lastWins(bytes: [UInt8], expected: String) throws {
        let choice = try Self.decode(bytes)
        #expect(ProtoJSONEncoder.text(of: choice) == expected)
        #expect(try Self.decode(ProtobufEncoder.bytes(of: choice)) == choice)
    }

    @Test(
        "Malformed bytes are refused as in every message",
        arguments: [[0x12], [0x12, 5, 0x61], [0x18], [0x00], [0x2a, 2, 0x0a, 9], [0x23], [0x07, 1]]
            as [[UInt8]])
    func malformed(bytes: [UInt8]) {
        #expect(throws: Status.self) { try Self.decode(bytes) }
    }

    @Test("Random bytes decode to a message with at most one member, or not at all")
    func random() throws {
        var generator = SeededGenerator(seed: 11)
        let tags: [UInt8] = [0x0a, 0x12, 0x18, 0x20, 0x2a, 0x1a]
        var decoded = 0
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...9, using: &generator)).map { _ in
                Bool.random(using: &generator)
                    ? tags.randomElement(using: &generator) ?? 0 : UInt8.random(in: 0...6, using: &generator)
            }
            guard let choice = try? Self.decode(bytes) else { continue }
            decoded += 1
            let members = [choice.text != nil, choice.flag != nil, choice.number != nil, choice.inner != nil]
            #expect(members.filter(\.self).count <= 1, "\(bytes)")
        }
        #expect(decoded > 1_000)
    }

    @Test("In JSON, which has no order, two members are refused in Google's words")
    func json() throws {
        #expect(try Self.decodeJSON(#"{"text":"a","flag":null}"#).text == "a")
        #expect(try Self.decodeJSON(#"{"number":3,"inner":null}"#).number == 3)
        #expect {
            try Self.decodeJSON(#"{"inner":{"choice":{"flag":true,"text":"a","number":1}}}"#)
        } throws: { error in
            let place = "inner.choice"
            let message = { (name: String) in
                "Invalid value at '\(place)' (oneof), oneof field 'choice' is already set. Cannot set '\(name)'"
            }
            return (error as? Status)?.message == message("flag") + "\n" + message("number")
        }
    }

    @Test("Bytes in lists and numbers with presence are read as they were written")
    func rareKinds() throws {
        var choice = Choice()
        choice.inner = Choice.Inner(names: [], blobs: [[1, 2], [], [3]], choice: [Choice(number: -1)])
        #expect(try Self.decode(ProtobufEncoder.bytes(of: choice)) == choice)
        let text = ProtoJSONEncoder.text(of: choice)
        #expect(text == #"{"inner":{"blobs":["AQI=","","Aw=="],"choice":[{"number":-1}]}}"#)
        #expect(try Self.decodeJSON(text) == choice)
    }
}
