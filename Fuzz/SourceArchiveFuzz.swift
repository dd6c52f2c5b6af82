// sources: Sources/CloudEmulator/Build/Execution/SourceArchive.swift
// max_len: 2000

/// Any listing is refused, or counts what it lists, within the limits, and no name in it leads outside.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: data, count: count), as: UTF8.self)
    for format in [SourceArchive.Format.tar, .zip] {
        guard let archive = try? SourceArchive(text, format, maxFiles: 20, maxBytes: 1_000) else { continue }
        precondition((0...20).contains(archive.count) && (0...1_000).contains(archive.bytes))
        precondition(archive.count <= text.split(separator: "\n").count)
        // The same behind an entry that leads outside is refused.
        let bad =
            format == .tar
            ? "-rw-r--r-- 0/0 0 2026-11-29 18:00 ../x\n"
            : "-rw-r--r--  3.0 unx 0 tx stor 26-Nov-29 18:45 ../x\n"
        precondition((try? SourceArchive(bad + text, format, maxFiles: 21, maxBytes: 1_000)) == nil)
    }
    return 0
}
