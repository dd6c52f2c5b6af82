import CloudCore
import Testing

@testable import RPCServer

struct DynamicTableTests {
    @Test("The table is a list that forgets its oldest entries", arguments: 0..<20 as Range<UInt64>)
    func model(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var table = DynamicTable(sizeLimit: 400)
        var model: [HeaderField] = []
        var maxSize = 400
        for step in 0..<500 {
            if Int.random(in: 0..<10, using: &random) == 0 {
                maxSize = Int.random(in: 0...400, using: &random)
                let accepted = table.resize(to: maxSize)
                #expect(accepted)
            } else {
                let value = String(repeating: "v", count: Int.random(in: 0...120, using: &random))
                let field = Self.field("n\(step)", value)
                table.insert(field)
                model.insert(field, at: 0)
            }
            while model.reduce(0, { $0 + Int($1.size) }) > maxSize { model.removeLast() }
            #expect(table.lines == model.map { "\($0.name): \($0.value)" })
            #expect(table.size == model.reduce(0) { $0 + Int($1.size) })
        }
    }

    @Test("A size above the limit is refused")
    func limit() {
        var table = DynamicTable(sizeLimit: 100)
        let accepted = [100, 101].map { table.resize(to: $0) }
        #expect(accepted == [true, false])
    }

    private static func field(_ name: String, _ value: String) -> HeaderField {
        Array(name.utf8).withUnsafeBytes { name in
            Array(value.utf8).withUnsafeBytes { HeaderField(name: name, value: $0) }
        }
    }
}
