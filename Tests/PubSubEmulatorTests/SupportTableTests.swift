import Foundation
import PubSubEmulator
import Testing

/// The README says what is supported in the words of the method table.
struct SupportTableTests {
    @Test("The README's support table is the one that the method table makes")
    func readme() throws {
        let readme = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "README.md")
        let text = try String(contentsOf: readme, encoding: .utf8)
        #expect(
            text.contains(SupportTable.markdown),
            "run `pubsub-emulator --support` and put what it prints there")
    }

    @Test("The table has a row for each method, and none is missing from the emulator")
    func rows() {
        #expect(SupportTable.markdown.contains("| Publisher.Publish | yes | yes |"))
        #expect(SupportTable.markdown.contains("| Subscriber.ModifyPushConfig | yes | yes |"))
        let missing = Emulator.support.filter { !$0.isSupported }
        #expect(missing.isEmpty)
    }

    @Test("The limits are those that are checked")
    func limits() {
        #expect(SupportTable.markdown.contains("| messages of a Publish | at most 1000 | checked |"))
        #expect(SupportTable.markdown.contains("| seconds of an ack deadline | 10 to 600 |"))
        #expect(SupportTable.markdown.contains("| seconds that messages are retained | 600 to 2678400 |"))
    }
}
