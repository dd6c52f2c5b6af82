import CloudCore
import RPCServer

/// What a test does to a served emulator beside Google's API, over REST under `/emulator/v1/`. `docs/emulator-api.md`
/// describes each route, and a test holds the two together.
package enum ControlRoutes {
    /// All of them.
    static func routes(for emulator: Emulator) -> [HTTPRoute] {
        QuiescenceRoutes.routes(for: emulator) + MessageRoutes.routes(for: emulator)
            + LeakRoutes.routes(for: emulator) + StateRoutes.routes(for: emulator) + restart(emulator)
            + ReplayRoute.routes(for: emulator.methods, on: emulator.timeline)
    }

    private static func restart(_ emulator: Emulator) -> [HTTPRoute] {
        [
            HTTPRoute("POST", "/emulator/v1/reset") { request in
                .json { () throws(Status) in
                    let fields = try fields(of: request, known: ["project"])
                    if let project = try fields.string("project") {
                        emulator.reset(project: project)
                    } else {
                        emulator.reset()
                    }
                    return [:]
                }
            },
            HTTPRoute("POST", "/emulator/v1/seed") { request in
                .json { () throws(Status) in
                    let fields = try fields(of: request, known: ["seed"])
                    guard let seed = try fields.integer("seed", in: 0...Int.max) else {
                        throw fields.wrong("seed", "a whole number")
                    }
                    try emulator.restart(seed: UInt64(seed))
                    return ["seed": .int(Int64(seed))]
                }
            },
        ]
    }

    /// The members of a request's body, which may be empty.
    package static func fields(of request: HTTPRequestView, known: [String]) throws(Status) -> JSONFields {
        try JSONFields(request.body.isEmpty ? [:] : try JSON.parse(request.body), known: known)
    }

    /// A query's parameters, each given once at most, as strictly as the members of a body.
    package static func query(of request: HTTPRequestView, known: [String]) throws(Status) -> JSONFields {
        var object = JSONObject()
        for pair in request.query.split(separator: "&") {
            let name = String(pair.prefix { $0 != "=" })
            guard name != "$alt", name != "alt", name != "prettyPrint" else { continue }
            guard let value = try request.queryValues(name).first else { continue }
            object[name] = .string(value)
        }
        return try JSONFields(.object(object), known: known)
    }
}
