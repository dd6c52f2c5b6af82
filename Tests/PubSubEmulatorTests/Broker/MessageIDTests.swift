import CloudCore
import Testing

@testable import PubSubEmulator

@Suite("Message ids") struct MessageIDTests {
    @Test(
        "An id is its number in decimal",
        arguments: [
            0, 9, 12_345_678, 99_999_999, 100_000_000, 100_000_001, 1_234_567_890, MessageID.first,
            MessageID.first + 99_999_998, 999_999_999_999_999, 1_000_000_000_000_000, 9_999_999_999_999_999,
            10_000_000_000_000_000, UInt64.max,
        ])
    func decimal(number: UInt64) {
        #expect(MessageID.text(number) == String(number))
    }

    @Test("Numbers of any size are written as Swift writes them")
    func random() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<20_000 {
            let number =
                UInt64.random(in: 0...UInt64.max, using: &generator)
                >> UInt64.random(in: 0..<64, using: &generator)
            #expect(MessageID.text(number) == String(number))
        }
    }
}
