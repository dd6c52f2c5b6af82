import CloudCore

/// Reading the fields of an answer: what is absent or of another type is the default, as in proto3 JSON.
extension JSON {
    /// The member of that name, or null.
    func member(_ name: String) -> JSON {
        guard case .object(let object) = self else { return .null }
        return object[name] ?? .null
    }

    /// The string of that name, or the empty string.
    func text(_ name: String) -> String {
        guard case .string(let text) = member(name) else { return "" }
        return text
    }

    /// The integer of that name, written as a number or (64 bits) as a string; nil when absent.
    func integer(_ name: String) -> Int? {
        switch member(name) {
        case .int(let value): Int(exactly: value)
        case .double(let value): Int(exactly: value)
        case .string(let text): Int(text)
        default: nil
        }
    }

    /// The boolean of that name, or false.
    func flag(_ name: String) -> Bool { member(name) == .bool(true) }

    /// The array of that name, or an empty one.
    func elements(_ name: String) -> [JSON] {
        guard case .array(let elements) = member(name) else { return [] }
        return elements
    }

    /// The strings in the array of that name.
    func texts(_ name: String) -> [String] {
        elements(name).compactMap { element in
            guard case .string(let text) = element else { return nil }
            return text
        }
    }

    /// The string members of the object of that name.
    func stringMap(_ name: String) -> [String: String] {
        guard case .object(let object) = member(name) else { return [:] }
        var map: [String: String] = [:]
        for case (let key, .string(let value)) in object.members { map[key] = value }
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
