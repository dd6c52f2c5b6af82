import CloudCore

extension FaultPlan.Entry {
    /// The rule as `FaultRule(json:)` reads it, with its number and counts.
    public var json: JSON {
        var object: JSONObject = ["id": .int(Int64(id))]
        if !rule.name.isEmpty { object["name"] = .string(rule.name) }
        object["match"] = .object(match)
        object["action"] = .object(action)
        object["matched"] = .int(Int64(matched))
        object["struck"] = .int(Int64(struck))
        return .object(object)
    }

    private var match: JSONObject {
        var match: JSONObject = [
            "method": .string(rule.method.pattern), "resource": .string(rule.resource.pattern),
            "principal": .string(rule.principal.pattern),
        ]
        switch rule.occurrence {
        case .always: break
        case .nth(let number): match["nth"] = .int(Int64(number))
        case .every(let number): match["every"] = .int(Int64(number))
        case .first(let number): match["first"] = .int(Int64(number))
        }
        if rule.probability < 1 { match["probability"] = .double(rule.probability) }
        return match
    }

    private var action: JSONObject {
        var action = JSONObject()
        if rule.latency > .zero { action["latency"] = .string(rule.latency.protoJSON) }
        if rule.jitter > .zero { action["jitter"] = .string(rule.jitter.protoJSON) }
        switch rule.effect {
        case nil: break
        case .error(let status): action["error"] = Self.json(status)
        case .dropRequest: action["drop"] = "request"
        case .dropResponse: action["drop"] = "response"
        case .duplicate: action["duplicate"] = true
        case .reorder: action["reorder"] = true
        case .cut(let count, let status):
            action["cut"] = ["afterMessages": .int(Int64(count)), "error": Self.json(status)]
        }
        return action
    }

    private static func json(_ status: Status) -> JSON {
        var error: JSONObject = ["code": .string(status.code.name), "message": .string(status.message)]
        if let body = try? JSON.parse(status.errorBody), let details = body["error"]?["details"] {
            error["details"] = details
        }
        return .object(error)
    }
}
