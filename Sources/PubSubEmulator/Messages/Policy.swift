import CloudCore

/// The messages of `google/iam/v1` and `google/type/expr.proto`.
public enum IAMv1 {}

extension IAMv1 {
    /// `google.iam.v1.Policy`.
    public struct Policy: Message {
        /// The name in the API definition.
        public static let definitionName: String? = "google.iam.v1.Policy"
        /// The format: 0, 1 or 3.
        public var version: Int32 = 0
        /// The version of the policy; a write with it is refused when the policy has changed.
        public var etag: [UInt8] = []
        /// Who holds which role.
        public var bindings: [Binding] = []
        /// What is logged.
        public var auditConfigs: [AuditConfig] = []

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "version", &version)
            visitor.field(3, "etag", &etag)
            visitor.field(4, "bindings", &bindings)
            visitor.field(6, "auditConfigs", &auditConfigs)
        }
    }

    /// `google.iam.v1.Binding`.
    public struct Binding: Message {
        /// The name in the API definition.
        public static let definitionName: String? = "google.iam.v1.Binding"
        /// The role, for example `roles/pubsub.publisher`.
        public var role = ""
        /// The members, for example `serviceAccount:a@p.iam.gserviceaccount.com`.
        public var members: [String] = []
        /// When the binding applies; nil for always.
        public var condition: Expr?

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "role", &role)
            visitor.field(2, "members", &members)
            visitor.field(3, "condition", &condition)
        }
    }

    /// `google.type.Expr`.
    public struct Expr: Message, Hashable {
        /// The name in the API definition.
        public static let definitionName: String? = "google.type.Expr"
        /// The expression, in the Common Expression Language.
        public var expression = ""
        /// A short name.
        public var title = ""
        /// A longer text.
        public var description = ""
        /// Where the expression was written.
        public var location = ""

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "expression", &expression)
            visitor.field(2, "title", &title)
            visitor.field(3, "description", &description)
            visitor.field(4, "location", &location)
        }
    }

    /// `google.iam.v1.AuditConfig`.
    public struct AuditConfig: Message {
        /// The name in the API definition.
        public static let definitionName: String? = "google.iam.v1.AuditConfig"
        /// The service, or `allServices`.
        public var service = ""
        /// What is logged of it.
        public var auditLogConfigs: [AuditLogConfig] = []

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "service", &service)
            visitor.field(3, "auditLogConfigs", &auditLogConfigs)
        }
    }

    /// `google.iam.v1.AuditLogConfig`.
    public struct AuditLogConfig: Message {
        /// The name in the API definition.
        public static let definitionName: String? = "google.iam.v1.AuditLogConfig"
        /// The kind of access.
        public var logType = LogType(rawValue: 0)
        /// Members whose access is not logged.
        public var exemptedMembers: [String] = []

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "logType", &logType)
            visitor.field(2, "exemptedMembers", &exemptedMembers)
        }
    }

    /// `google.iam.v1.AuditLogConfig.LogType`.
    public struct LogType: ProtoEnum {
        /// The name in the API definition.
        public static let definitionName: String? = "google.iam.v1.AuditLogConfig.LogType"
        /// The number on the wire.
        public var rawValue: Int32

        /// Makes the value with that number.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// The known values.
        public static let names: [(number: Int32, name: String)] = [
            (0, "LOG_TYPE_UNSPECIFIED"),
            (1, "ADMIN_READ"),
            (2, "DATA_WRITE"),
            (3, "DATA_READ"),
        ]
    }
}
