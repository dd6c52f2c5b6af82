import CloudCore

/// Reads the members of commands and events, naming the member and what would be right when one is wrong.
struct WireReader {
    /// The identity of what is being read, kept while the rest of it is still unknown.
    var commandID: String?
    var runID: String?

    func object(_ data: [UInt8], limit: Int) throws(DirectorFailure) -> JSONObject {
        guard data.count <= limit else {
            throw DirectorFailure(
                .malformedCommand, "\(data.count) bytes are more than the limit of \(limit)")
        }
        var limits = JSON.Limits()
        limits.depth = 16
        limits.values = 1 << 14
        do throws(Status) {
            guard let object = try JSON.parse(data, limits: limits).objectValue else {
                throw Status(.invalidArgument, "a JSON object is expected")
            }
            return object
        } catch {
            throw DirectorFailure(.malformedCommand, error.message)
        }
    }

    /// A member that is a string of any length, or nil when it is missing.
    func longText(_ object: JSONObject, _ key: String) throws(DirectorFailure) -> String? {
        guard let value = object[key] else { return nil }
        guard let text = value.stringValue else {
            throw DirectorFailure(.malformedCommand, "\(key) must be a string")
        }
        return text
    }

    /// A member that is a string no longer than a name may be, or nil when it is missing.
    func text(_ object: JSONObject, _ key: String) throws(DirectorFailure) -> String? {
        guard let text = try longText(object, key) else { return nil }
        try checkLength(text, key)
        return text
    }

    /// A member that is a string with at least one character, or nil when it is missing.
    func name(_ object: JSONObject, _ key: String) throws(DirectorFailure) -> String? {
        guard let name = try text(object, key) else { return nil }
        guard !name.isEmpty else { throw DirectorFailure(.malformedCommand, "\(key) must not be empty") }
        return name
    }

    /// A member that is an object, or nil when it is missing.
    func nested(_ object: JSONObject, _ key: String) throws(DirectorFailure) -> JSONObject? {
        guard let value = object[key] else { return nil }
        guard let nested = value.objectValue else {
            throw DirectorFailure(.malformedCommand, "\(key) must be an object")
        }
        return nested
    }

    func checkLength(_ text: String, _ key: String) throws(DirectorFailure) {
        guard text.utf8.count <= DirectorCommand.maxNameLength else {
            throw DirectorFailure(
                .malformedCommand, "\(key) has more than \(DirectorCommand.maxNameLength) bytes")
        }
    }

    func refuseOthers(
        in object: JSONObject, than known: [String], of what: String
    ) throws(DirectorFailure) {
        for (key, _) in object where !known.contains(key) {
            let list = known.isEmpty ? "it has none" : "known are \(known.joined(separator: ", "))"
            throw DirectorFailure(.malformedCommand, "\"\(key)\" is no key of \(what); \(list)")
        }
    }
}
