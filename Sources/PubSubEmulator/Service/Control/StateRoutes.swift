import CloudCore
import RPCServer

/// - `GET /emulator/v1/state` exports everything.
/// - `POST /emulator/v1/state:import`, or `PUT /emulator/v1/state`, puts a document in the place of everything.
/// - `POST /emulator/v1/state:diff` compares two documents, or one with what there is.
enum StateRoutes {
    static func routes(for emulator: Emulator) -> [HTTPRoute] {
        [
            HTTPRoute("GET", "/emulator/v1/state") { _ in
                .json { () throws(Status) in
                    try document(emulator.exportState())
                }
            },
            HTTPRoute("PUT", "/emulator/v1/state") { replace(emulator, $0) },
            HTTPRoute("POST", "/emulator/v1/state:import") { replace(emulator, $0) },
            HTTPRoute("POST", "/emulator/v1/state:diff") { request in
                .json { () throws(Status) in
                    let json = try JSON.parse(request.body, limits: EmulatorState.limits)
                    let fields = try JSONFields(json, known: ["from", "to"])
                    guard let from = json["from"] else { throw fields.wrong("from", "a state") }
                    let before = try ProtoJSONDecoder.decode(EmulatorState.self, from: from)
                    let after = try json["to"].map { (to) throws(Status) in
                        try ProtoJSONDecoder.decode(EmulatorState.self, from: to)
                    }
                    let differences = before.differences(to: after ?? emulator.exportState())
                    return ["differences": .array(differences.map(\.json))]
                }
            },
        ]
    }

    private static func replace(_ emulator: Emulator, _ request: HTTPRequestView) -> HTTPResponse {
        .json { () throws(Status) in
            try emulator.importState(EmulatorState(json: request.body))
            return [:]
        }
    }

    private static func document(_ state: EmulatorState) throws(Status) -> JSON {
        try JSON.parse(ProtoJSONEncoder.text(of: state), limits: EmulatorState.limits)
    }
}

extension StateDifference {
    /// The difference as a member of an answer; what is not there is left out.
    package var json: JSON {
        var object: JSONObject = ["path": .string(path)]
        if let before { object["before"] = before }
        if let after { object["after"] = after }
        return .object(object)
    }
}
