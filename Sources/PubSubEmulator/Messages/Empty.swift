import CloudCore

/// `google.protobuf.Empty`: the answer of a call that has nothing to say.
public struct Empty: Message {
    /// The name in the API definition.
    public static let definitionName: String? = "google.protobuf.Empty"

    /// The message; it has no fields.
    public init() {}

    /// Shows no field.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {}
}
