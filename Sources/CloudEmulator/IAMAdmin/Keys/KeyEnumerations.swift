import CloudCore

extension IAMAdminV1 {
    /// `google.iam.admin.v1.ServiceAccountKeyAlgorithm`.
    struct KeyAlgorithm: ProtoEnum {
        static let definitionName: String? = "google.iam.admin.v1.ServiceAccountKeyAlgorithm"
        var rawValue: Int32

        static let names: [(number: Int32, name: String)] = [
            (0, "KEY_ALG_UNSPECIFIED"), (1, "KEY_ALG_RSA_1024"), (2, "KEY_ALG_RSA_2048"),
        ]

        static let rsa2048 = Self(rawValue: 2)
    }

    /// `google.iam.admin.v1.ServiceAccountPrivateKeyType`.
    struct PrivateKeyType: ProtoEnum {
        static let definitionName: String? = "google.iam.admin.v1.ServiceAccountPrivateKeyType"
        var rawValue: Int32

        static let names: [(number: Int32, name: String)] = [
            (0, "TYPE_UNSPECIFIED"), (1, "TYPE_PKCS12_FILE"), (2, "TYPE_GOOGLE_CREDENTIALS_FILE"),
        ]

        static let pkcs12 = Self(rawValue: 1)
        static let credentialsFile = Self(rawValue: 2)
    }

    /// `google.iam.admin.v1.ServiceAccountPublicKeyType`.
    struct PublicKeyType: ProtoEnum {
        static let definitionName: String? = "google.iam.admin.v1.ServiceAccountPublicKeyType"
        var rawValue: Int32

        static let names: [(number: Int32, name: String)] = [
            (0, "TYPE_NONE"), (1, "TYPE_X509_PEM_FILE"), (2, "TYPE_RAW_PUBLIC_KEY"),
        ]

        static let certificate = Self(rawValue: 1)
        static let raw = Self(rawValue: 2)
    }

    /// `google.iam.admin.v1.ServiceAccountKeyOrigin`.
    struct KeyOrigin: ProtoEnum {
        static let definitionName: String? = "google.iam.admin.v1.ServiceAccountKeyOrigin"
        var rawValue: Int32

        static let names: [(number: Int32, name: String)] = [
            (0, "ORIGIN_UNSPECIFIED"), (1, "USER_PROVIDED"), (2, "GOOGLE_PROVIDED"),
        ]

        static let user = Self(rawValue: 1)
        static let google = Self(rawValue: 2)
    }

    /// `google.iam.admin.v1.ListServiceAccountKeysRequest.KeyType`.
    struct KeyType: ProtoEnum {
        static let definitionName: String? = "google.iam.admin.v1.ListServiceAccountKeysRequest.KeyType"
        var rawValue: Int32

        static let names: [(number: Int32, name: String)] = [
            (0, "KEY_TYPE_UNSPECIFIED"), (1, "USER_MANAGED"), (2, "SYSTEM_MANAGED"),
        ]

        static let userManaged = Self(rawValue: 1)
        static let systemManaged = Self(rawValue: 2)
    }
}
