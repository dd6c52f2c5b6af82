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
        var dependsOn: [String] = []
        var baseImageUri = ""
        var readinessProbe: Probe?
        var buildInfo: BuildInfo?
        var sourceCode: SourceCode?

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
            visitor.field(12, "dependsOn", &dependsOn)
            visitor.field(13, "baseImageUri", &baseImageUri)
            visitor.field(14, "readinessProbe", &readinessProbe)
            visitor.field(15, "buildInfo", &buildInfo)
            visitor.field(17, "sourceCode", &sourceCode)
        }
    }

    /// `google.cloud.run.v2.EnvVar`.
    struct EnvVar: Message {
        static let definitionName: String? = "google.cloud.run.v2.EnvVar"
        static let oneofs = [
            Oneof("values", 2, 3)
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

    /// `google.cloud.run.v2.SourceCode`.
    struct SourceCode: Message {
        static let definitionName: String? = "google.cloud.run.v2.SourceCode"

        var cloudStorageSource: SourceCode.CloudStorageSource?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "cloudStorageSource", &cloudStorageSource)
        }

        /// `google.cloud.run.v2.SourceCode.CloudStorageSource`.
        struct CloudStorageSource: Message {
            static let definitionName: String? = "google.cloud.run.v2.SourceCode.CloudStorageSource"

            var bucket = ""
            var object = ""
            var generation: Int64 = 0

            mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
                visitor.field(1, "bucket", &bucket)
                visitor.field(2, "object", &object)
                visitor.field(3, "generation", &generation)
            }
        }
    }

    /// `google.cloud.run.v2.BuildInfo`.
    struct BuildInfo: Message {
        static let definitionName: String? = "google.cloud.run.v2.BuildInfo"

        var functionTarget = ""
        var sourceLocation = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "functionTarget", &functionTarget)
            visitor.field(2, "sourceLocation", &sourceLocation)
        }
    }
}
