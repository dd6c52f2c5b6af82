import CloudCore
import RPCServer

/// The part of BigQuery's discovery document that clients build their calls from: methods with paths and parameters. `bq`
/// asks for it at the address of the API unless it has a file.
///
/// Source: "Google API Discovery Service", document format. Bodies have no schema: any JSON object goes.
enum BigQueryDiscovery {
    private static let servicePath = "/bigquery/v2/"

    /// The document, for a server that is reached at that host.
    static func document(_ calls: [BigQueryCall], authority: String) -> JSON {
        let root = "http://\(authority)/"
        var resources = JSON.object(JSONObject())
        for call in calls {
            let parts = call.id.split(separator: ".").map(String.init)
            guard parts.count == 2, let method = method(call) else { continue }
            var resource = resources[parts[0]] ?? ["methods": .object(JSONObject())]
            var methods = resource["methods"] ?? .object(JSONObject())
            methods[parts[1]] = method
            resource["methods"] = methods
            resources[parts[0]] = resource
        }
        return [
            "kind": "discovery#restDescription", "discoveryVersion": "v1", "id": "bigquery:v2",
            "name": "bigquery", "version": "v2", "title": "BigQuery API", "protocol": "rest",
            "rootUrl": .string(root), "servicePath": .string(String(servicePath.dropFirst())),
            "baseUrl": .string(root + servicePath.dropFirst()),
            "basePath": .string(servicePath), "batchPath": "batch/bigquery/v2",
            "parameters": .object(JSONObject()), "resources": resources,
            "schemas": ["Object": ["id": "Object", "type": "object"]],
        ]
    }

    private static func method(_ call: BigQueryCall) -> JSON? {
        guard let rule = call.method.rules.first, rule.template.hasPrefix(servicePath) else { return nil }
        var parameters = JSONObject()
        var order: [JSON] = []
        let path = expanded(rule) { name in
            parameters[name] = ["type": "string", "location": "path", "required": true]
            order.append(.string(name))
        }
        if let query = call.query {
            for name in query { parameters[name] = ["type": "string", "location": "query"] }
        } else {
            addQuery(call.method.signature.request, &parameters)
        }
        var method: JSON = [
            "id": .string("bigquery.\(call.id)"), "path": .string(String(path.dropFirst(servicePath.count))),
            "httpMethod": .string(rule.verb.rawValue), "parameters": .object(parameters),
            "parameterOrder": .array(order),
        ]
        if rule.body != .none { method["request"] = ["$ref": "Object"] }
        if rule.verb != .delete { method["response"] = ["$ref": "Object"] }
        if let upload = call.method.rules.first(where: { $0.template.hasPrefix("/upload/") }) {
            let way: JSON = ["multipart": true, "path": .string(expanded(upload) { _ in })]
            method["supportsMediaUpload"] = true
            method["mediaUpload"] = ["accept": ["*/*"], "protocols": ["simple": way, "resumable": way]]
        }
        return method
    }

    /// The path of a rule with its variables as the document has them; each is named to `note`.
    private static func expanded(_ rule: HTTPRule, _ note: (String) -> Void) -> String {
        var path = ""
        for segment in rule.template.dropFirst().split(separator: "/") {
            path += "/"
            guard segment.first == "{", let end = segment.firstIndex(of: "}") else {
                path += segment
                continue
            }
            let name = camelCase(segment[..<end].dropFirst())
            path += "{+\(name)}\(segment[end...].dropFirst())"
            note(name)
        }
        return path
    }

    /// Whatever is not in the path can be in the query, messages by the names of their fields.
    private static func addQuery(
        _ request: any Message.Type, _ parameters: inout JSONObject, _ prefix: String = ""
    ) {
        for field in request.fields where parameters[prefix + field.jsonName] == nil {
            switch field.kind {
            case .message(let inner) where !field.isRepeated:
                if prefix.isEmpty { addQuery(inner, &parameters, field.jsonName + ".") }
            case .bool: parameters[prefix + field.jsonName] = ["type": "boolean", "location": "query"]
            case .string, .int32, .int64:
                parameters[prefix + field.jsonName] = ["type": "string", "location": "query"]
            default: break
            }
        }
    }

    private static func camelCase(_ name: Substring) -> String {
        let words = name.split(separator: "_")
        return words.dropFirst().reduce(String(words.first ?? "")) {
            $0 + $1.prefix(1).uppercased() + $1.dropFirst()
        }
    }
}

extension LocalCloud {
    /// `GET /$discovery/rest?version=v2` answers BigQuery's document, the only one that any client here asks for.
    var discoveryRoutes: [HTTPRoute] {
        let calls = bigQueryCalls
        return [
            HTTPRoute("GET", "/$discovery/rest") { request in
                .json { () throws(Status) in
                    guard try request.queryValues("version") == ["v2"] else {
                        throw Status(
                            .notFound, "Only the discovery document of BigQuery, version=v2, is here.")
                    }
                    return BigQueryDiscovery.document(calls, authority: request.authority)
                }
            }
        ]
    }
}
