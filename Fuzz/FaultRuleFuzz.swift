// modules: CloudCore RPCServer
// max_len: 4096

/// Any bytes are rules or are refused; rules that are listed are read as the same, and strike without a trap.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: data, count: count))
    guard let json = try? JSON.parse(bytes) else { return 0 }
    do {
        check(try FaultRule.list(json: json))
    } catch {
        precondition(!error.message.isEmpty, "an error without a text")
    }
    if let rule = try? FaultRule(json: json) { check([rule]) }
    return 0
}

private func check(_ rules: [FaultRule]) {
    var plan = FaultPlan(seed: 1)
    for rule in rules { _ = try? plan.add(rule) }
    for (entry, rule) in zip(plan.entries, rules) {
        var listed = entry.json
        for key in ["id", "matched", "struck"] { listed[key] = nil }
        guard let again = try? FaultRule(json: listed) else { fatalError("not read back: \(listed)") }
        precondition(again == rule, "read back as another: \(listed)")
    }
    let call = FaultCall(
        method: "google.x.v1.S/M", resource: "projects/p", principal: "a@x",
        traits: [.canWait, .hasBatch, .isStream])
    for _ in 0..<3 { if let fault = plan.strike(call) { _ = fault.edit([1, 2, 3]) } }
    precondition(plan.entries.allSatisfy { $0.struck <= $0.matched })
}
