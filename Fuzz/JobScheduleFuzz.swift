// modules: CloudCore
// sources: Sources/CloudEmulator/Scheduler/Schedule Sources/CloudEmulator/LocalProject.swift
// max_len: 300

/// Any text is either refused with a reason, or a schedule whose runs come one after the other, each later than the last,
/// in every kind of zone.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: data, count: count), as: UTF8.self)
    do throws(Status) {
        let schedule = try JobSchedule(parsing: text)
        for start in [0, 1_893_456_000_000_000_000, -1] as [Int64] {
            var now = Instant(nanoseconds: start)
            for _ in 0..<3 {
                guard let next = schedule.next(after: now, in: .utc) else { break }
                precondition(next > now, "\(text) runs again at \(next.nanoseconds)")
                now = next
            }
        }
        _ = schedule.next(after: .distantFuture, in: .utc)
        _ = schedule.next(after: Instant(nanoseconds: .min), in: .utc)
    } catch {
        precondition(!error.message.isEmpty)
    }
    return 0
}
