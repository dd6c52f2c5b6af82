import CloudCore

/// The messages of `google/cloud/secretmanager/v1/resources.proto` and `service.proto`.
enum SecretManagerV1 {}

extension SecretManagerV1 {
    /// `google.cloud.secretmanager.v1.Secret`.
    struct Secret: Message {
        static let definitionName: String? = "google.cloud.secretmanager.v1.Secret"
        static let oneofs = [
            Oneof("expiration", 6, 7)
        ]

        var name = ""
        var replication: Replication?
        var createTime: Timestamp?
        var labels: StringMap = [:]
        var topics: [Topic] = []
        var expireTime: Timestamp?
        var ttl: Duration?
        var etag = ""
        var rotation: Rotation?
        var versionAliases: IntegerMap = [:]
        var annotations: StringMap = [:]
        var versionDestroyTtl: Duration?
        var customerManagedEncryption: CustomerManagedEncryption?
        var tags: StringMap = [:]

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "replication", &replication)
            visitor.field(3, "createTime", &createTime)
            visitor.field(4, "labels", &labels)
            visitor.field(5, "topics", &topics)
            visitor.field(6, "expireTime", &expireTime)
            visitor.field(7, "ttl", &ttl)
            visitor.field(8, "etag", &etag)
            visitor.field(9, "rotation", &rotation)
            visitor.field(11, "versionAliases", &versionAliases)
            visitor.field(13, "annotations", &annotations)
            visitor.field(14, "versionDestroyTtl", &versionDestroyTtl)
            visitor.field(15, "customerManagedEncryption", &customerManagedEncryption)
            visitor.field(16, "tags", &tags)
        }
    }

    /// `google.cloud.secretmanager.v1.Topic`.
    struct Topic: Message {
        static let definitionName: String? = "google.cloud.secretmanager.v1.Topic"

        var name = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
        }
    }

    /// `google.cloud.secretmanager.v1.Rotation`.
    struct Rotation: Message {
        static let definitionName: String? = "google.cloud.secretmanager.v1.Rotation"

        var nextRotationTime: Timestamp?
        var rotationPeriod: Duration?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "nextRotationTime", &nextRotationTime)
            visitor.field(2, "rotationPeriod", &rotationPeriod)
        }
    }

    /// `google.cloud.secretmanager.v1.CustomerManagedEncryption`.
    struct CustomerManagedEncryption: Message {
        static let definitionName: String? = "google.cloud.secretmanager.v1.CustomerManagedEncryption"

        var kmsKeyName = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "kmsKeyName", &kmsKeyName)
        }
    }

    /// `google.cloud.secretmanager.v1.Replication`.
    struct Replication: Message {
        static let definitionName: String? = "google.cloud.secretmanager.v1.Replication"
        static let oneofs = [
            Oneof("replication", 1, 2)
        ]

        var automatic: Replication.Automatic?
        var userManaged: Replication.UserManaged?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "automatic", &automatic)
            visitor.field(2, "userManaged", &userManaged)
        }

        /// `google.cloud.secretmanager.v1.Replication.Automatic`.
        struct Automatic: Message {
            static let definitionName: String? = "google.cloud.secretmanager.v1.Replication.Automatic"

            var customerManagedEncryption: CustomerManagedEncryption?

            mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
                visitor.field(1, "customerManagedEncryption", &customerManagedEncryption)
            }
        }

        /// `google.cloud.secretmanager.v1.Replication.UserManaged`.
        struct UserManaged: Message {
            static let definitionName: String? = "google.cloud.secretmanager.v1.Replication.UserManaged"

            var replicas: [Replication.UserManaged.Replica] = []

            mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
                visitor.field(1, "replicas", &replicas)
            }

            /// `google.cloud.secretmanager.v1.Replication.UserManaged.Replica`.
            struct Replica: Message {
                static let definitionName: String? =
                    "google.cloud.secretmanager.v1.Replication.UserManaged.Replica"

                var location = ""
                var customerManagedEncryption: CustomerManagedEncryption?

                mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
                    visitor.field(1, "location", &location)
                    visitor.field(2, "customerManagedEncryption", &customerManagedEncryption)
                }
            }
        }
    }
}
