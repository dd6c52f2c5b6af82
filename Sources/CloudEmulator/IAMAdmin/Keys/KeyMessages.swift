import CloudCore

extension IAMAdminV1 {
    /// `google.iam.admin.v1.ServiceAccountKey`.
    struct ServiceAccountKey: Message {
        static let definitionName: String? = "google.iam.admin.v1.ServiceAccountKey"

        var name = ""
        var privateKeyType = PrivateKeyType(rawValue: 0)
        var privateKeyData: [UInt8] = []
        var validAfterTime: Timestamp?
        var validBeforeTime: Timestamp?
        var publicKeyData: [UInt8] = []
        var keyAlgorithm = KeyAlgorithm(rawValue: 0)
        var keyOrigin = KeyOrigin(rawValue: 0)
        var keyType = KeyType(rawValue: 0)
        var disabled = false

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "privateKeyType", &privateKeyType)
            visitor.field(3, "privateKeyData", &privateKeyData)
            visitor.field(4, "validAfterTime", &validAfterTime)
            visitor.field(5, "validBeforeTime", &validBeforeTime)
            visitor.field(7, "publicKeyData", &publicKeyData)
            visitor.field(8, "keyAlgorithm", &keyAlgorithm)
            visitor.field(9, "keyOrigin", &keyOrigin)
            visitor.field(10, "keyType", &keyType)
            visitor.field(11, "disabled", &disabled)
        }
    }

    /// `google.iam.admin.v1.ListServiceAccountKeysRequest`.
    struct ListServiceAccountKeysRequest: Message {
        static let definitionName: String? = "google.iam.admin.v1.ListServiceAccountKeysRequest"

        var name = ""
        var keyTypes: [KeyType] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "keyTypes", &keyTypes)
        }
    }

    /// `google.iam.admin.v1.ListServiceAccountKeysResponse`.
    struct ListServiceAccountKeysResponse: Message {
        static let definitionName: String? = "google.iam.admin.v1.ListServiceAccountKeysResponse"

        var keys: [ServiceAccountKey] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "keys", &keys)
        }
    }

    /// `google.iam.admin.v1.GetServiceAccountKeyRequest`.
    struct GetServiceAccountKeyRequest: Message {
        static let definitionName: String? = "google.iam.admin.v1.GetServiceAccountKeyRequest"

        var name = ""
        var publicKeyType = PublicKeyType(rawValue: 0)

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "publicKeyType", &publicKeyType)
        }
    }

    /// `google.iam.admin.v1.CreateServiceAccountKeyRequest`.
    struct CreateServiceAccountKeyRequest: Message {
        static let definitionName: String? = "google.iam.admin.v1.CreateServiceAccountKeyRequest"

        var name = ""
        var privateKeyType = PrivateKeyType(rawValue: 0)
        var keyAlgorithm = KeyAlgorithm(rawValue: 0)

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "privateKeyType", &privateKeyType)
            visitor.field(3, "keyAlgorithm", &keyAlgorithm)
        }
    }

    /// `google.iam.admin.v1.UploadServiceAccountKeyRequest`.
    struct UploadServiceAccountKeyRequest: Message {
        static let definitionName: String? = "google.iam.admin.v1.UploadServiceAccountKeyRequest"

        var name = ""
        var publicKeyData: [UInt8] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "publicKeyData", &publicKeyData)
        }
    }

    /// `google.iam.admin.v1.DeleteServiceAccountKeyRequest`, and the requests of enable and disable, which have the same single
    /// field.
    struct KeyNameRequest: Message {
        static let definitionName: String? = "google.iam.admin.v1.DeleteServiceAccountKeyRequest"

        var name = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
        }
    }
}
