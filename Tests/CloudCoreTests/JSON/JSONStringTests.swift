import CloudCore
import Testing

@Suite("JSON strings of any length") struct JSONStringTests {
    @Test("What ends a string, or is not allowed in it, is seen at every place", arguments: 0..<20)
    func everyPlace(place: Int) throws {
        for length in place..<20 {
            let before = String(repeating: "a", count: place)
            let after = String(repeating: "é", count: length - place)
            #expect(try JSON.parse("\"\(before)\\n\(after)\"") == .string("\(before)\n\(after)"))
            #expect(try JSON.parse("\"\(before)\\\"\(after)\"") == .string("\(before)\"\(after)"))
            #expect(
                try JSON.parse("[\"\(before)\",\"\(after)\"]") == .array([.string(before), .string(after)]))
            #expect(throws: (any Error).self) { try JSON.parse("\"\(before)\u{1f}\(after)\"") }
            #expect(throws: (any Error).self) { try JSON.parse("\"\(before)") }
        }
    }

    @Test("Bytes of any number survive base64")
    func base64() {
        var random = SeededGenerator(seed: 11)
        for count in 0..<200 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Base64.decode(Base64.encodeURLSafe(bytes)) == bytes)
        }
    }
}
