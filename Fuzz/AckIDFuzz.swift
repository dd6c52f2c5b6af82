// sources: Sources/PubSubEmulator/Broker/AckID.swift

/// Any text is either refused, or an id that is written as that text again.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: data, count: count), as: UTF8.self)
    for salt in [UInt64(0), 0x1234_5678_9abc_def0] {
        guard let id = AckID(text, salt: salt) else { continue }
        precondition(id.slot >= 0 && id.slot < AckID.slotLimit && id.sequence < AckID.sequenceLimit)
        precondition(id.text(salt: salt) == text)
    }
    return 0
}
