// modules: CloudCore RPCServer PubSubEmulator CloudEmulator
// max_len: 4096

private let cloud = LocalCloud(timeline: VirtualTimeline(), propagation: .instant)
private let replays = PlaneReplays(cloud.methods)

/// Bytes as a document, as a log in good frames, as a seed file or as a propagation file: each is refused, or read,
/// and then comes back as it was written; what it leads to does not trap.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 0 else { return 0 }
    let bytes = [UInt8](UnsafeBufferPointer(start: data + 1, count: count - 1))
    switch data[0] % 4 {
    case 0:
        if let state = (try? bytes.withUnsafeBytes { try CloudState(json: $0) }) { check(state) }
    case 1: check(log: bytes)
    case 2: check(seed: bytes)
    default: check(propagation: bytes)
    }
    return 0
}

private func check(_ state: CloudState) {
    let text = try? state.text()
    let again = text.flatMap { text in try? text.withUnsafeBytes { try CloudState(json: $0) } }
    precondition(again?.history == state.history, "the document does not come back as it was written")
    _ = try? state.history.replayed(by: replays)
}

private func check(log bytes: [UInt8]) {
    var log = OutputBuffer()
    LogFormat.cloud.appendHeader(to: &log, salt: 7)
    LogFrame.append(to: &log, salt: 7) { cloud.plane.history.origin.json.write(to: &$0) }
    for record in bytes.split(separator: UInt8(ascii: "\n")) {
        LogFrame.append(to: &log, salt: 7) { $0.append(Array(record)) }
    }
    let whole = log.copyBytes()
    let read = try? whole.withUnsafeBytes { try PlaneHistory.read($0, name: "log") }
    _ = try? read?.history?.replayed(by: replays)
}

private func check(seed bytes: [UInt8]) {
    guard let seed = try? SeedFile(bytes, name: "seed") else { return }
    for entry in seed.entries {
        _ = try? SeedCall.calls(for: entry, in: .standard)
        if entry.kind == .bindings { _ = try? SeedBinding(entry.value, in: .standard) }
    }
}

private func check(propagation bytes: [UInt8]) {
    guard let node = try? YAML.parse(bytes), let model = try? PropagationModel(json: JSON(yaml: node)) else {
        return
    }
    precondition((try? PropagationModel(json: model.json)) == model, "the model does not come back")
}
