import CloudCore

extension RunV2 {
    /// `google.cloud.run.v2.RevisionTemplate`.
    struct RevisionTemplate: Message {
        static let definitionName: String? = "google.cloud.run.v2.RevisionTemplate"

        var revision = ""
        var labels: StringMap = [:]
        var annotations: StringMap = [:]
        var scaling: RevisionScaling?
        var vpcAccess: VpcAccess?
        var timeout: Duration?
        var serviceAccount = ""
        var containers: [Container] = []
        var volumes: [Volume] = []
        var executionEnvironment: ExecutionEnvironment = ExecutionEnvironment(rawValue: 0)
        var encryptionKey = ""
        var maxInstanceRequestConcurrency: Int32 = 0
        var serviceMesh: ServiceMesh?
        var encryptionKeyRevocationAction: EncryptionKeyRevocationAction = EncryptionKeyRevocationAction(
            rawValue: 0)
        var encryptionKeyShutdownDuration: Duration?
        var sessionAffinity = false
        var healthCheckDisabled = false
        var nodeSelector: NodeSelector?
        var gpuZonalRedundancyDisabled: Bool?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "revision", &revision)
            visitor.field(2, "labels", &labels)
            visitor.field(3, "annotations", &annotations)
            visitor.field(4, "scaling", &scaling)
            visitor.field(6, "vpcAccess", &vpcAccess)
            visitor.field(8, "timeout", &timeout)
            visitor.field(9, "serviceAccount", &serviceAccount)
            visitor.field(10, "containers", &containers)
            visitor.field(11, "volumes", &volumes)
            visitor.field(13, "executionEnvironment", &executionEnvironment)
            visitor.field(14, "encryptionKey", &encryptionKey)
            visitor.field(15, "maxInstanceRequestConcurrency", &maxInstanceRequestConcurrency)
            visitor.field(16, "serviceMesh", &serviceMesh)
            visitor.field(17, "encryptionKeyRevocationAction", &encryptionKeyRevocationAction)
            visitor.field(18, "encryptionKeyShutdownDuration", &encryptionKeyShutdownDuration)
            visitor.field(19, "sessionAffinity", &sessionAffinity)
            visitor.field(20, "healthCheckDisabled", &healthCheckDisabled)
            visitor.field(21, "nodeSelector", &nodeSelector)
            visitor.field(24, "gpuZonalRedundancyDisabled", &gpuZonalRedundancyDisabled)
        }
    }

    /// `google.cloud.run.v2.RevisionScaling`.
    struct RevisionScaling: Message {
        static let definitionName: String? = "google.cloud.run.v2.RevisionScaling"

        var minInstanceCount: Int32 = 0
        var maxInstanceCount: Int32 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "minInstanceCount", &minInstanceCount)
            visitor.field(2, "maxInstanceCount", &maxInstanceCount)
        }
    }

    /// `google.cloud.run.v2.Revision`.
    struct Revision: Message {
        static let definitionName: String? = "google.cloud.run.v2.Revision"

        var name = ""
        var uid = ""
        var generation: Int64 = 0
        var labels: StringMap = [:]
        var annotations: StringMap = [:]
        var createTime: Timestamp?
        var updateTime: Timestamp?
        var deleteTime: Timestamp?
        var expireTime: Timestamp?
        var launchStage: LaunchStage = LaunchStage(rawValue: 0)
        var service = ""
        var scaling: RevisionScaling?
        var vpcAccess: VpcAccess?
        var timeout: Duration?
        var serviceAccount = ""
        var containers: [Container] = []
        var volumes: [Volume] = []
        var executionEnvironment: ExecutionEnvironment = ExecutionEnvironment(rawValue: 0)
        var encryptionKey = ""
        var serviceMesh: ServiceMesh?
        var encryptionKeyRevocationAction: EncryptionKeyRevocationAction = EncryptionKeyRevocationAction(
            rawValue: 0)
        var encryptionKeyShutdownDuration: Duration?
        var reconciling = false
        var conditions: [Condition] = []
        var observedGeneration: Int64 = 0
        var logUri = ""
        var maxInstanceRequestConcurrency: Int32 = 0
        var satisfiesPzs = false
        var sessionAffinity = false
        var scalingStatus: RevisionScalingStatus?
        var nodeSelector: NodeSelector?
        var gpuZonalRedundancyDisabled: Bool?
        var creator = ""
        var etag = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "uid", &uid)
            visitor.field(3, "generation", &generation)
            visitor.field(4, "labels", &labels)
            visitor.field(5, "annotations", &annotations)
            visitor.field(6, "createTime", &createTime)
            visitor.field(7, "updateTime", &updateTime)
            visitor.field(8, "deleteTime", &deleteTime)
            visitor.field(9, "expireTime", &expireTime)
            visitor.field(10, "launchStage", &launchStage)
            visitor.field(11, "service", &service)
            visitor.field(12, "scaling", &scaling)
            visitor.field(13, "vpcAccess", &vpcAccess)
            visitor.field(15, "timeout", &timeout)
            visitor.field(16, "serviceAccount", &serviceAccount)
            visitor.field(17, "containers", &containers)
            visitor.field(18, "volumes", &volumes)
            visitor.field(20, "executionEnvironment", &executionEnvironment)
            visitor.field(21, "encryptionKey", &encryptionKey)
            visitor.field(22, "serviceMesh", &serviceMesh)
            visitor.field(23, "encryptionKeyRevocationAction", &encryptionKeyRevocationAction)
            visitor.field(24, "encryptionKeyShutdownDuration", &encryptionKeyShutdownDuration)
            visitor.field(30, "reconciling", &reconciling)
            visitor.field(31, "conditions", &conditions)
            visitor.field(32, "observedGeneration", &observedGeneration)
            visitor.field(33, "logUri", &logUri)
            visitor.field(34, "maxInstanceRequestConcurrency", &maxInstanceRequestConcurrency)
            visitor.field(37, "satisfiesPzs", &satisfiesPzs)
            visitor.field(38, "sessionAffinity", &sessionAffinity)
            visitor.field(39, "scalingStatus", &scalingStatus)
            visitor.field(40, "nodeSelector", &nodeSelector)
            visitor.field(48, "gpuZonalRedundancyDisabled", &gpuZonalRedundancyDisabled)
            visitor.field(49, "creator", &creator)
            visitor.field(99, "etag", &etag)
        }
    }

    /// `google.cloud.run.v2.RevisionScalingStatus`.
    struct RevisionScalingStatus: Message {
        static let definitionName: String? = "google.cloud.run.v2.RevisionScalingStatus"

        var desiredMinInstanceCount: Int32 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "desiredMinInstanceCount", &desiredMinInstanceCount)
        }
    }

    /// `google.cloud.run.v2.ExecutionEnvironment`.
    struct ExecutionEnvironment: ProtoEnum {
        static let definitionName: String? = "google.cloud.run.v2.ExecutionEnvironment"

        var rawValue: Int32

        static let names: [(number: Int32, name: String)] = [
            (0, "EXECUTION_ENVIRONMENT_UNSPECIFIED"),
            (1, "EXECUTION_ENVIRONMENT_GEN1"),
            (2, "EXECUTION_ENVIRONMENT_GEN2"),
        ]

        static let gen1 = ExecutionEnvironment(rawValue: 1)
        static let gen2 = ExecutionEnvironment(rawValue: 2)
    }

    /// `google.cloud.run.v2.EncryptionKeyRevocationAction`.
    struct EncryptionKeyRevocationAction: ProtoEnum {
        static let definitionName: String? = "google.cloud.run.v2.EncryptionKeyRevocationAction"

        var rawValue: Int32

        static let names: [(number: Int32, name: String)] = [
            (0, "ENCRYPTION_KEY_REVOCATION_ACTION_UNSPECIFIED"),
            (1, "PREVENT_NEW"),
            (2, "SHUTDOWN"),
        ]
    }
}
