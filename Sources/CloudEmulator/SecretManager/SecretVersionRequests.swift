import CloudCore

extension SecretManagerV1 {
    /// `google.cloud.secretmanager.v1.AddSecretVersionRequest`.
    struct AddSecretVersionRequest: Message {
        static let definitionName: String? = "google.cloud.secretmanager.v1.AddSecretVersionRequest"

        var parent = ""
        var payload: SecretPayload?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "payload", &payload)
        }
    }

    /// `google.cloud.secretmanager.v1.ListSecretVersionsRequest`.
    struct ListSecretVersionsRequest: Message {
        static let definitionName: String? = "google.cloud.secretmanager.v1.ListSecretVersionsRequest"

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

    /// `google.cloud.secretmanager.v1.ListSecretVersionsResponse`.
    struct ListSecretVersionsResponse: Message {
        static let definitionName: String? = "google.cloud.secretmanager.v1.ListSecretVersionsResponse"

        var versions: [SecretVersion] = []
        var nextPageToken = ""
        var totalSize: Int32 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "versions", &versions)
            visitor.field(2, "nextPageToken", &nextPageToken)
            visitor.field(3, "totalSize", &totalSize)
        }
    }

    /// `google.cloud.secretmanager.v1.AccessSecretVersionResponse`.
    struct AccessSecretVersionResponse: Message {
        static let definitionName: String? = "google.cloud.secretmanager.v1.AccessSecretVersionResponse"

        var name = ""
        var payload: SecretPayload?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "payload", &payload)
        }
    }

    /// `google.cloud.secretmanager.v1.DestroySecretVersionRequest`.
    struct DestroySecretVersionRequest: Message {
        static let definitionName: String? = "google.cloud.secretmanager.v1.DestroySecretVersionRequest"

        var name = ""
        var etag = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "etag", &etag)
        }
    }
}
