import CloudCore

extension RunV2 {
    /// `google.cloud.run.v2.VolumeMount`.
    struct VolumeMount: Message {
        static let definitionName: String? = "google.cloud.run.v2.VolumeMount"

        var name = ""
        var mountPath = ""
        var subPath = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(3, "mountPath", &mountPath)
            visitor.field(4, "subPath", &subPath)
        }
    }

    /// `google.cloud.run.v2.Volume`.
    struct Volume: Message {
        static let definitionName: String? = "google.cloud.run.v2.Volume"
        static let oneofs = [
            Oneof("volume_type", 2, 3, 4, 5, 6)
        ]

        var name = ""
        var secret: SecretVolumeSource?
        var cloudSqlInstance: CloudSqlInstance?
        var emptyDir: EmptyDirVolumeSource?
        var nfs: NFSVolumeSource?
        var gcs: GCSVolumeSource?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "secret", &secret)
            visitor.field(3, "cloudSqlInstance", &cloudSqlInstance)
            visitor.field(4, "emptyDir", &emptyDir)
            visitor.field(5, "nfs", &nfs)
            visitor.field(6, "gcs", &gcs)
        }
    }

    /// `google.cloud.run.v2.SecretVolumeSource`.
    struct SecretVolumeSource: Message {
        static let definitionName: String? = "google.cloud.run.v2.SecretVolumeSource"

        var secret = ""
        var items: [VersionToPath] = []
        var defaultMode: Int32 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "secret", &secret)
            visitor.field(2, "items", &items)
            visitor.field(3, "defaultMode", &defaultMode)
        }
    }

    /// `google.cloud.run.v2.VersionToPath`.
    struct VersionToPath: Message {
        static let definitionName: String? = "google.cloud.run.v2.VersionToPath"

        var path = ""
        var version = ""
        var mode: Int32 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "path", &path)
            visitor.field(2, "version", &version)
            visitor.field(3, "mode", &mode)
        }
    }

    /// `google.cloud.run.v2.CloudSqlInstance`.
    struct CloudSqlInstance: Message {
        static let definitionName: String? = "google.cloud.run.v2.CloudSqlInstance"

        var instances: [String] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "instances", &instances)
        }
    }

    /// `google.cloud.run.v2.EmptyDirVolumeSource`.
    struct EmptyDirVolumeSource: Message {
        static let definitionName: String? = "google.cloud.run.v2.EmptyDirVolumeSource"

        var medium: EmptyDirVolumeSource.Medium = EmptyDirVolumeSource.Medium(rawValue: 0)
        var sizeLimit = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "medium", &medium)
            visitor.field(2, "sizeLimit", &sizeLimit)
        }

        /// `google.cloud.run.v2.EmptyDirVolumeSource.Medium`.
        struct Medium: ProtoEnum {
            static let definitionName: String? = "google.cloud.run.v2.EmptyDirVolumeSource.Medium"

            var rawValue: Int32

            static let names: [(number: Int32, name: String)] = [
                (0, "MEDIUM_UNSPECIFIED"),
                (1, "MEMORY"),
            ]
        }
    }

    /// `google.cloud.run.v2.NFSVolumeSource`.
    struct NFSVolumeSource: Message {
        static let definitionName: String? = "google.cloud.run.v2.NFSVolumeSource"

        var server = ""
        var path = ""
        var readOnly = false

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "server", &server)
            visitor.field(2, "path", &path)
            visitor.field(3, "readOnly", &readOnly)
        }
    }

    /// `google.cloud.run.v2.GCSVolumeSource`.
    struct GCSVolumeSource: Message {
        static let definitionName: String? = "google.cloud.run.v2.GCSVolumeSource"

        var bucket = ""
        var readOnly = false
        var mountOptions: [String] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "bucket", &bucket)
            visitor.field(2, "readOnly", &readOnly)
            visitor.field(3, "mountOptions", &mountOptions)
        }
    }
}
