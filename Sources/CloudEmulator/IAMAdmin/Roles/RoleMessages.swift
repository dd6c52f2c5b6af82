import CloudCore

extension IAMAdminV1 {
    /// `google.iam.admin.v1.Role`.
    public struct Role: Message {
        /// `roles/{id}` or `projects/{project}/roles/{id}`.
        public var name = ""
        /// A name for people, at most 100 bytes.
        public var title = ""
        /// A text for people, at most 256 bytes.
        public var description = ""
        /// What the role allows.
        public var includedPermissions: [String] = []
        /// How mature the role is.
        public var stage = LaunchStage(rawValue: 0)
        /// The version of the role.
        public var etag: [UInt8] = []
        /// Whether the role has been deleted.
        public var deleted = false

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "title", &title)
            visitor.field(3, "description", &description)
            visitor.field(7, "includedPermissions", &includedPermissions)
            visitor.field(8, "stage", &stage)
            visitor.field(9, "etag", &etag)
            visitor.field(11, "deleted", &deleted)
        }
    }

    /// `google.iam.admin.v1.Role.RoleLaunchStage`.
    public struct LaunchStage: ProtoEnum {
        /// The name in the API definition.
        public static let definitionName: String? = "google.iam.admin.v1.Role.RoleLaunchStage"
        /// The number on the wire.
        public var rawValue: Int32

        /// Makes the value with that number.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// The known values.
        public static let names: [(number: Int32, name: String)] = [
            (0, "ALPHA"), (1, "BETA"), (2, "GA"), (4, "DEPRECATED"), (5, "DISABLED"), (6, "EAP"),
        ]

        /// `GA`.
        public static let ga = LaunchStage(rawValue: 2)
        /// `DISABLED`: the role allows nothing.
        public static let disabled = LaunchStage(rawValue: 5)
    }

    /// `google.iam.admin.v1.RoleView`.
    public struct RoleView: ProtoEnum {
        /// The name in the API definition.
        public static let definitionName: String? = "google.iam.admin.v1.RoleView"
        /// The number on the wire.
        public var rawValue: Int32

        /// Makes the value with that number.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// The known values.
        public static let names: [(number: Int32, name: String)] = [(0, "BASIC"), (1, "FULL")]

        /// `FULL`: with permissions.
        public static let full = RoleView(rawValue: 1)
    }

    /// `google.iam.admin.v1.ListRolesRequest`.
    public struct ListRolesRequest: Message {
        /// `projects/{project}`, or empty for the predefined roles.
        public var parent = ""
        /// The most roles to return: 300 unless given, at most 1,000.
        public var pageSize: Int32 = 0
        /// Where the listing goes on.
        public var pageToken = ""
        /// Whether permissions are shown.
        public var view = RoleView(rawValue: 0)
        /// Whether deleted roles are listed, too.
        public var showDeleted = false

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "pageSize", &pageSize)
            visitor.field(3, "pageToken", &pageToken)
            visitor.field(4, "view", &view)
            visitor.field(6, "showDeleted", &showDeleted)
        }
    }

    /// `google.iam.admin.v1.ListRolesResponse`, and `QueryGrantableRolesResponse`, which has the same fields.
    public struct ListRolesResponse: Message {
        /// The roles.
        public var roles: [Role] = []
        /// Where the listing goes on, empty at its end.
        public var nextPageToken = ""

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "roles", &roles)
            visitor.field(2, "nextPageToken", &nextPageToken)
        }
    }

    /// `google.iam.admin.v1.QueryGrantableRolesRequest`.
    public struct QueryGrantableRolesRequest: Message {
        /// `//{service}.googleapis.com/{name}`.
        public var fullResourceName = ""
        /// Whether permissions are shown.
        public var view = RoleView(rawValue: 0)
        /// The most roles to return.
        public var pageSize: Int32 = 0
        /// Where the listing goes on.
        public var pageToken = ""

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "fullResourceName", &fullResourceName)
            visitor.field(2, "view", &view)
            visitor.field(3, "pageSize", &pageSize)
            visitor.field(4, "pageToken", &pageToken)
        }
    }

    /// `google.iam.admin.v1.GetRoleRequest`.
    public struct GetRoleRequest: Message {
        /// `roles/{id}` or `projects/{project}/roles/{id}`.
        public var name = ""

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
        }
    }

    /// `google.iam.admin.v1.CreateRoleRequest`.
    public struct CreateRoleRequest: Message {
        /// `projects/{project}`.
        public var parent = ""
        /// The id, 3 to 64 letters, digits, dots and underscores.
        public var roleID = ""
        /// What the role is to be.
        public var role: Role?

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "roleId", &roleID)
            visitor.field(3, "role", &role)
        }
    }

    /// `google.iam.admin.v1.UpdateRoleRequest`.
    public struct UpdateRoleRequest: Message {
        /// `projects/{project}/roles/{id}`.
        public var name = ""
        /// The new values.
        public var role: Role?
        /// The fields to change; all that can be unless given.
        public var updateMask: FieldMask?

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "role", &role)
            visitor.field(3, "updateMask", &updateMask)
        }
    }

    /// `google.iam.admin.v1.DeleteRoleRequest`, and `UndeleteRoleRequest`, which has the same fields.
    public struct DeleteRoleRequest: Message {
        /// `projects/{project}/roles/{id}`.
        public var name = ""
        /// The version that is meant; any when empty.
        public var etag: [UInt8] = []

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "etag", &etag)
        }
    }
}
