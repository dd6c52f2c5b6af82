import CloudCore
import Testing

@testable import CloudEmulator

/// A table as a list of what was added, with the rules read once more from BigQuery's documentation.
private struct ModelTable {
    struct Row { let id: Int64, day: Int64? }

    var rows: [Row] = []
    var seen: [String: Instant] = [:]
    var expires: Instant?
    var lifetimeDays: Int64?

    mutating func insert(_ id: Int64, _ day: Int64?, _ insertID: String?, at now: Instant) {
        if let insertID {
            if let last = seen[insertID], now - last < .seconds(60) { return }
            seen[insertID] = now
        }
        rows.append(Row(id: id, day: day))
    }

    mutating func age(at now: Instant) {
        guard let lifetimeDays else { return }
        rows.removeAll { row in
            guard let day = row.day else { return false }
            return Instant(milliseconds: (day + lifetimeDays) * 86_400_000) <= now
        }
    }
}

@Suite("BigQuery: tables beside a model")
struct TableStoreModelTests {
    @Test("Whatever is done in whatever order, tables hold what the model holds", arguments: UInt64(1)...20)
    func beside(seed: UInt64) throws {
        var random = TestRandom(seed)
        var plane = ControlPlane.make()
        try plane.addDataset()
        var model: [String: ModelTable] = [:]
        var now = start
        var number: Int64 = 0
        let today = start.milliseconds / 86_400_000
        for _ in 0..<400 {
            let id = "t\(Int.random(in: 0..<3, using: &random))"
            model = model.filter { $0.value.expires.map { $0 > now } ?? true }
            for key in model.keys { model[key]?.age(at: now) }
            switch Int.random(in: 0..<12, using: &random) {
            case 0:
                let isNew = model[id] == nil
                let lifetime = Bool.random(using: &random) ? Int64.random(in: 1...4, using: &random) : nil
                let expires =
                    Int.random(in: 0..<3, using: &random) == 0
                    ? now + .seconds(Int64.random(in: 1...400_000, using: &random)) : nil
                var settings: JSON = ["timePartitioning": ["type": "DAY", "field": "day"]]
                if let lifetime {
                    settings["timePartitioning"] = [
                        "type": "DAY", "field": "day", "expirationMs": .int(lifetime * 86_400_000),
                    ]
                }
                if let expires { settings["expirationTime"] = .int(expires.milliseconds) }
                let status = failure { () throws(Status) in
                    try plane.addTable(
                        id, [["name": "id", "type": "INTEGER"], ["name": "day", "type": "DATE"]], settings,
                        at: now)
                }
                #expect((status == nil) == isNew)
                if isNew {
                    model[id] = ModelTable(
                        expires: expires.map { Instant(milliseconds: $0.milliseconds) },
                        lifetimeDays: lifetime)
                }
            case 1:
                var request = BigQueryV2.DeleteTableRequest()
                (request.projectID, request.datasetID, request.tableID) = ("local-project", "shop", id)
                let status = failure { [now] () throws(Status) in
                    try plane.deleteTable(request, ifMatch: nil, by: .owner, at: now)
                }
                #expect((status == nil) == (model.removeValue(forKey: id) != nil))
            case 2:
                let lifetime = Int64.random(in: 1...4, using: &random)
                let status = failure { [now] () throws(Status) in
                    try plane.patchTable(
                        id, ["timePartitioning": ["expirationMs": .int(lifetime * 86_400_000)]], at: now)
                }
                #expect((status == nil) == (model[id] != nil))
                model[id]?.lifetimeDays = lifetime
            case 3...4:
                now = now + .seconds(Int64.random(in: 0...40_000, using: &random))
            default:
                number += 1
                let day = Bool.random(using: &random) ? today + Int64.random(in: -5...5, using: &random) : nil
                let insertID = Bool.random(using: &random) ? "i\(Int.random(in: 0..<4, using: &random))" : nil
                var row: JSON = ["id": .int(number)]
                if let day { row["day"] = .string(CalendarText.date(day)) }
                let status = failure { [now] () throws(Status) in
                    try plane.insert([row], into: id, ids: [insertID], at: now)
                }
                #expect((status == nil) == (model[id] != nil))
                model[id]?.insert(number, day, insertID, at: now)
                now = now + .seconds(Int64.random(in: 0...25, using: &random))
            }
            try compare(&plane, model, at: now)
        }
        for id in ["t0", "t1", "t2"] { plane.bigQuery.removeTable(id, of: "shop") }
        #expect(plane.bigQuery.byteCount == 0)
    }

    private func compare(
        _ plane: inout ControlPlane, _ model: [String: ModelTable], at now: Instant
    ) throws {
        for id in ["t0", "t1", "t2"] {
            var expected = model[id]
            if let expires = expected?.expires, expires <= now { expected = nil }
            expected?.age(at: now)
            guard let expected else {
                #expect(failure { () throws(Status) in try plane.listed(id, at: now) }?.code == .notFound)
                continue
            }
            #expect(try plane.firstColumn(id, at: now) == expected.rows.map { String($0.id) })
        }
    }
}
