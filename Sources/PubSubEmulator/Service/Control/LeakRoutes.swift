import CloudCore
import RPCServer

/// - `POST /emulator/v1/leaks:mark` remembers what exists now.
/// - `GET /emulator/v1/leaks?mark=N` lists what exists now and did not then.
enum LeakRoutes {
    static func routes(for emulator: Emulator) -> [HTTPRoute] {
        [
            HTTPRoute("POST", "/emulator/v1/leaks:mark") { _ in
                .json(["mark": .int(Int64(emulator.marks.add(emulator.mark())))])
            },
            HTTPRoute("GET", "/emulator/v1/leaks") { request in
                .json { () throws(Status) in
                    let fields = try ControlRoutes.query(of: request, known: ["mark"])
                    guard let number = try fields.integer("mark", in: 1...Int(Int32.max)) else {
                        throw fields.wrong("mark", "the number of a mark")
                    }
                    return emulator.leaks(since: try emulator.marks.mark(number)).json
                }
            },
        ]
    }
}

extension EmulatorLeaks {
    /// The leaks as they are answered.
    package var json: JSON {
        [
            "clean": .bool(isEmpty), "topics": .array(topics.map { .string($0) }),
            "subscriptions": .array(subscriptions.map { .string($0) }),
            "snapshots": .array(snapshots.map { .string($0) }),
            "schemas": .array(schemas.map { .string($0) }),
            "leases": .array(leases.map(\.json)),
            "receivers": .array(
                receivers.map {
                    ["receiver": .int(Int64($0.number)), "subscription": .string($0.subscription)]
                }),
        ]
    }
}
