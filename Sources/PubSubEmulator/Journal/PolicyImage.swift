import CloudCore

/// The policy of a resource in an `EmulatorState`.
public struct PolicyImage: Message {
    /// The name of the resource.
    public var resource = ""
    /// Its policy.
    public var policy: IAMv1.Policy?

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "resource", &resource)
        visitor.field(2, "policy", &policy)
    }
}
