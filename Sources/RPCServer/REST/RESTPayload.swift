import CloudCore

/// Makes the JSON of a request message out of path, query and body, as `google/api/http.proto` maps them.
enum RESTPayload {
    /// The request message of a method with that rule.
    ///
    /// - Throws: INVALID_ARGUMENT for a body that is not JSON, or that the rule has no place for.
    static func message(
        _ rule: HTTPRule, _ bindings: [(fieldPath: [Substring], value: String)], _ query: RESTQuery,
        _ body: UnsafeRawBufferPointer
    ) throws(Status) -> JSON {
        var message = try fromBody(rule, body)
        for field in query.fields {
            let path = field.name.split(separator: ".", omittingEmptySubsequences: false)
            try message.setField(path[...], to: .string(field.value), appending: true)
        }
        // The path decides which resource is meant, whatever the body says.
        for binding in bindings { try message.setField(binding.fieldPath[...], to: .string(binding.value)) }
        return .object(message)
    }

    private static func fromBody(_ rule: HTTPRule, _ bytes: UnsafeRawBufferPointer) throws(Status)
        -> JSONObject
    {
        guard !bytes.isEmpty else { return JSONObject() }
        let json: JSON
        do throws(Status) {
            json = try JSON.parse(bytes)
        } catch {
            throw Status(.invalidArgument, "Payload isn't valid for request. \(error.message)")
        }
        switch rule.body {
        case .none:
            guard json == .object(JSONObject()) else {
                throw Status(
                    .invalidArgument,
                    "Payload isn't valid for request. \(rule.verb.rawValue) \(rule.template) takes no body.")
            }
            return JSONObject()
        case .all:
            guard case .object(let object) = json else {
                throw Status(.invalidArgument, "Payload isn't valid for request. It must be a JSON object.")
            }
            return object
        case .field(let name):
            return JSONObject([(key: name, value: json)])
        }
    }
}
