import CloudCore
import Testing

@testable import Orchestration

@Suite("A damaged architecture file")
struct ArchitectureMutationTests {
    /// A node with one thing in it replaced, removed or doubled.
    static func damage(_ node: YAML.Node, _ random: inout SeededGenerator) -> YAML.Node {
        let words = ["", "x", "yes", "-1", "9999999999", "writer", "1h", "a b", "[", "roles/x", "p@q.r"]
        let scalar = YAML.Node(.scalar(YAML.Scalar(words.randomElement(using: &random) ?? "")))
        if Int.random(in: 0..<6, using: &random) == 0 {
            return [scalar, YAML.Node(.sequence([scalar])), YAML.Node(.mapping([]))].randomElement(
                using: &random) ?? node
        }
        switch node.content {
        case .scalar: return scalar
        case .sequence(var items):
            guard let index = items.indices.randomElement(using: &random) else { return scalar }
            switch Int.random(in: 0..<4, using: &random) {
            case 0: items.remove(at: index)
            case 1: items.append(items[index])
            default: items[index] = damage(items[index], &random)
            }
            return YAML.Node(.sequence(items))
        case .mapping(var entries):
            guard let index = entries.indices.randomElement(using: &random) else { return scalar }
            if Int.random(in: 0..<6, using: &random) == 0 {
                entries.remove(at: index)
            } else {
                entries[index].value = damage(entries[index].value, &random)
            }
            return YAML.Node(.mapping(entries))
        }
    }

    @Test(
        "is refused with a place, or is read, written, hydrated and planned",
        arguments: 1...5 as ClosedRange<UInt64>)
    func damaged(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let whole = try YAML.parse(Sample.yaml)
        var accepted = 0
        for _ in 0..<16 {
            let text = YAML.emit(Self.damage(whole, &random))
            let checked = ArchitectureLoader.check(yaml: [UInt8](text.utf8), file: "f")
            guard checked.errors.isEmpty else {
                #expect(
                    checked.errors.allSatisfy { $0.place != nil && !$0.description.contains("\n") },
                    "\(checked.errors)")
                continue
            }
            accepted += 1
            #expect(try Architecture(yaml: checked.architecture.yaml) == checked.architecture, "\(text)")
            let hydrated = try Hydration.hydrate(checked.architecture, options: .init(runID: "r1"))
            #expect(try Architecture(yaml: hydrated.architecture.yaml) == hydrated.architecture, "\(text)")
            #expect(RolePlanner.plan(hydrated).bindings.allSatisfy { $0.serviceAccount.contains("@") })
        }
        #expect(accepted > 0)
    }
}
