import Testing

@testable import CloudCore

@Suite("Recent strings") struct RecentStringsTests {
    @Test(
        "A string is the one that its bytes say, however often and beside whichever others",
        arguments: [0, 1, 15, 16, 17, 40, 254, 255, 256, 1_000])
    func everyLength(count: Int) throws {
        let recent = RecentStrings()
        for round in 0..<3 {
            for letter in "abcdefgh" {
                let expected = String(repeating: letter, count: count)
                let actual = Array(expected.utf8).withUnsafeBytes { recent.string($0) }
                #expect(actual == expected, "round \(round)")
            }
        }
    }

    @Test("Strings of the same length and ends are told apart")
    func sameEnds() {
        let recent = RecentStrings()
        for middle in ["-one-", "-two-", "-one-"] {
            let expected = "projects/" + middle + "/topics/publish"
            #expect(Array(expected.utf8).withUnsafeBytes { recent.string($0) } == expected)
        }
    }

    @Test("Bytes that are not UTF-8 are refused, also beside what they resemble")
    func notUTF8() {
        let recent = RecentStrings()
        var bytes = Array("projects/bench/topics/publish".utf8)
        #expect(bytes.withUnsafeBytes { recent.string($0) } != nil)
        bytes[12] = 0xff
        #expect(bytes.withUnsafeBytes { recent.string($0) } == nil)
        #expect(bytes.prefix(14).withUnsafeBytes { recent.string($0) } == nil)
    }
}
