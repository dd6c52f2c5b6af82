import Testing

@testable import CloudEmulator

@Suite("Archives of sources")
struct SourceArchiveTests {
    private func read(_ listing: String, _ format: SourceArchive.Format) throws(SourceArchive.Problem)
        -> SourceArchive
    {
        try SourceArchive(listing, format, maxFiles: 3, maxBytes: 1_000)
    }

    @Test("What tar and unzip list is counted")
    func counting() throws {
        let tar = try read(
            """
            drwxr-xr-x 0/0               0 2026-11-29 18:00 ./
            -rw-r--r-- 0/0             900 2026-11-29 18:00 ./a file.txt
            lrwxrwxrwx 0/0               0 2026-11-29 18:00 link -> ../../etc/passwd
            """, .tar)
        #expect(tar.count == 3)
        #expect(tar.bytes == 900)
        let zip = try read(
            """
            Archive:  x.zip
            Zip file size: 162 bytes, number of entries: 1
            -rw-r--r--  3.0 unx      900 tx stor 26-Nov-29 18:45 a.txt
            1 file, 900 bytes uncompressed, 9 bytes compressed:  0.0%
            """, .zip)
        #expect(zip.count == 1)
        #expect(zip.bytes == 900)
    }

    @Test(
        "Entries outside of the folder, and too much of them, are refused",
        arguments: [
            "-rw-r--r-- 0/0 1 2026-11-29 18:00 /etc/passwd", "-rw-r--r-- 0/0 1 2026-11-29 18:00 a/../../b",
            "-rw-r--r-- 0/0 1 2026-11-29 18:00 ..", "-rw-r--r-- 0/0 1001 2026-11-29 18:00 a",
            "-rw-r--r-- 0/0 9223372036854775807 2026-11-29 18:00 a\n-rw-r--r-- 0/0 9 2026-11-29 18:00 b",
            String(repeating: "-rw-r--r-- 0/0 1 2026-11-29 18:00 a\n", count: 4),
        ])
    func refusals(listing: String) {
        #expect(throws: SourceArchive.Problem.self) { try read(listing, .tar) }
    }
}
