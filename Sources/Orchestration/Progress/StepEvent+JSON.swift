import CloudCore

extension StepEvent {
    /// The event as an object: `version`, `sequence`, `type`, `real_time`, `virtual_time` (RFC 3339), and either
    /// `step`, `title`, `state`, `detail`, or `text`.
    public var json: JSON {
        var object = JSONObject()
        object["version"] = .int(Int64(Self.version))
        object["sequence"] = .int(Int64(sequence))
        switch kind {
        case .step(let id, let title, let state, let detail):
            object["type"] = .string("step")
            object["step"] = .string(id.path)
            object["title"] = .string(title)
            object["state"] = .string(state.rawValue)
            object["detail"] = .string(detail)
        case .note(let text):
            object["type"] = .string("note")
            object["text"] = .string(text)
        }
        object["real_time"] = .string(Timestamp(moment.real).rfc3339)
        object["virtual_time"] = .string(Timestamp(moment.virtual).rfc3339)
        return .object(object)
    }
}
