// modules: CloudCore
// sources: Sources/Orchestration/Director/DirectorCommand.swift Sources/Orchestration/Director/DirectorCommand+Wire.swift Sources/Orchestration/Director/CompletionEvent.swift Sources/Orchestration/Director/CompletionEvent+Wire.swift Sources/Orchestration/Director/WireReader.swift Sources/Orchestration/Director/DirectorFailure.swift

/// Any bytes are a command or an event, or are refused; what is read is written and read back as the same value.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    if let command = try? DirectorCommand(decoding: bytes, messageID: "1") {
        let again = try? DirectorCommand(decoding: command.encoded(), messageID: "2")
        precondition(again == command, "a command changed on its way")
    }
    if let event = try? CompletionEvent(decoding: bytes) {
        let again = try? CompletionEvent(decoding: event.encoded())
        precondition(again == event, "an event changed on its way")
    }
    return 0
}
