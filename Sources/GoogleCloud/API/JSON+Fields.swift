import CloudCore

/// Reading the fields of an answer: what is absent or of another type is the default, as in proto3 JSON.
extension JSON {
    /// The member of that name, or null.
    func member(_ name: String) -> JSON { self[name] ?? .null }

    /// The string of that name, or the empty string.
    func text(_ name: String) -> String { self[name]?.stringValue ?? "" }

    /// The integer of that name, written as a number or (64 bits) as a string; nil when absent.
    func integer(_ name: String) -> Int? { self[name]?.intValue.flatMap(Int.init(exactly:)) }

    /// The duration of that name; nil when absent.
    func duration(_ name: String) -> Duration? { Duration(protoJSON: text(name)) }

    /// The boolean of that name, or false.
    func flag(_ name: String) -> Bool { self[name]?.boolValue ?? false }

    /// The array of that name, or an empty one.
    func elements(_ name: String) -> [JSON] { self[name]?.arrayValue ?? [] }

    /// The strings in the array of that name.
    func texts(_ name: String) -> [String] { elements(name).compactMap(\.stringValue) }

    /// The string members of the object of that name.
    func stringMap(_ name: String) -> [String: String] {
        var map: [String: String] = [:]
        for (key, value) in self[name]?.objectValue?.members ?? [] { map[key] = value.stringValue }
        return map
    }
}

/// Writing the fields of a request: defaults are left out, as in proto3 JSON.
extension JSONObject {
    /// Sets a string, unless it is empty.
    mutating func set(_ name: String, _ text: String) {
        if !text.isEmpty { self[name] = .string(text) }
    }

    /// Sets an integer, unless it is 0.
    mutating func set(_ name: String, _ number: Int) {
        if number != 0 { self[name] = .int(Int64(number)) }
    }

    /// Sets a boolean, unless it is false.
    mutating func set(_ name: String, _ flag: Bool) {
        if flag { self[name] = .bool(true) }
    }

    /// Sets a duration, unless it is nil.
    mutating func set(_ name: String, _ duration: Duration?) {
        if let duration { self[name] = .string(duration.protoJSON) }
    }

    /// Sets a map, unless it is empty, sorted by its keys.
    mutating func set(_ name: String, _ map: [String: String]) {
        if !map.isEmpty { self[name] = JSON(map) }
    }

    /// Sets an array of strings, unless it is empty.
    mutating func set(_ name: String, _ texts: [String]) {
        if !texts.isEmpty { self[name] = .array(texts.map(JSON.string)) }
    }
}

extension JSON {
    /// An object of strings, sorted by their keys.
    init(_ map: [String: String]) {
        var object = JSONObject()
        for (key, value) in map.sorted(by: { $0.key < $1.key }) { object[key] = .string(value) }
        self = .object(object)
    }
}
