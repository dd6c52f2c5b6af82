import CloudCore
import Testing

@testable import RPCServer

/// An answer with a batch.
private struct Batch: Message {
    var items: [Note] = []
    var token = ""

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "items", &items)
        visitor.field(2, "token", &token)
    }
}

struct BatchEditTests {
    private func edited(
        _ format: PayloadFormat, _ items: [String], _ edit: ([Range<Int>]) -> [Range<Int>]
    ) throws -> Batch {
        var batch = Batch()
        batch.items = items.map { Note($0) }
        batch.token = "next"
        var out = OutputBuffer()
        format.encode(batch, to: &out)
        let result = BatchEdit.apply(out, format, edit)
        return try result.withBytes { bytes in
            switch format {
            case .protobuf: try ProtobufDecoder.decode(Batch.self, from: bytes)
            case .json: try ProtoJSONDecoder.decode(Batch.self, from: try JSON.parse(bytes))
            }
        }
    }

    @Test("The batch is edited and the rest stays", arguments: [PayloadFormat.protobuf, .json])
    func edits(format: PayloadFormat) throws {
        let cases: [(([Range<Int>]) -> [Range<Int>], [String])] = [
            ({ $0.reversed() }, ["c", "b", "a"]),
            ({ $0.flatMap { [$0, $0] } }, ["a", "a", "b", "b", "c", "c"]),
            ({ Array($0.prefix(1)) }, ["a"]), ({ _ in [] }, []),
        ]
        for (edit, expected) in cases {
            let batch = try edited(format, ["a", "b", "c"], edit)
            #expect(batch.items.map(\.text) == expected && batch.token == "next")
        }
        #expect(try edited(format, []) { $0 }.token == "next")
    }

    @Test("Bytes that are no message stay as they are")
    func malformed() {
        for bytes: [UInt8] in [
            [0x0a, 0xff], [0xff], [0x0b, 1, 2], [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
        ] {
            var out = OutputBuffer()
            out.append(bytes)
            #expect(BatchEdit.apply(out, .protobuf) { $0 }.copyBytes() == bytes)
        }
    }
}
