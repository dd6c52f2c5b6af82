import CloudCore

/// The messages of `google/iam/credentials/v1/common.proto`.
enum IAMCredentialsV1 {}

extension IAMCredentialsV1 {
    /// `google.iam.credentials.v1.GenerateAccessTokenRequest`.
    struct GenerateAccessTokenRequest: Message {
        static let definitionName: String? = "google.iam.credentials.v1.GenerateAccessTokenRequest"

        var name = ""
        var delegates: [String] = []
        var scope: [String] = []
        var lifetime: Duration?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "delegates", &delegates)
            visitor.field(4, "scope", &scope)
            visitor.field(7, "lifetime", &lifetime)
        }
    }

    /// `google.iam.credentials.v1.GenerateAccessTokenResponse`.
    struct GenerateAccessTokenResponse: Message {
        static let definitionName: String? = "google.iam.credentials.v1.GenerateAccessTokenResponse"

        var accessToken = ""
        var expireTime: Timestamp?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "accessToken", &accessToken)
            visitor.field(3, "expireTime", &expireTime)
        }
    }

    /// `google.iam.credentials.v1.GenerateIdTokenRequest`.
    struct GenerateIdTokenRequest: Message {
        static let definitionName: String? = "google.iam.credentials.v1.GenerateIdTokenRequest"

        var name = ""
        var delegates: [String] = []
        var audience = ""
        var includesEmail = false

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "delegates", &delegates)
            visitor.field(3, "audience", &audience)
            visitor.field(4, "includeEmail", &includesEmail)
        }
    }

    /// `google.iam.credentials.v1.GenerateIdTokenResponse`.
    struct GenerateIdTokenResponse: Message {
        static let definitionName: String? = "google.iam.credentials.v1.GenerateIdTokenResponse"

        var token = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "token", &token)
        }
    }

    /// `google.iam.credentials.v1.SignBlobRequest`.
    struct SignBlobRequest: Message {
        static let definitionName: String? = "google.iam.credentials.v1.SignBlobRequest"

        var name = ""
        var delegates: [String] = []
        var payload: [UInt8] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(3, "delegates", &delegates)
            visitor.field(5, "payload", &payload)
        }
    }

    /// `google.iam.credentials.v1.SignBlobResponse`.
    struct SignBlobResponse: Message {
        static let definitionName: String? = "google.iam.credentials.v1.SignBlobResponse"

        var keyID = ""
        var signedBlob: [UInt8] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "keyId", &keyID)
            visitor.field(4, "signedBlob", &signedBlob)
        }
    }

    /// `google.iam.credentials.v1.SignJwtRequest`.
    struct SignJwtRequest: Message {
        static let definitionName: String? = "google.iam.credentials.v1.SignJwtRequest"

        var name = ""
        var delegates: [String] = []
        var payload = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(3, "delegates", &delegates)
            visitor.field(5, "payload", &payload)
        }
    }

    /// `google.iam.credentials.v1.SignJwtResponse`, and that of `google.iam.admin.v1`, which has the same fields.
    struct SignJwtResponse: Message {
        static let definitionName: String? = "google.iam.credentials.v1.SignJwtResponse"

        var keyID = ""
        var signedJWT = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "keyId", &keyID)
            visitor.field(2, "signedJwt", &signedJWT)
        }
    }
}

extension IAMAdminV1 {
    /// `google.iam.admin.v1.SignBlobRequest`.
    struct SignBlobRequest: Message {
        static let definitionName: String? = "google.iam.admin.v1.SignBlobRequest"

        var name = ""
        var bytesToSign: [UInt8] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "bytesToSign", &bytesToSign)
        }
    }

    /// `google.iam.admin.v1.SignBlobResponse`.
    struct SignBlobResponse: Message {
        static let definitionName: String? = "google.iam.admin.v1.SignBlobResponse"

        var keyID = ""
        var signature: [UInt8] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "keyId", &keyID)
            visitor.field(2, "signature", &signature)
        }
    }

    /// `google.iam.admin.v1.SignJwtRequest`.
    struct SignJwtRequest: Message {
        static let definitionName: String? = "google.iam.admin.v1.SignJwtRequest"

        var name = ""
        var payload = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "payload", &payload)
        }
    }
}
