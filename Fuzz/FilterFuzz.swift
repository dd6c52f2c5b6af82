// modules: CloudCore
// sources: Sources/PubSubEmulator/Broker/Filter
// max_len: 300

/// Any text is either refused, with a place in it, or a filter that is written and read back as the same, and whose
/// compiled form says of each message what the expression says.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: data, count: count), as: UTF8.self)
    do {
        let expression = try FilterParser.parse(text)
        let written = expression.description
        guard (try? FilterParser.parse(written, maxBytes: .max)) == expression else {
            fatalError("not read back: \(written)")
        }
        let filter = MessageFilter(expression)
        for attributes in samples(expression) {
            precondition(
                filter.matches(attributes) == holds(expression, attributes), "\(written): \(attributes)")
        }
    } catch {
        precondition(
            (1...text.unicodeScalars.count + 1).contains(error.character), "an error without a place")
        precondition(!error.problem.isEmpty)
    }
    return 0
}

private func holds(_ expression: FilterExpression, _ attributes: StringMap) -> Bool {
    switch expression {
    case .has(let key): attributes.entries.contains { Array($0.key.utf8) == Array(key.utf8) }
    case .equals(let key, let value):
        attributes.entries.contains {
            Array($0.key.utf8) == Array(key.utf8) && Array($0.value.utf8) == Array(value.utf8)
        }
    case .hasPrefix(let key, let prefix):
        attributes.entries.contains {
            Array($0.key.utf8) == Array(key.utf8)
                && Array($0.value.utf8.prefix(prefix.utf8.count)) == Array(prefix.utf8)
        }
    case .not(let operand): !holds(operand, attributes)
    case .and(let operands): operands.allSatisfy { holds($0, attributes) }
    case .or(let operands): operands.contains { holds($0, attributes) }
    }
}

/// No attributes, those that the filter asks for, and others under the same keys.
private func samples(_ expression: FilterExpression) -> [StringMap] {
    var wanted: StringMap = [:]
    collect(expression, &wanted)
    var others: StringMap = [:]
    for (index, entry) in wanted.entries.enumerated() where index % 2 == 0 {
        others[entry.key] = entry.value + "x"
    }
    return [[:], wanted, others]
}

private func collect(_ expression: FilterExpression, _ attributes: inout StringMap) {
    switch expression {
    case .has(let key): attributes[key] = ""
    case .equals(let key, let value), .hasPrefix(let key, let value): attributes[key] = value
    case .not(let operand): collect(operand, &attributes)
    case .and(let operands), .or(let operands): for operand in operands { collect(operand, &attributes) }
    }
}
