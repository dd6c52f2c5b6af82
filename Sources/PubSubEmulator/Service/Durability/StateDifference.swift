import CloudCore

/// Something in which two states differ.
public struct StateDifference: Sendable, Equatable, CustomStringConvertible {
    /// Where, for example `subscriptions[projects/p/subscriptions/s].settings.labels.env`: members of lists are named
    /// by what they are about.
    public var path: String
    /// What is there in the first state; nil when nothing is.
    public var before: JSON?
    /// What is there in the second state.
    public var after: JSON?

    /// The difference for people.
    public var description: String { "\(path): \(Self.text(before)) -> \(Self.text(after))" }

    private static func text(_ value: JSON?) -> String { value.map { $0.text() } ?? "nothing" }
}

extension EmulatorState {
    /// In what another state differs from this one, in the order of the document; empty when in nothing. The times at
    /// which the two were exported do not count.
    public func differences(to other: EmulatorState) -> [StateDifference] {
        var (before, after) = (self, other)
        (before.time, after.time) = (nil, nil)
        return StateDifference.between(before.tree, after.tree)
    }

    private var tree: JSON {
        // What the encoder writes parses; the limit on values is for strangers.
        var limits = JSON.Limits()
        limits.values = .max
        return (try? JSON.parse(ProtoJSONEncoder.text(of: self), limits: limits)) ?? .null
    }
}

extension StateDifference {
    /// In what two documents differ, in their order.
    package static func between(_ before: JSON, _ after: JSON, at path: String = "") -> [StateDifference] {
        var found: [StateDifference] = []
        compare(before, after, path, &found)
        return found
    }

    // As deep as the document's messages nest.
    private static func compare(
        _ before: JSON?, _ after: JSON?, _ path: String, _ found: inout [StateDifference]
    ) {
        if before == after { return }
        switch (before, after) {
        case (.object(let former)?, .object(let latter)?):
            for (key, value) in former { compare(value, latter[key], join(path, key), &found) }
            for (key, value) in latter where former[key] == nil {
                compare(nil, value, join(path, key), &found)
            }
        case (.array(let former)?, .array(let latter)?) where !isPlain(former + latter):
            compare(former, latter, path, &found)
        case (.array(let former)?, nil) where !isPlain(former): compare(former, [], path, &found)
        case (nil, .array(let latter)?) where !isPlain(latter): compare([], latter, path, &found)
        default: found.append(StateDifference(path: path, before: before, after: after))
        }
    }

    /// Compares lists of things that have names, whatever their order.
    private static func compare(
        _ before: [JSON], _ after: [JSON], _ path: String, _ found: inout [StateDifference]
    ) {
        var latter: [String: JSON] = [:]
        for (index, value) in after.enumerated() { latter[name(value) ?? "\(index)"] = value }
        var seen: Set<String> = []
        for (index, value) in before.enumerated() {
            let name = name(value) ?? "\(index)"
            seen.insert(name)
            compare(value, latter[name], "\(path)[\(name)]", &found)
        }
        for (index, value) in after.enumerated() {
            let name = name(value) ?? "\(index)"
            if !seen.contains(name) { compare(nil, value, "\(path)[\(name)]", &found) }
        }
    }

    /// Lists of ids and other values are compared as a whole.
    private static func isPlain(_ values: [JSON]) -> Bool {
        values.allSatisfy { value in
            if case .object = value { false } else { true }
        }
    }

    private static func name(_ value: JSON) -> String? {
        guard case .object(let object) = value else { return nil }
        for key in ["messageId", "resource", "name", "number"] {
            if case .string(let name)? = object[key] { return name }
        }
        if case .object(let settings)? = object["settings"], case .string(let name)? = settings["name"] {
            return name
        }
        return nil
    }

    private static func join(_ path: String, _ key: String) -> String {
        path.isEmpty ? key : "\(path).\(key)"
    }
}
