/// A field of a message, as its `visit` shows it.
public struct FieldDescription: Sendable {
    /// What a field, or an element of a repeated field, holds.
    public enum Kind: Sendable {
        case string, bool, int32, int64, double, bytes
        case duration, timestamp, fieldMask
        /// A `map<string, string>`.
        case stringMap
        /// A `map<string, int64>`.
        case integerMap
        /// A map from strings to messages.
        case messageMap(any Message.Type)
        /// Any JSON value; it has no protobuf form.
        case json
        case enumeration(any ProtoEnum.Type)
        case message(any Message.Type)
    }

    /// The number on the wire.
    public let number: Int
    /// The name in JSON, in lowerCamelCase.
    public let jsonName: String
    /// What it holds.
    public let kind: Kind
    /// Whether it is a list.
    public let isRepeated: Bool
    /// Whether it is a scalar that may be unset (`optional`, or a member of a `oneof`).
    public let hasPresence: Bool

    /// The name in the API definition, in snake_case.
    public var name: String { FieldName.snakeCase(jsonName) }
}

extension Message {
    /// The fields, in the order of `visit`.
    public static var fields: [FieldDescription] {
        var recorder = FieldRecorder()
        var message = Self()
        message.visit(&recorder)
        return recorder.fields
    }

    /// The names of the fields as the API definition spells them, in snake_case, in the order of their numbers.
    public static var fieldNames: [String] { jsonFieldNames.map { FieldName.snakeCase($0) } }

    /// The names of the fields in JSON, in lowerCamelCase.
    static var jsonFieldNames: [StaticString] {
        var recorder = FieldRecorder()
        var message = Self()
        message.visit(&recorder)
        return recorder.names
    }
}
