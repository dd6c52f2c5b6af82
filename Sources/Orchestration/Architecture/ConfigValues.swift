import CloudCore

extension String: ConfigValue {
    static var unset: String { "" }
    var isUnset: Bool { isEmpty }
    var node: YAML.Node { YAML.Node(.scalar(YAML.Scalar(self, style: .doubleQuoted))) }

    static func decode(_ node: YAML.Node, _ path: String, _ decoder: inout ConfigDecoder) -> String {
        decoder.value(node, path, unset) { node throws(YAMLError) in try node.string() }
    }
}

extension Bool: ConfigValue {
    static var unset: Bool { false }
    var isUnset: Bool { !self }
    var node: YAML.Node { YAML.Node(.scalar(YAML.Scalar(self ? "true" : "false"))) }

    static func decode(_ node: YAML.Node, _ path: String, _ decoder: inout ConfigDecoder) -> Bool {
        decoder.value(node, path, unset) { node throws(YAMLError) in try node.bool() }
    }
}

extension Int: ConfigValue {
    static var unset: Int { 0 }
    var isUnset: Bool { self == 0 }
    var node: YAML.Node { YAML.Node(.scalar(YAML.Scalar(String(self)))) }

    static func decode(_ node: YAML.Node, _ path: String, _ decoder: inout ConfigDecoder) -> Int {
        decoder.value(node, path, unset) { node throws(YAMLError) in try node.int() }
    }
}

extension Duration: ConfigValue {
    static var unset: Duration { .zero }
    var isUnset: Bool { self == .zero }
    var node: YAML.Node { GoDuration.format(self).node }

    static func decode(_ node: YAML.Node, _ path: String, _ decoder: inout ConfigDecoder) -> Duration {
        decoder.value(node, path, unset) { node throws(YAMLError) in
            guard let duration = GoDuration.parse(try node.string()) else {
                throw node.mismatch(
                    "a duration", hint: "write a number with a unit, for example 90s, 1h30m or 7d")
            }
            return duration
        }
    }
}

extension Optional: ConfigValue where Wrapped: ConfigValue {
    static var unset: Wrapped? { nil }
    var isUnset: Bool { self == nil }
    var node: YAML.Node { self?.node ?? YAML.Node(.scalar(YAML.Scalar(""))) }

    static func decode(_ node: YAML.Node, _ path: String, _ decoder: inout ConfigDecoder) -> Wrapped? {
        Wrapped.decode(node, path, &decoder)
    }
}

extension Array: ConfigValue where Element: ConfigValue {
    static var unset: [Element] { [] }
    var isUnset: Bool { isEmpty }
    var node: YAML.Node { YAML.Node(.sequence(map(\.node))) }

    static func decode(_ node: YAML.Node, _ path: String, _ decoder: inout ConfigDecoder) -> [Element] {
        guard case .sequence(let items) = node.content else {
            decoder.report(
                node.place, path, node.mismatch("a list", hint: "write - before each item").message)
            return []
        }
        var values: [Element] = []
        for (index, item) in items.enumerated() {
            let below = "\(path)[\(index)]"
            decoder.places[below] = item.place
            if item.isNull {
                decoder.report(
                    item.place, below, "this item of the list is empty: remove its - or fill it in")
            } else {
                values.append(Element.decode(item, below, &decoder))
            }
        }
        return values
    }
}

extension Dictionary: ConfigValue where Key == String, Value: ConfigValue {
    static var unset: [String: Value] { [:] }
    var isUnset: Bool { isEmpty }

    var node: YAML.Node {
        let entries = sorted { $0.key < $1.key }
        return YAML.Node(.mapping(entries.map { YAML.Entry(key: $0.key.node, value: $0.value.node) }))
    }

    static func decode(_ node: YAML.Node, _ path: String, _ decoder: inout ConfigDecoder) -> [String: Value] {
        guard case .mapping(let entries) = node.content else {
            decoder.report(node.place, path, node.mismatch("a mapping").message)
            return [:]
        }
        var values: [String: Value] = [:]
        for entry in entries {
            let key = entry.key.scalar?.text ?? ""
            let below = "\(path).\(key)"
            decoder.places[below] = entry.key.place
            // Nothing after the colon is the empty value; a null that is written out is more likely a mistake.
            let isEmpty = entry.value.scalar?.text.isEmpty == true && entry.value.isNull
            values[key] = isEmpty ? Value.unset : Value.decode(entry.value, below, &decoder)
        }
        return values
    }
}

/// A value that is one of a few words.
protocol ConfigWord: ConfigValue, RawRepresentable, CaseIterable where RawValue == String {}

extension ConfigWord {
    static var unset: Self { Self.allCases[Self.allCases.startIndex] }
    var isUnset: Bool { false }
    var node: YAML.Node { rawValue.node }

    static func decode(_ node: YAML.Node, _ path: String, _ decoder: inout ConfigDecoder) -> Self {
        decoder.value(node, path, unset) { node throws(YAMLError) in
            let word = try node.string()
            guard let value = Self(rawValue: word) else {
                let words = allCases.map(\.rawValue)
                throw node.mismatch(
                    "one of " + words.joined(separator: ", ") + NearestName.hint(for: word, among: words))
            }
            return value
        }
    }
}

extension ConfigDecoder {
    /// A value that may turn out to be of another type, which is reported.
    mutating func value<Value>(
        _ node: YAML.Node, _ path: String, _ fallback: Value, _ read: (YAML.Node) throws(YAMLError) -> Value
    ) -> Value {
        do {
            return try read(node)
        } catch {
            report(error.place, path, error.message)
            return fallback
        }
    }
}
