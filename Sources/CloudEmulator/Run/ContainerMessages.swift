import CloudCore

extension RunV2 {
    /// `google.cloud.run.v2.Container`.
    struct Container: Message {
        static let definitionName: String? = "google.cloud.run.v2.Container"

        var name = ""
        var image = ""
        var command: [String] = []
        var args: [String] = []
        var env: [EnvVar] = []
        var resources: ResourceRequirements?
        var ports: [ContainerPort] = []
        var volumeMounts: [VolumeMount] = []
        var workingDir = ""
        var livenessProbe: Probe?
        var startupProbe: Probe?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "image", &image)
            visitor.field(3, "command", &command)
            visitor.field(4, "args", &args)
            visitor.field(5, "env", &env)
            visitor.field(6, "resources", &resources)
            visitor.field(7, "ports", &ports)
            visitor.field(8, "volumeMounts", &volumeMounts)
            visitor.field(9, "workingDir", &workingDir)
            visitor.field(10, "livenessProbe", &livenessProbe)
            visitor.field(11, "startupProbe", &startupProbe)
        }
    }

    /// `google.cloud.run.v2.ResourceRequirements`.
    struct ResourceRequirements: Message {
        static let definitionName: String? = "google.cloud.run.v2.ResourceRequirements"

        var limits: StringMap = [:]
        var cpuIdle = false
        var startupCpuBoost = false

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "limits", &limits)
            visitor.field(2, "cpuIdle", &cpuIdle)
            visitor.field(3, "startupCpuBoost", &startupCpuBoost)
        }
    }

    /// `google.cloud.run.v2.EnvVar`.
    struct EnvVar: Message {
        static let definitionName: String? = "google.cloud.run.v2.EnvVar"
        static let oneofs = [
            Oneof("values", 2, 3),
        ]

        var name = ""
        var value: String?
        var valueSource: EnvVarSource?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "value", &value)
            visitor.field(3, "valueSource", &valueSource)
        }
    }

    /// `google.cloud.run.v2.EnvVarSource`.
    struct EnvVarSource: Message {
        static let definitionName: String? = "google.cloud.run.v2.EnvVarSource"

        var secretKeyRef: SecretKeySelector?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "secretKeyRef", &secretKeyRef)
        }
    }

    /// `google.cloud.run.v2.SecretKeySelector`.
    struct SecretKeySelector: Message {
        static let definitionName: String? = "google.cloud.run.v2.SecretKeySelector"

        var secret = ""
        var version = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "secret", &secret)
            visitor.field(2, "version", &version)
        }
    }

    /// `google.cloud.run.v2.ContainerPort`.
    struct ContainerPort: Message {
        static let definitionName: String? = "google.cloud.run.v2.ContainerPort"

        var name = ""
        var containerPort: Int32 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(3, "containerPort", &containerPort)
        }
    }

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
            Oneof("volume_type", 2, 3, 4, 5, 6),
        ]

        var name = ""
        var secret: SecretVolumeSource?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "secret", &secret)
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
}
