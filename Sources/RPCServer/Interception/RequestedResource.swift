import CloudCore

extension RPCMethod {
    /// The path without its leading slash, as rules, records and histories name the method.
    public var name: String { String(path.drop { $0 == "/" }) }

    /// The resource that a request names: the field that the REST path binds, or, where there is none, the first
    /// text of the message.
    func resource(of request: JSON) -> String {
        for rule in rules {
            guard let variable = PathTemplate(rule.template)?.variables.first else { continue }
            var value: JSON? = request
            for name in variable.fieldPath { value = value?[String(name)] }
            if let text = value?.stringValue { return text }
        }
        for (_, value) in request.objectValue ?? JSONObject() {
            if let text = value.stringValue { return text }
        }
        return ""
    }
}
