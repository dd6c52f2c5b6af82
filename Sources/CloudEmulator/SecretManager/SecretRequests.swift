import CloudCore

extension SecretManagerV1 {
    /// `google.cloud.secretmanager.v1.CreateSecretRequest`.
    struct CreateSecretRequest: Message {
        static let definitionName: String? = "google.cloud.secretmanager.v1.CreateSecretRequest"

        var parent = ""
        var secretID = ""
        var secret: Secret?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "secretId", &secretID)
            visitor.field(3, "secret", &secret)
        }
    }

    /// `google.cloud.secretmanager.v1.GetSecretRequest`.
    struct GetSecretRequest: Message {
        static let definitionName: String? = "google.cloud.secretmanager.v1.GetSecretRequest"

        var name = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
        }
    }

    /// `google.cloud.secretmanager.v1.UpdateSecretRequest`.
    struct UpdateSecretRequest: Message {
        static let definitionName: String? = "google.cloud.secretmanager.v1.UpdateSecretRequest"

        var secret: Secret?
        var updateMask: FieldMask?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "secret", &secret)
            visitor.field(2, "updateMask", &updateMask)
        }
    }

    /// `google.cloud.secretmanager.v1.DeleteSecretRequest`.
    struct DeleteSecretRequest: Message {
        static let definitionName: String? = "google.cloud.secretmanager.v1.DeleteSecretRequest"

        var name = ""
        var etag = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "etag", &etag)
        }
    }

    /// `google.cloud.secretmanager.v1.ListSecretsRequest`.
    struct ListSecretsRequest: Message {
        static let definitionName: String? = "google.cloud.secretmanager.v1.ListSecretsRequest"

        var parent = ""
        var pageSize: Int32 = 0
        var pageToken = ""
        var filter = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "pageSize", &pageSize)
            visitor.field(3, "pageToken", &pageToken)
            visitor.field(4, "filter", &filter)
        }
    }

    /// `google.cloud.secretmanager.v1.ListSecretsResponse`.
    struct ListSecretsResponse: Message {
        static let definitionName: String? = "google.cloud.secretmanager.v1.ListSecretsResponse"

        var secrets: [Secret] = []
        var nextPageToken = ""
        var totalSize: Int32 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "secrets", &secrets)
            visitor.field(2, "nextPageToken", &nextPageToken)
            visitor.field(3, "totalSize", &totalSize)
        }
    }
}
