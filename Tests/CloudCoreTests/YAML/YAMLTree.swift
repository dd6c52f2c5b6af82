@testable import CloudCore

extension YAML.Node {
    /// The tree on one line: plain scalars as they are, all others in quotes, null as `~`.
    var tree: String {
        switch content {
        case .scalar(let scalar):
            if scalar.kind == .null { return "~" }
            if scalar.style == .plain, scalar.tag == nil { return scalar.text.replacing("\n", with: "\\n") }
            return "\"" + scalar.text.replacing("\n", with: "\\n").replacing("\t", with: "\\t") + "\""
        case .sequence(let items): return "[" + items.map(\.tree).joined(separator: ", ") + "]"
        case .mapping(let entries):
            return "{" + entries.map { "\($0.key.tree): \($0.value.tree)" }.joined(separator: ", ") + "}"
        }
    }

    /// What survives writing and reading: texts and types, not places and styles.
    func isSame(as other: YAML.Node) -> Bool {
        switch (content, other.content) {
        case (.scalar(let a), .scalar(let b)):
            if case .float(let x) = a.kind, case .float(let y) = b.kind, x.isNaN, y.isNaN { return true }
            return a.kind == b.kind && (a.kind == .null || a.text == b.text)
        case (.sequence(let a), .sequence(let b)):
            return a.count == b.count && zip(a, b).allSatisfy { $0.isSame(as: $1) }
        case (.mapping(let a), .mapping(let b)):
            return a.count == b.count
                && zip(a, b).allSatisfy { $0.key.isSame(as: $1.key) && $0.value.isSame(as: $1.value) }
        default: return false
        }
    }
}
