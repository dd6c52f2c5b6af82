import CloudCore

/// A filter in the form that each publish runs: tests of attributes, each with the test that comes next when it holds
/// and when it does not. It stops at the first that decides, and allocates nothing.
struct MessageFilter: Sendable {
    private enum Test {
        case hasKey
        case equals(String)
        case hasPrefix(String)
    }

    private struct Step {
        var key: String
        var test: Test
        /// The next step, always an earlier one of the array, or one of the two ends.
        var ifTrue: Int
        var ifFalse: Int
    }

    private static let accept = -1
    private static let reject = -2

    private var steps: ContiguousArray<Step> = []
    private var first = Self.accept

    init(_ expression: FilterExpression) {
        first = append(expression, ifTrue: Self.accept, ifFalse: Self.reject)
    }

    /// Whether a message with those attributes matches.
    func matches(_ attributes: StringMap) -> Bool {
        var index = first
        while index >= 0 { index = holds(index, attributes) ? steps[index].ifTrue : steps[index].ifFalse }
        return index == Self.accept
    }

    // Bytes are compared: strings that Unicode calls equivalent are not the same attribute.
    private func holds(_ index: Int, _ attributes: StringMap) -> Bool {
        for (key, value) in attributes.entries where key.utf8.elementsEqual(steps[index].key.utf8) {
            switch steps[index].test {
            case .hasKey: return true
            case .equals(let wanted): return value.utf8.elementsEqual(wanted.utf8)
            case .hasPrefix(let prefix): return value.utf8.starts(with: prefix.utf8)
            }
        }
        return false
    }

    /// Appends the steps of an expression, the last first; returns the step that it begins with.
    private mutating func append(_ expression: FilterExpression, ifTrue: Int, ifFalse: Int) -> Int {
        switch expression {
        case .has(let key): return append(key, .hasKey, ifTrue, ifFalse)
        case .equals(let key, let value): return append(key, .equals(value), ifTrue, ifFalse)
        case .hasPrefix(let key, let prefix): return append(key, .hasPrefix(prefix), ifTrue, ifFalse)
        case .not(let operand): return append(operand, ifTrue: ifFalse, ifFalse: ifTrue)
        case .and(let operands):
            return operands.reversed().reduce(ifTrue) { append($1, ifTrue: $0, ifFalse: ifFalse) }
        case .or(let operands):
            return operands.reversed().reduce(ifFalse) { append($1, ifTrue: ifTrue, ifFalse: $0) }
        }
    }

    private mutating func append(_ key: String, _ test: Test, _ ifTrue: Int, _ ifFalse: Int) -> Int {
        steps.append(Step(key: key, test: test, ifTrue: ifTrue, ifFalse: ifFalse))
        return steps.count - 1
    }
}
