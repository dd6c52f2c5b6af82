// modules: CloudCore
// sources: Sources/CloudEmulator/Policy/Conditions Sources/CloudEmulator/Policy/ResourceAttributes.swift Sources/CloudEmulator/LocalProject.swift
// max_len: 400

/// Any text is either refused, with a place in it, or a condition that answers every question, the same one with the
/// same answer, and its negation with the other.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: data, count: count), as: UTF8.self)
    do throws(ConditionError) {
        let condition = try ConditionParser.parse(text)
        for context in contexts {
            let answer = condition.holds(context)
            precondition(ConditionExpression.not(condition).holds(context) != answer)
            if let negated = try? ConditionParser.parse("!(\(text))") {
                precondition(negated.holds(context) != answer, "!(\(text))")
            }
        }
    } catch {
        precondition(
            (1...text.unicodeScalars.count + 1).contains(error.character),
            "an error without a place: \(error)")
        precondition(!error.problem.isEmpty)
    }
    return 0
}

private var contexts: [ConditionContext] {
    [
        context(0, ResourceAttributes()),
        context(
            1_893_456_000_000_000_000,
            ResourceAttributes(
                name: "projects/_/buckets/b/objects/a/b", type: "storage.googleapis.com/Object",
                service: "storage.googleapis.com")),
        context(.min, ResourceAttributes(name: "{}", type: "/")),
        context(.max, ResourceAttributes(name: "\u{e9}")),
    ]
}

private func context(_ nanoseconds: Int64, _ attributes: ResourceAttributes) -> ConditionContext {
    ConditionContext(time: Instant(nanoseconds: nanoseconds)) { attributes }
}
