import CloudCore

/// `google.pubsub.v1.PlatformLogsSettings`.
public struct PlatformLogsSettings: Message {
    /// `severity` of the API definition.
    public var severity = PlatformLogsSettings.Severity(rawValue: 0)

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "severity", &severity)
    }

    /// `google.pubsub.v1.PlatformLogsSettings.Severity` of the API definition.
    public struct Severity: ProtoEnum {
        /// The number on the wire.
        public var rawValue: Int32

        /// Makes the value with that number.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// The known values.
        public static let names: [(number: Int32, name: String)] = [
            (0, "SEVERITY_UNSPECIFIED"),
            (1, "DISABLED"),
            (2, "DEBUG"),
            (3, "INFO"),
            (4, "WARNING"),
            (5, "ERROR"),
        ]

        /// `SEVERITY_UNSPECIFIED`.
        public static let unspecified = Severity(rawValue: 0)
        /// `DISABLED`.
        public static let disabled = Severity(rawValue: 1)
        /// `DEBUG`.
        public static let debug = Severity(rawValue: 2)
        /// `INFO`.
        public static let info = Severity(rawValue: 3)
        /// `WARNING`.
        public static let warning = Severity(rawValue: 4)
        /// `ERROR`.
        public static let error = Severity(rawValue: 5)
    }
}
