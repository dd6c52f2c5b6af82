// modules: CloudCore
// sources: Sources/CloudEmulator/Storage/Uploads/ContentRange.swift Sources/CloudEmulator/Storage/HTTP/ByteRange.swift Sources/CloudEmulator/Storage/Rules/StorageFault.swift
// max_len: 128

/// Any text is no range, or one that lies within the bytes that there are; an upload never takes in more than it was sent.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: data, count: count), as: UTF8.self)
    for size in [0, 1, 10, 1 << 20, Int.max] {
        if let range = ByteRange(text)?.bytes(of: size) {
            precondition(!range.isEmpty && range.lowerBound >= 0 && range.upperBound <= size)
        }
        guard let range = try? ContentRange(text), var window = try? UploadWindow(range, size: size) else {
            continue
        }
        var left = min(range.bytes?.count ?? 1_000, 1_000_000)
        while left > 0 {
            let piece = min(left, 300_000)
            let taken = window.take(piece)
            precondition(taken.lowerBound >= 0 && taken.upperBound <= piece)
            left -= piece
        }
    }
    return 0
}
