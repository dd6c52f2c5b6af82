import CloudCore

extension RPCMethod {
    /// The path without its leading slash, as rules, records and histories name the method.
    public var name: String { String(path.drop { $0 == "/" }) }

    /// The resource that a request names: the field that the REST path binds, or, where there is none, the first
    /// text of the message.
    func resource(of request: JSON) -> String {
        for rule in rules {
            if let name = PathTemplate(rule.template)?.resource(in: request) { return name }
        }
        for (_, value) in request.objectValue ?? JSONObject() {
            if let text = value.stringValue { return text }
        }
        return ""
    }
}

extension PathTemplate {
    /// The resource that a request names: the field that is bound first. Where a name is bound piece by piece, as in
    /// BigQuery's `projects/{project_id}/datasets/{dataset_id}`, that is the whole of it.
    fileprivate func resource(in request: JSON) -> String? {
        guard let first = variables.first, let last = variables.last, let text = text(of: first, in: request)
        else { return nil }
        let start = first.segments.lowerBound - 1
        guard variables.count > 1, !first.isMultiSegment, start >= 0 else { return text }
        var parts: [String] = []
        for index in start..<last.segments.upperBound {
            if case .literal(let word) = segments[index] {
                parts.append(word)
            } else if let variable = variables.first(where: { $0.segments.lowerBound == index }) {
                guard let text = self.text(of: variable, in: request) else { return nil }
                parts.append(text)
            }
        }
        return parts.joined(separator: "/")
    }

    /// A field has either name of proto3 JSON: its own, or that in lowerCamelCase, which messages are written with.
    private func text(of variable: Variable, in request: JSON) -> String? {
        var value: JSON? = request
        for name in variable.fieldPath.map(String.init) {
            value = value?[FieldName.camelCase(name)] ?? value?[name]
        }
        return value?.stringValue
    }
}
