import CloudCore

extension IAMAdminV1 {
    /// `google.iam.admin.v1.QueryTestablePermissionsRequest`.
    public struct QueryTestablePermissionsRequest: Message {
        /// `//{service}.googleapis.com/{name}`.
        public var fullResourceName = ""
        /// The most permissions to return: 100 unless given, at most 1,000.
        public var pageSize: Int32 = 0
        /// Where the listing goes on.
        public var pageToken = ""

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "fullResourceName", &fullResourceName)
            visitor.field(2, "pageSize", &pageSize)
            visitor.field(3, "pageToken", &pageToken)
        }
    }

    /// `google.iam.admin.v1.QueryTestablePermissionsResponse`.
    public struct QueryTestablePermissionsResponse: Message {
        /// The permissions.
        public var permissions: [Permission] = []
        /// Where the listing goes on, empty at its end.
        public var nextPageToken = ""

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "permissions", &permissions)
            visitor.field(2, "nextPageToken", &nextPageToken)
        }
    }

    /// `google.iam.admin.v1.Permission`.
    public struct Permission: Message {
        /// The name, for example `pubsub.topics.publish`.
        public var name = ""
        /// How mature the permission is.
        public var stage = PermissionLaunchStage(rawValue: 0)
        /// Whether custom roles may have it.
        public var customRolesSupportLevel = CustomRolesSupportLevel(rawValue: 0)
        /// Whether the API that it belongs to is not enabled.
        public var apiDisabled = false

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(5, "stage", &stage)
            visitor.field(6, "customRolesSupportLevel", &customRolesSupportLevel)
            visitor.field(7, "apiDisabled", &apiDisabled)
        }
    }

    /// `google.iam.admin.v1.Permission.PermissionLaunchStage`.
    public struct PermissionLaunchStage: ProtoEnum {
        /// The name in the API definition.
        public static let definitionName: String? = "google.iam.admin.v1.Permission.PermissionLaunchStage"
        /// The number on the wire.
        public var rawValue: Int32

        /// Makes the value with that number.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// The known values.
        public static let names: [(number: Int32, name: String)] = [
            (0, "ALPHA"), (1, "BETA"), (2, "GA"), (3, "DEPRECATED"),
        ]

        /// `GA`.
        public static let ga = PermissionLaunchStage(rawValue: 2)
    }

    /// `google.iam.admin.v1.Permission.CustomRolesSupportLevel`.
    public struct CustomRolesSupportLevel: ProtoEnum {
        /// The name in the API definition.
        public static let definitionName: String? = "google.iam.admin.v1.Permission.CustomRolesSupportLevel"
        /// The number on the wire.
        public var rawValue: Int32

        /// Makes the value with that number.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// The known values.
        public static let names: [(number: Int32, name: String)] = [
            (0, "SUPPORTED"), (1, "TESTING"), (2, "NOT_SUPPORTED"),
        ]

        /// `NOT_SUPPORTED`.
        public static let notSupported = CustomRolesSupportLevel(rawValue: 2)
    }
}
