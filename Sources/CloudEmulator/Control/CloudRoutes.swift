import CloudCore
import PubSubEmulator
import RPCServer

/// What a test does to the whole cloud over REST; `docs/local-cloud-api.md` describes each route. Those of Pub/Sub
/// alone are its emulator's.
struct CloudRoutes: Sendable {
    let cloud: LocalCloud

    /// The routes, which take the places of those of the same paths of the Pub/Sub emulator.
    var all: [HTTPRoute] {
        state + leaks + restart + ReplayRoute.routes(for: cloud.methods, on: cloud.timeline)
    }

    private var state: [HTTPRoute] {
        let path = "/emulator/v1/state"
        return [
            HTTPRoute("GET", path) { _ in
                .json { () throws(Status) in try cloud.exportState().json() }
            },
            HTTPRoute("PUT", path, replace), HTTPRoute("POST", path + ":import", replace),
            HTTPRoute("POST", path + ":diff") { request in
                .json { () throws(Status) in
                    let json = try JSON.parse(request.body, limits: CloudState.limits)
                    let fields = try JSONFields(json, known: ["from", "to"])
                    guard let from = fields["from"] else { throw fields.wrong("from", "a state") }
                    let after = try fields["to"].map { (to) throws(Status) in try CloudState(to, at: "to") }
                    let before = try CloudState(from, at: "from")
                    let differences = try cloud.differences(from: before, to: after)
                    return ["differences": .array(differences.map(\.json))]
                }
            },
        ]
    }

    @Sendable private func replace(_ request: HTTPRequestView) -> HTTPResponse {
        .json { () throws(Status) in
            try cloud.importState(CloudState(json: request.body))
            return [:]
        }
    }

    private var leaks: [HTTPRoute] {
        [
            HTTPRoute("POST", "/emulator/v1/leaks:mark") { _ in
                .json(["mark": .int(Int64(cloud.marks.add(cloud.mark())))])
            },
            HTTPRoute("GET", "/emulator/v1/leaks") { request in
                .json { () throws(Status) in
                    let fields = try ControlRoutes.query(of: request, known: ["mark"])
                    guard let number = try fields.integer("mark", in: 1...Int(Int32.max)) else {
                        throw fields.wrong("mark", "the number of a mark")
                    }
                    return cloud.leaks(since: try cloud.marks.mark(number)).json
                }
            },
        ]
    }

    private var restart: [HTTPRoute] {
        [
            HTTPRoute("POST", "/emulator/v1/reset") { request in
                .json { () throws(Status) in
                    let fields = try ControlRoutes.fields(of: request, known: ["project"])
                    let project = try fields.string("project")
                    if let project, project != cloud.project.id {
                        // Pub/Sub knows other projects, too.
                        cloud.pubsub.reset(project: project)
                    } else {
                        cloud.reset()
                    }
                    return [:]
                }
            }
        ]
    }
}

extension CloudLeaks {
    /// The leaks as they are answered: Pub/Sub's as its emulator answers them, and the others under `resources`.
    var json: JSON {
        var object = pubsub.json.objectValue ?? [:]
        object["clean"] = .bool(isEmpty)
        object["resources"] = .object(
            JSONObject(
                distinct: resources.sorted { $0.key < $1.key }.map {
                    ($0.key, .array($0.value.map { .string($0) }))
                }))
        return .object(object)
    }
}
