import CloudCore

/// `google.protobuf.Empty`: the answer of a call that has nothing to say.
public struct Empty: Message {
    /// The message; it has no fields.
    public init() {}

    /// Shows no field.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {}
}
