import CloudCore

extension RunV2 {
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
        var timeout: Duration?
        var serviceAccount = ""
        var containers: [Container] = []
        var volumes: [Volume] = []
        var executionEnvironment: ExecutionEnvironment = ExecutionEnvironment(rawValue: 0)
        var reconciling = false
        var conditions: [Condition] = []
        var observedGeneration: Int64 = 0
        var logURI = ""
        var maxInstanceRequestConcurrency: Int32 = 0
        var sessionAffinity = false
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
            visitor.field(15, "timeout", &timeout)
            visitor.field(16, "serviceAccount", &serviceAccount)
            visitor.field(17, "containers", &containers)
            visitor.field(18, "volumes", &volumes)
            visitor.field(20, "executionEnvironment", &executionEnvironment)
            visitor.field(30, "reconciling", &reconciling)
            visitor.field(31, "conditions", &conditions)
            visitor.field(32, "observedGeneration", &observedGeneration)
            visitor.field(33, "logUri", &logURI)
            visitor.field(34, "maxInstanceRequestConcurrency", &maxInstanceRequestConcurrency)
            visitor.field(38, "sessionAffinity", &sessionAffinity)
            visitor.field(49, "creator", &creator)
            visitor.field(99, "etag", &etag)
        }
    }

    /// `google.cloud.run.v2.RevisionTemplate`.
    struct RevisionTemplate: Message {
        static let definitionName: String? = "google.cloud.run.v2.RevisionTemplate"

        var revision = ""
        var labels: StringMap = [:]
        var annotations: StringMap = [:]
        var scaling: RevisionScaling?
        var timeout: Duration?
        var serviceAccount = ""
        var containers: [Container] = []
        var volumes: [Volume] = []
        var executionEnvironment: ExecutionEnvironment = ExecutionEnvironment(rawValue: 0)
        var maxInstanceRequestConcurrency: Int32 = 0
        var sessionAffinity = false

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "revision", &revision)
            visitor.field(2, "labels", &labels)
            visitor.field(3, "annotations", &annotations)
            visitor.field(4, "scaling", &scaling)
            visitor.field(8, "timeout", &timeout)
            visitor.field(9, "serviceAccount", &serviceAccount)
            visitor.field(10, "containers", &containers)
            visitor.field(11, "volumes", &volumes)
            visitor.field(13, "executionEnvironment", &executionEnvironment)
            visitor.field(15, "maxInstanceRequestConcurrency", &maxInstanceRequestConcurrency)
            visitor.field(19, "sessionAffinity", &sessionAffinity)
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
}
