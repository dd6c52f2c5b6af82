// modules: CloudCore

/// Any bytes are read or refused, never trapped on; what is read is written and read back as the same tree.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: data, count: count))
    do {
        let node = try YAML.parse(bytes)
        let text = YAML.emit(node)
        guard let again = try? YAML.parse(text), YAML.emit(again) == text else {
            fatalError("not read back: \(text)")
        }
        check(node)
    } catch {
        precondition(error.place.line >= 1 && error.place.column >= 1, "an error without a place")
        precondition(
            !error.message.isEmpty && !error.message.contains("\n"), "an error is one line: \(error)")
    }
    return 0
}

/// Asks every scalar for every type.
private func check(_ node: YAML.Node) {
    switch node.content {
    case .scalar:
        _ = try? node.string()
        _ = try? node.bool()
        _ = try? node.int()
    case .sequence(let items): items.forEach(check)
    case .mapping(let entries):
        for entry in entries {
            check(entry.key)
            check(entry.value)
        }
    }
}
