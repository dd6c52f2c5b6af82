import CloudCore

/// The messages of `google/iam/admin/v1/iam.proto`.
public enum IAMAdminV1 {}

extension IAMAdminV1 {
    /// `google.iam.admin.v1.ServiceAccount`.
    public struct ServiceAccount: Message {
        /// `projects/{project}/serviceAccounts/{email}`.
        public var name = ""
        /// The project that the account belongs to.
        public var projectID = ""
        /// The number that no other account ever has, 21 digits.
        public var uniqueID = ""
        /// The email address.
        public var email = ""
        /// A name for people, at most 100 bytes.
        public var displayName = ""
        /// The version of the account.
        public var etag: [UInt8] = []
        /// A text for people, at most 256 bytes.
        public var description = ""
        /// The OAuth 2.0 client id.
        public var oauth2ClientID = ""
        /// Whether the account may not be used at present.
        public var disabled = false

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "projectId", &projectID)
            visitor.field(4, "uniqueId", &uniqueID)
            visitor.field(5, "email", &email)
            visitor.field(6, "displayName", &displayName)
            visitor.field(7, "etag", &etag)
            visitor.field(8, "description", &description)
            visitor.field(9, "oauth2ClientId", &oauth2ClientID)
            visitor.field(11, "disabled", &disabled)
        }
    }

    /// `google.iam.admin.v1.CreateServiceAccountRequest`.
    public struct CreateServiceAccountRequest: Message {
        /// The project, as `projects/{project}`.
        public var name = ""
        /// The part of the email address before the @, 6 to 30 characters.
        public var accountID = ""
        /// What else is known of it: display name and description.
        public var serviceAccount: ServiceAccount?

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "accountId", &accountID)
            visitor.field(3, "serviceAccount", &serviceAccount)
        }
    }

    /// `google.iam.admin.v1.ListServiceAccountsRequest`.
    public struct ListServiceAccountsRequest: Message {
        /// The project, as `projects/{project}`.
        public var name = ""
        /// The most accounts to return: 20 unless given, at most 100.
        public var pageSize: Int32 = 0
        /// Where the listing goes on: the `nextPageToken` of the answer before, or empty.
        public var pageToken = ""

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "pageSize", &pageSize)
            visitor.field(3, "pageToken", &pageToken)
        }
    }

    /// `google.iam.admin.v1.ListServiceAccountsResponse`.
    public struct ListServiceAccountsResponse: Message {
        /// The accounts.
        public var accounts: [ServiceAccount] = []
        /// Where the listing goes on, empty at its end.
        public var nextPageToken = ""

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "accounts", &accounts)
            visitor.field(2, "nextPageToken", &nextPageToken)
        }
    }

    /// `google.iam.admin.v1.GetServiceAccountRequest`, and the requests of delete, enable and disable, which
    /// have the same single field.
    public struct ServiceAccountNameRequest: Message {
        /// `projects/{project or -}/serviceAccounts/{email or unique id}`.
        public var name = ""

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
        }
    }

    /// `google.iam.admin.v1.PatchServiceAccountRequest`.
    public struct PatchServiceAccountRequest: Message {
        /// The account's name and new values.
        public var serviceAccount: ServiceAccount?
        /// The fields to change: `display_name`, `description`.
        public var updateMask: FieldMask?

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "serviceAccount", &serviceAccount)
            visitor.field(2, "updateMask", &updateMask)
        }
    }

    /// `google.iam.admin.v1.UndeleteServiceAccountResponse`.
    public struct UndeleteServiceAccountResponse: Message {
        /// The account that is back.
        public var restoredAccount: ServiceAccount?

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "restoredAccount", &restoredAccount)
        }
    }
}
