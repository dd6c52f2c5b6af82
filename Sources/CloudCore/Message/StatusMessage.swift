/// `google.rpc.Status` as a message, for those that have one as a field (`google/rpc/status.proto`).
public struct StatusMessage: Message {
    /// The full name in the API definition.
    public static let definitionName: String? = "google.rpc.Status"

    /// The number of the google.rpc code.
    public var code: Int32 = 0
    /// A text for developers.
    public var message = ""
    /// Details that programs can read.
    public var details: [AnyMessage] = []

    /// The message with every field at its default.
    public init() {}

    /// The message that says what `status` says.
    public init(_ status: Status) {
        code = status.code.rawValue
        message = status.message
        details = status.details.map { StatusDetailMessage($0).packed }
    }

    /// What the message says. An unknown code becomes `unknown`; details of other types are left out.
    public var status: Status {
        Status(
            Status.Code(rawValue: code) ?? .unknown, message,
            details: details.compactMap { StatusDetailMessage($0)?.detail })
    }

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "code", &code)
        visitor.field(2, "message", &message)
        visitor.field(3, "details", &details)
    }
}
