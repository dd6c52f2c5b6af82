// modules: CloudCore
// sources: Sources/CloudEmulator/Scheduler/Schedule Sources/CloudEmulator/LocalProject.swift
// max_len: 4096

/// Any bytes are either no time zone file, or rules that give every time an offset of less than eight days, and the same
/// one when they are asked again.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: data, count: count))
    if let rules = TimeZoneRules(bytes) { check { rules.offset(at: $0) } }
    if let rule = RecurringOffset(String(decoding: bytes, as: UTF8.self)) { check { rule.offset(at: $0) } }
    return 0
}

private func check(_ offset: (Int64) -> Int32) {
    let times: [Int64] = [
        0, -1, 1, 951_782_400, 1_893_456_000, 4_102_444_800, -2_208_988_800, 253_402_300_799, -62_135_596_800,
    ]
    for time in times {
        let first = offset(time)
        precondition(abs(Int64(first)) <= 8 * 86_400, "an offset of \(first) s")
        precondition(offset(time) == first)
    }
}
