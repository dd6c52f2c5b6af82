import CloudCore

extension SecretManagerV1 {
    /// `google.cloud.secretmanager.v1.SecretVersion`.
    struct SecretVersion: Message {
        static let definitionName: String? = "google.cloud.secretmanager.v1.SecretVersion"

        var name = ""
        var createTime: Timestamp?
        var destroyTime: Timestamp?
        var state: SecretVersion.State = SecretVersion.State(rawValue: 0)
        var replicationStatus: ReplicationStatus?
        var etag = ""
        var clientSpecifiedPayloadChecksum = false
        var scheduledDestroyTime: Timestamp?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "createTime", &createTime)
            visitor.field(3, "destroyTime", &destroyTime)
            visitor.field(4, "state", &state)
            visitor.field(5, "replicationStatus", &replicationStatus)
            visitor.field(6, "etag", &etag)
            visitor.field(7, "clientSpecifiedPayloadChecksum", &clientSpecifiedPayloadChecksum)
            visitor.field(8, "scheduledDestroyTime", &scheduledDestroyTime)
        }

        /// `google.cloud.secretmanager.v1.SecretVersion.State`.
        struct State: ProtoEnum {
            static let definitionName: String? = "google.cloud.secretmanager.v1.SecretVersion.State"

            var rawValue: Int32

            static let names: [(number: Int32, name: String)] = [
                (0, "STATE_UNSPECIFIED"),
                (1, "ENABLED"),
                (2, "DISABLED"),
                (3, "DESTROYED"),
            ]

            static let enabled = State(rawValue: 1)
            static let disabled = State(rawValue: 2)
            static let destroyed = State(rawValue: 3)
        }
    }

    /// `google.cloud.secretmanager.v1.ReplicationStatus`.
    struct ReplicationStatus: Message {
        static let definitionName: String? = "google.cloud.secretmanager.v1.ReplicationStatus"
        static let oneofs = [
            Oneof("replication_status", 1, 2)
        ]

        var automatic: ReplicationStatus.AutomaticStatus?
        var userManaged: ReplicationStatus.UserManagedStatus?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "automatic", &automatic)
            visitor.field(2, "userManaged", &userManaged)
        }

        /// `google.cloud.secretmanager.v1.ReplicationStatus.AutomaticStatus`.
        struct AutomaticStatus: Message {
            static let definitionName: String? =
                "google.cloud.secretmanager.v1.ReplicationStatus.AutomaticStatus"

            mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            }
        }

        /// `google.cloud.secretmanager.v1.ReplicationStatus.UserManagedStatus`.
        struct UserManagedStatus: Message {
            static let definitionName: String? =
                "google.cloud.secretmanager.v1.ReplicationStatus.UserManagedStatus"

            var replicas: [ReplicationStatus.UserManagedStatus.ReplicaStatus] = []

            mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
                visitor.field(1, "replicas", &replicas)
            }

            /// `google.cloud.secretmanager.v1.ReplicationStatus.UserManagedStatus.ReplicaStatus`.
            struct ReplicaStatus: Message {
                static let definitionName: String? =
                    "google.cloud.secretmanager.v1.ReplicationStatus.UserManagedStatus.ReplicaStatus"

                var location = ""

                mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
                    visitor.field(1, "location", &location)
                }
            }
        }
    }

    /// `google.cloud.secretmanager.v1.SecretPayload`.
    struct SecretPayload: Message {
        static let definitionName: String? = "google.cloud.secretmanager.v1.SecretPayload"

        var data: [UInt8] = []
        var dataCrc32c: Int64?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "data", &data)
            visitor.field(2, "dataCrc32c", &dataCrc32c)
        }
    }
}
