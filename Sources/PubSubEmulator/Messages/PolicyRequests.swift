import CloudCore

extension IAMv1 {
    /// `google.iam.v1.GetPolicyOptions`.
    public struct GetPolicyOptions: Message {
        /// The name in the API definition.
        public static let definitionName: String? = "google.iam.v1.GetPolicyOptions"
        /// The newest format that the caller understands: 0, 1 or 3.
        public var requestedPolicyVersion: Int32 = 0

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "requestedPolicyVersion", &requestedPolicyVersion)
        }
    }

    /// `google.iam.v1.GetIamPolicyRequest`.
    public struct GetIamPolicyRequest: Message {
        /// The name in the API definition.
        public static let definitionName: String? = "google.iam.v1.GetIamPolicyRequest"
        /// The resource whose policy is asked for.
        public var resource = ""
        /// How it is to be returned.
        public var options: GetPolicyOptions?

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "resource", &resource)
            visitor.field(2, "options", &options)
        }
    }

    /// `google.iam.v1.SetIamPolicyRequest`.
    public struct SetIamPolicyRequest: Message {
        /// The name in the API definition.
        public static let definitionName: String? = "google.iam.v1.SetIamPolicyRequest"
        /// The resource whose policy is replaced.
        public var resource = ""
        /// The new policy.
        public var policy: Policy?
        /// The fields to replace; `bindings, etag` unless given.
        public var updateMask: FieldMask?

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "resource", &resource)
            visitor.field(2, "policy", &policy)
            visitor.field(3, "updateMask", &updateMask)
        }
    }

    /// `google.iam.v1.TestIamPermissionsRequest`.
    public struct TestIamPermissionsRequest: Message {
        /// The name in the API definition.
        public static let definitionName: String? = "google.iam.v1.TestIamPermissionsRequest"
        /// The resource on which permissions are checked.
        public var resource = ""
        /// The permissions to check; wildcards are not allowed.
        public var permissions: [String] = []

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "resource", &resource)
            visitor.field(2, "permissions", &permissions)
        }
    }

    /// `google.iam.v1.TestIamPermissionsResponse`.
    public struct TestIamPermissionsResponse: Message {
        /// The name in the API definition.
        public static let definitionName: String? = "google.iam.v1.TestIamPermissionsResponse"
        /// Those of the request's permissions that the caller has.
        public var permissions: [String] = []

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "permissions", &permissions)
        }
    }
}
