// modules: CloudCore RPCServer
// max_len: 8192

/// Any bytes are a recording or are refused with a line; a recording that is written is read as the same.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: data, count: count))
    do {
        let log = try RequestLog(parsing: bytes)
        let lines = log.records.map { $0.json.text() + "\n" }.joined()
        guard let again = try? RequestLog(parsing: Array(lines.utf8)) else {
            fatalError("not read back: \(lines)")
        }
        precondition(again.records == log.records && !again.hasTornEnd, "read back as another: \(lines)")
    } catch {
        precondition(error.code == .invalidArgument && error.message.hasPrefix("Line "), "\(error)")
    }
    return 0
}
