import CloudCore
import Foundation
import Testing

@Suite("Base64")
struct Base64Tests {
    @Test("Bytes of any number come back as Foundation decodes them, padded or not, in either alphabet")
    func decodesWhatFoundationEncodes() throws {
        var generator = SeededGenerator(seed: 17)
        for count in 0..<200 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let text = Data(bytes).base64EncodedString()
            let unpadded = String(text.prefix { $0 != "=" })
            let urlSafe = unpadded.replacing("+", with: "-").replacing("/", with: "_")
            for form in [text, unpadded, urlSafe] {
                #expect(Base64.decode(form) == bytes, "\(form)")
            }
            #expect(Base64.encode(bytes) == text)
        }
    }

    @Test("A byte that is no letter is refused wherever it stands")
    func refusesOtherBytes() throws {
        let text = Data((0..<20).map { UInt8($0 * 13) }).base64EncodedString()
        let letters = Array(text.utf8.prefix { $0 != UInt8(ascii: "=") })
        for place in letters.indices {
            for byte in [UInt8(ascii: "="), UInt8(ascii: "."), UInt8(ascii: " "), 0, 0x7f] {
                // A sign at the very end may be padding.
                if byte == UInt8(ascii: "="), place >= letters.count - 2 { continue }
                var broken = letters
                broken[place] = byte
                #expect(Base64.decode(String(decoding: broken, as: UTF8.self)) == nil, "\(place) \(byte)")
            }
        }
        #expect(Base64.decode("A") == nil)
        #expect(Base64.decode("AAAAA") == nil)
    }
}
