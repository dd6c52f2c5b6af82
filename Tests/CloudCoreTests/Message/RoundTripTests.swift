import CloudCore
import Testing

struct RoundTripTests {
    @Test("Any message survives protobuf and JSON", arguments: 0..<20)
    func randomMessages(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<200 {
            let message = Sample.random(using: &random)

            let bytes = ProtobufEncoder.bytes(of: message)
            let fromBytes = try bytes.withUnsafeBytes { try ProtobufDecoder.decode(Sample.self, from: $0) }
            try #require(fromBytes == message)

            let text = ProtoJSONEncoder.text(of: message)
            let json = try JSON.parse(text)
            let fromJSON = try ProtoJSONDecoder.decode(Sample.self, from: json)
            try #require(fromJSON == message, "\(text)")

            var indented = OutputBuffer()
            Array(text.utf8).withUnsafeBytes { JSONIndenter.indent($0, to: &indented) }
            try #require(indented.copyBytes() == json.bytes(layout: .pretty))
        }
    }
}
