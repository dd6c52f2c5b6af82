// modules: CloudCore RPCServer PubSubEmulator
// max_len: 4096

private let salt: UInt32 = 0x1234_5678
private let now = Instant(nanoseconds: 1_900_000_000_000_000_000)

/// Bytes as a log, as records in good frames, or as an imported document: each is refused, or leads to a state from
/// which a broker can be made that holds the same.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 0 else { return 0 }
    let bytes = [UInt8](UnsafeBufferPointer(start: data + 1, count: count - 1))
    switch data[0] % 3 {
    case 0: check(log: bytes)
    case 1: check(log: framed(bytes))
    default:
        if let state = (try? bytes.withUnsafeBytes { try EmulatorState(json: $0) }) { check(state) }
    }
    return 0
}

private func check(log: [UInt8]) {
    let contents = try? log.withUnsafeBytes { try LogContents($0, name: "log", at: now) }
    guard let contents else { return }
    check(contents.state)
    precondition((try? Broker(contents.state, at: now)) != nil, "a recovered state is not good")
}

/// What is taken over is held, and survives both encodings.
private func check(_ state: EmulatorState) {
    guard var broker = try? Broker(state, at: now) else { return }
    let held = broker.image(at: now)
    let again = try? held.json.utf8.withContiguousStorageIfAvailable { text in
        try EmulatorState(json: UnsafeRawBufferPointer(text))
    }
    precondition(again == held, "the document does not come back as it was written")
    let binary = ProtobufEncoder.bytes(of: held)
    let decoded = try? binary.withUnsafeBytes { try ProtobufDecoder.decode(EmulatorState.self, from: $0) }
    precondition(decoded == held, "the state does not come back as it was written")
    precondition((try? Broker(held, at: now)) != nil, "what a broker holds is not good")
}

/// Records, each behind a byte with its length, in frames with good checksums.
private func framed(_ bytes: [UInt8]) -> [UInt8] {
    var log = OutputBuffer()
    LogFormat.pubsub.appendHeader(to: &log, salt: salt)
    var rest = bytes[...]
    while let length = rest.popFirst() {
        let record = Array(rest.prefix(Int(length)))
        rest = rest.dropFirst(Int(length))
        LogFrame.append(to: &log, salt: salt) { $0.append(record) }
    }
    return log.copyBytes()
}
